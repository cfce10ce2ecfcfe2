import {
  conflictText,
  type SeenRecord,
  validationChange,
  type ValidationRecord,
} from '../domain/dns/validation-records';
import { hasRoutingPolicy } from '../domain/dns/zone';
import { RecordConflictError, StateDocumentError } from '../errors';
import type { HostedZones, PublicDns } from '../ports/dns';
import type { ZoneOfName } from '../steps';
import { zoneRecords } from './find-zones';

/** The existing CNAME values at a validation record's name, and whether the record must be written. */
export interface CheckedRecord {
  readonly existing: readonly string[];
  readonly mustBeWritten: boolean;
}

/**
 * Compares a validation record with the existing record in its zone.
 *
 * @throws RecordConflictError when the existing CNAME is not ACM's, or would have to be replaced and has a routing policy
 */
export async function checkValidationRecord(
  record: ValidationRecord,
  zoneId: string,
  hostedZones: Pick<HostedZones, 'getCname' | 'getNode'>,
): Promise<CheckedRecord> {
  const existing = await hostedZones.getCname(zoneId, record.name);
  const change = validationChange(record, existing);
  const isReplaced = change === 'write' && existing.length > 0;
  const routed = isReplaced ? (await hostedZones.getNode(zoneId, record.name)).records.filter(hasRoutingPolicy) : [];
  if (change === 'conflict' || routed.length > 0) {
    const routing = routed.length > 0 || existing.length > 1 ? '; a record with a routing policy is never changed' : '';
    throw new RecordConflictError(`${conflictText(record, zoneId, existing)}${routing}`);
  }
  return { existing, mustBeWritten: change === 'write' };
}

/** A validation record, its zone, and whether it must be written. */
export type PlacedRecord = ValidationRecord & { readonly zoneId: string; readonly mustBeWritten: boolean };

/**
 * Finds the zone of each validation record, and whether it must be written.
 *
 * @throws RecordConflictError when an existing CNAME is not ACM's
 * @throws StateDocumentError when the state document has no zone for a name
 */
export async function placeValidationRecords(
  records: readonly ValidationRecord[],
  zones: readonly ZoneOfName[],
  hostedZones: HostedZones,
): Promise<PlacedRecord[]> {
  const placed = records.map((record) => ({ ...record, zoneId: zoneOf(record, zones) }));
  const existing = zoneRecords(hostedZones, placed);
  const results: PlacedRecord[] = [];
  // Sequential: a hundred concurrent requests would be throttled at every retry.
  for (const record of placed) {
    const { mustBeWritten } = await checkValidationRecord(record, record.zoneId, existing);
    results.push({ ...record, mustBeWritten });
  }
  return results;
}

function zoneOf({ domainName }: ValidationRecord, zones: readonly ZoneOfName[]): string {
  const zone = zones.find((each) => each.domainName === domainName);
  if (zone) return zone.zoneId;
  throw new StateDocumentError(`${domainName}: the state document has no zone for this name`);
}

/** Looks up a validation record in public DNS, and the name servers of its zone when there is none. A failed lookup is a result. */
export async function inspectRecord(recordName: string, zoneName: string, publicDns: PublicDns): Promise<SeenRecord> {
  try {
    const values = await publicDns.cname(recordName);
    return { values, zoneName, nameServers: values.length > 0 ? [] : await publicDns.nameServers(zoneName) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
