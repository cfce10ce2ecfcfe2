import * as z from 'zod';
import type { EventContract } from '../shared/ports/publishers';
import { SOURCE } from './event';

const detail = z.strictObject({
  domainName: z.string().optional().meta({ description: 'Absent if the request named a certificate' }),
  domainNames: z.array(z.string()).meta({ description: 'The names that were removed' }),
  deleted: z.array(z.string()).meta({ description: 'The DNS records that were deleted' }),
  retained: z.array(z.string()).meta({ description: 'The DNS records that were retained, each with the reason' }),
  executionArn: z.string(),
  requestEventId: z.string().optional().meta({ description: 'The id of the Domain Removal Requested event' }),
});

/** Published when a removal is complete: everything that this service created is deleted, except what is still needed. */
export const domainRetired = { detailType: 'Domain Retired', source: SOURCE, detail } as const satisfies EventContract<
  typeof detail
>;
