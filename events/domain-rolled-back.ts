import * as z from 'zod';
import { ReplacedRecord } from '../shared/domain/dns/record-change';
import type { EventContract } from '../shared/ports/publishers';
import { SOURCE } from './event';

const detail = z.strictObject({
  domainName: z.string().meta({ description: 'The name that has its old records again' }),
  restoredRecords: z.array(ReplacedRecord).meta({ description: 'The records that the name has again' }),
  executionArn: z.string(),
  requestEventId: z.string().optional().meta({ description: 'The id of the Domain Rollback Requested event' }),
});

/** Published when a name has the records again that a request had replaced. */
export const domainRolledBack = {
  detailType: 'Domain Rolled Back',
  source: SOURCE,
  detail,
} as const satisfies EventContract<typeof detail>;
