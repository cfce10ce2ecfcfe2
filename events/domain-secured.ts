import * as z from 'zod';
import type { EventContract } from '../shared/ports/publishers';
import { SOURCE } from './event';
import { replacedRecords } from './replaced-records';
import { servedBy } from './served-by';

const detail = z.strictObject({
  domainName: z.string().meta({ description: 'The requested domain' }),
  domainNames: z.array(z.string()).meta({ description: 'Every name on the certificate' }),
  certificateArn: z.string(),
  loadBalancerArn: z.string(),
  listenerArn: z.string(),
  alsoUsedBy: z.array(z.string()).optional().meta({
    description:
      'The ARNs of whatever else uses the certificate, such as the load balancer of an earlier request: it is left as it is',
  }),
  verified: z.boolean().meta({
    description: 'Whether TLS handshakes confirmed that every name is served with a certificate of this deployment',
  }),
  servedBy,
  notVerifiedBecause: z.string().optional(),
  notBefore: z.iso.datetime().optional(),
  notAfter: z.iso.datetime().optional(),
  replacedRecords: replacedRecords.optional(),
  executionArn: z.string(),
  requestEventId: z.string().optional().meta({ description: 'The id of the Domain Requested event' }),
});

/** Published when the domain serves HTTPS with its certificate. */
export const domainSecured = { detailType: 'Domain Secured', source: SOURCE, detail } as const satisfies EventContract<
  typeof detail
>;
