import type { HostedZones } from '../aws/hosted-zones';
import { conflictText, validationChange, type ValidationRecord } from '../domain/validation-records';
import { RecordConflictError } from '../errors';

/** What stands in a zone at a validation record's name, and whether the record has to be written. */
export interface CheckedRecord {
  readonly existing: readonly string[];
  readonly mustBeWritten: boolean;
}

/**
 * Compares a validation record with what stands in its zone.
 *
 * @throws RecordConflictError when a CNAME that is not ACM's stands in the way
 */
export async function checkValidationRecord(
  record: ValidationRecord,
  zoneId: string,
  hostedZones: Pick<HostedZones, 'cname'>,
): Promise<CheckedRecord> {
  const existing = await hostedZones.cname(zoneId, record.name);
  const change = validationChange(record, existing);
  if (change !== 'conflict') return { existing, mustBeWritten: change === 'write' };
  throw new RecordConflictError(conflictText(record, zoneId, existing));
}
