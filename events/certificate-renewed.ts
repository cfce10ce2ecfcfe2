import * as z from 'zod';
import type { EventContract } from '../shared/ports/publishers';
import { SOURCE } from './event';

const detail = z.strictObject({
  certificateArn: z.string(),
  domainName: z.string(),
  domainNames: z.array(z.string()).meta({ description: 'Every name on the certificate' }),
  serial: z.string(),
  notAfter: z.iso.datetime(),
  loadBalancerArns: z.array(z.string()).meta({ description: 'The load balancers that the certificate is attached to' }),
  executionArn: z.string(),
});

/** Published when ACM has renewed a certificate and no load balancer serves the previous one. */
export const certificateRenewed = {
  detailType: 'Certificate Renewed',
  source: SOURCE,
  detail,
} as const satisfies EventContract<typeof detail>;
