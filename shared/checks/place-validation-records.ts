import type { HostedZones } from '../aws/hosted-zones';
import type { ValidationRecord } from '../domain/validation-records';
import { StateDocumentError } from '../errors';
import type { ZoneOfName } from '../workflow';
import { zoneRecords } from '../zone-records';
import { checkValidationRecord } from './check-validation-record';

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
