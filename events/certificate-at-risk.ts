import * as z from 'zod';
import type { EventContract } from '../shared/ports/publishers';
import { SOURCE } from './event';

const detail = z.strictObject({
  certificateArn: z.string(),
  domainName: z.string().optional().meta({ description: 'The primary domain of the certificate' }),
  healthIssue: z.string().meta({
    description: 'The name of the health issue, for example CaaForbidsAmazonError; also a heading in the runbook',
  }),
  cause: z.string().meta({ description: 'The cause, as text' }),
  advice: z.string().meta({ description: 'The recommended action' }),
  step: z
    .string()
    .optional()
    .meta({ description: 'The failed state of reconcile-certificate; absent unless a step failed' }),
  notificationReason: z.enum(['opened', 'changed', 'expiry-near']).meta({ description: 'Why the event was published' }),
  daysLeft: z.int().optional().meta({ description: 'Whole days until the certificate expires' }),
  notAfter: z.iso.datetime().optional(),
  listenerArns: z.array(z.string()).meta({ description: 'The listeners that the certificate is attached to' }),
  executionArn: z.string(),
});

/** Published when a certificate's health issue is detected or changes, and as its expiry approaches. */
export const certificateAtRisk = {
  detailType: 'Certificate At Risk',
  source: SOURCE,
  detail,
} as const satisfies EventContract<typeof detail>;
