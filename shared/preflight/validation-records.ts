import { zoneRecords } from '../cache/zone-records';
import {
  conflictText,
  type SeenRecord,
  validationChange,
  type ValidationRecord,
} from '../domain/dns/validation-records';
import { RecordConflictError, StateDocumentError } from '../errors';
import type { HostedZones, PublicDns } from '../ports/dns';
import type { ZoneOfName } from '../steps';

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

/** A validation record in its zone, and whether it has to be written there. */
export type PlacedRecord = ValidationRecord & { readonly zoneId: string; readonly mustBeWritten: boolean };

/**
 * Finds the zone of each validation record, and which of them have to be written.
 *
 * @throws RecordConflictError when a CNAME that is not ACM's stands in the way of one
 * @throws StateDocumentError when the zone of a name was not found before
 */
export async function placeValidationRecords(
  records: readonly ValidationRecord[],
  zones: readonly ZoneOfName[],
  hostedZones: HostedZones,
): Promise<PlacedRecord[]> {
  const placed = records.map((record) => ({ ...record, zoneId: zoneOf(record, zones) }));
  const existing = zoneRecords(hostedZones, placed);
  const checked: PlacedRecord[] = [];
  // One after another: a hundred at once would be throttled, again at every retry.
  for (const record of placed) {
    const { mustBeWritten } = await checkValidationRecord(record, record.zoneId, existing);
    checked.push({ ...record, mustBeWritten });
  }
  return checked;
}

function zoneOf({ domainName }: ValidationRecord, zones: readonly ZoneOfName[]): string {
  const zone = zones.find((each) => each.domainName === domainName);
  if (zone) return zone.zoneId;
  throw new StateDocumentError(`${domainName}: no zone was found for this name`);
}

/** Looks for a validation record in public DNS, and who answers for its zone when it is not there. A look-up that fails is a finding. */
export async function inspectRecord(recordName: string, zoneName: string, publicDns: PublicDns): Promise<SeenRecord> {
  try {
    const values = await publicDns.cname(recordName);
    return { values, zoneName, nameServers: values.length > 0 ? [] : await publicDns.nameServers(zoneName) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
