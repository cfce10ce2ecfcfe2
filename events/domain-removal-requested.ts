import * as z from 'zod';
import { DomainName } from './domain-name';
import type { EventContract } from '../shared/ports/event-bus';
import { exactlyOneOf } from './field-choice';

const detail = exactlyOneOf(
  z.strictObject({
    domainName: DomainName.optional().meta({ description: 'The one name that is to be secured no longer' }),
    certificateArn: z
      .string()
      .regex(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate\/.+$/, { error: 'is not the ARN of a certificate' })
      .optional()
      .meta({ description: 'Instead of domainName: the certificate with all its names' }),
  }),
  'domainName',
  'certificateArn',
);

/** The event that ends a domain's HTTPS. */
export const domainRemovalRequested = {
  detailType: 'Domain Removal Requested',
  source: { 'anything-but': { prefix: 'aws.' } },
  detail,
} as const satisfies EventContract<typeof detail>;
