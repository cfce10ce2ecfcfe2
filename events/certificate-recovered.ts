import * as z from 'zod';
import type { EventContract } from '../shared/ports/publishers';
import { SOURCE } from './event';

const detail = z.strictObject({
  certificateArn: z.string(),
  domainName: z.string().optional(),
  healthIssue: z.string().meta({ description: 'The name of the resolved health issue' }),
  how: z
    .enum(['fixed', 'renewed', 'replaced'])
    .meta({ description: 'How it was resolved: the cause was fixed, or the certificate was renewed or replaced' }),
  daysLeft: z.int().optional(),
  notAfter: z.iso.datetime().optional(),
  executionArn: z.string(),
});

/** Published when a certificate's health issue is resolved. */
export const certificateRecovered = {
  detailType: 'Certificate Recovered',
  source: SOURCE,
  detail,
} as const satisfies EventContract<typeof detail>;
