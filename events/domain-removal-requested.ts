import * as z from 'zod';
import type { EventContract } from '../shared/ports/publishers';
import { DomainName } from './domain-name';
import { exactlyOneOf } from './field-choice';

const detail = exactlyOneOf(
  z.strictObject({
    domainName: DomainName.optional().meta({ description: 'The domain name to remove' }),
    certificateArn: z
      .string()
      .regex(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate\/.+$/, { error: 'is not the ARN of a certificate' })
      .optional()
      .meta({ description: 'The certificate to remove with all its names, instead of domainName' }),
  }),
  'domainName',
  'certificateArn',
);

/** The event that requests the removal of a domain or a certificate. */
export const domainRemovalRequested = {
  detailType: 'Domain Removal Requested',
  source: { 'anything-but': { prefix: 'aws.' } },
  detail,
} as const satisfies EventContract<typeof detail>;
