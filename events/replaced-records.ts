import * as z from 'zod';
import { ReplacedRecord } from '../shared/domain/dns/record-change';

/** The records that a request replaced, as `acm-autopilot rollback` restores them. */
export const replacedRecords = z.array(ReplacedRecord).meta({
  description: 'The records that were replaced by aliases, as they were; present if the request replaced any',
});
