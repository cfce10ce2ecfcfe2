import * as z from 'zod';
import type { EventContract } from '../shared/ports/event-bus';
import { SOURCE } from './event';

const detail = z.strictObject({
  certificateArn: z.string(),
  domainName: z.string().optional().meta({ description: 'The domain that people know the certificate by' }),
  healthIssue: z
    .string()
    .meta({ description: 'The name of the health issue, such as CaaForbidsAmazonError: a heading of the runbook' }),
  cause: z.string().meta({ description: 'The cause in words' }),
  advice: z.string().meta({ description: 'What a person can do' }),
  step: z
    .string()
    .optional()
    .meta({ description: 'The state of reconcile-certificate, when it is the failure of a step' }),
  notificationReason: z.enum(['opened', 'changed', 'expiry-near']).meta({ description: 'Why it is told now' }),
  daysLeft: z.int().optional().meta({ description: 'Whole days until the certificate expires' }),
  notAfter: z.iso.datetime().optional(),
  listenerArns: z.array(z.string()).meta({ description: 'The listeners that have the certificate' }),
  executionArn: z.string(),
});

/** Published when a certificate's health issue begins, changes, or when few days are left. */
export const certificateAtRisk = {
  detailType: 'Certificate At Risk',
  source: SOURCE,
  detail,
} as const satisfies EventContract<typeof detail>;
