import * as z from 'zod';
import type { EventContract } from '../shared/ports/event-bus';
import { SOURCE } from './event';

const detail = z.strictObject({
  certificateArn: z.string().meta({ description: 'The new certificate' }),
  replacedCertificateArn: z
    .string()
    .meta({ description: 'The old one: kept for the grace period if it is ours, then deleted' }),
  domainName: z.string(),
  domainNames: z.array(z.string()).meta({ description: 'Every name on the new certificate' }),
  reason: z.string(),
  listenerArns: z.array(z.string()),
  verified: z.boolean().meta({ description: 'Whether TLS handshakes were seen with the new certificate' }),
  notAfter: z.iso.datetime().optional(),
  executionArn: z.string(),
});

/** Published when another certificate has taken a certificate's place on every listener. */
export const certificateReplaced = {
  detailType: 'Certificate Replaced',
  source: SOURCE,
  detail,
} as const satisfies EventContract<typeof detail>;
