import * as z from 'zod';
import type { EventContract } from '../shared/ports/publishers';
import { SOURCE } from './event';
import { servedBy } from './served-by';

const detail = z.strictObject({
  certificateArn: z.string().meta({ description: 'The new certificate' }),
  replacedCertificateArn: z.string().meta({
    description: 'The replaced certificate; if this deployment manages it, it is deleted after the grace period',
  }),
  domainName: z.string(),
  domainNames: z.array(z.string()).meta({ description: 'Every name on the new certificate' }),
  reason: z.string(),
  listenerArns: z.array(z.string()),
  verified: z.boolean().meta({
    description: 'Whether TLS handshakes confirmed that the old certificate is no longer served, and every name is',
  }),
  servedBy,
  notAfter: z.iso.datetime().optional(),
  executionArn: z.string(),
});

/** Published when a certificate has been replaced on every listener. */
export const certificateReplaced = {
  detailType: 'Certificate Replaced',
  source: SOURCE,
  detail,
} as const satisfies EventContract<typeof detail>;
