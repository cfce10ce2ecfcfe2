import {
  conflictText,
  isValidationValue,
  isRequiredValue,
  type SeenRecord,
  validationChange,
  type ValidationRecord,
} from '../domain/dns/validation-records';
import { hasRoutingPolicy } from '../domain/dns/zone';
import { RecordConflictError, StateDocumentError } from '../errors';
import type { HostedZones, PublicDns } from '../ports/dns';
import type { ZoneOfName } from '../steps';
import { zoneRecords } from './find-zones';

/** Where records are read: in their zones, and what they lead to in public DNS. */
export interface RecordSources {
  readonly hostedZones: Pick<HostedZones, 'getCname' | 'getNode'>;
  readonly publicDns: Pick<PublicDns, 'cname'>;
}

/** The existing CNAME values at a validation record's name, and whether the record must be written. */
export interface CheckedRecord {
  readonly existing: readonly string[];
  readonly mustBeWritten: boolean;
}

/**
 * Compares a validation record with the existing record in its zone. A CNAME that leads to ACM's value counts as the record.
 *
 * @throws RecordConflictError when the existing CNAME is not ACM's, or would have to be replaced and has a routing policy
 * @throws DnsLookupError when the existing CNAME cannot be followed
 */
export async function checkValidationRecord(
  record: ValidationRecord,
  zoneId: string,
  { hostedZones, publicDns }: RecordSources,
): Promise<CheckedRecord> {
  const existing = await hostedZones.getCname(zoneId, record.name);
  const change = validationChange(record, existing);
  if (change === 'conflict' && (await areLeadingTo(record.value, existing, publicDns)))
    return { existing, mustBeWritten: false };
  const isReplaced = change === 'write' && existing.length > 0;
  const routed = isReplaced ? (await hostedZones.getNode(zoneId, record.name)).records.filter(hasRoutingPolicy) : [];
  if (change === 'conflict' || routed.length > 0) {
    const routing = routed.length > 0 || existing.length > 1 ? '; a record with a routing policy is never changed' : '';
    throw new RecordConflictError(`${conflictText(record, zoneId, existing)}${routing}`);
  }
  return { existing, mustBeWritten: change === 'write' };
}

/** The most CNAMEs from the validation name that ACM follows (ACM user guide, "DNS validation"). */
const MAX_LINKS = 5;

/**
 * Follows the CNAMEs from a name in public DNS, as ACM does, up to a value of ACM's.
 *
 * @returns the value of each, in their order
 * @throws DnsLookupError when a lookup fails
 */
export async function followCnames(
  name: string,
  publicDns: Pick<PublicDns, 'cname'>,
  maxLinks = MAX_LINKS,
): Promise<string[]> {
  const chain: string[] = [];
  for (let next: string | undefined = name; next !== undefined && chain.length < maxLinks; next = chain.at(-1)) {
    const [value] = await publicDns.cname(next);
    if (value === undefined) break;
    chain.push(value);
    if (isValidationValue(value)) break;
  }
  return chain;
}

/**
 * Whether every value of a validation name's CNAME leads to ACM's.
 *
 * @throws DnsLookupError when a lookup fails
 */
export async function areLeadingTo(
  required: string,
  existing: readonly string[],
  publicDns: Pick<PublicDns, 'cname'>,
): Promise<boolean> {
  for (const value of existing) {
    const chain = [value, ...(await followCnames(value, publicDns, MAX_LINKS - 1))];
    if (!chain.some((each) => isRequiredValue(each, required))) return false;
  }
  return existing.length > 0;
}

/** A validation record, its zone, and whether it must be written. */
export type PlacedRecord = ValidationRecord & { readonly zoneId: string; readonly mustBeWritten: boolean };

/**
 * Finds the zone of each validation record, and whether it must be written.
 *
 * @throws RecordConflictError when an existing CNAME is not ACM's
 * @throws DnsLookupError when an existing CNAME cannot be followed
 * @throws StateDocumentError when the state document has no zone for a name
 */
export async function placeValidationRecords(
  records: readonly ValidationRecord[],
  zones: readonly ZoneOfName[],
  { hostedZones, publicDns }: { readonly hostedZones: HostedZones; readonly publicDns: Pick<PublicDns, 'cname'> },
): Promise<PlacedRecord[]> {
  const placed = records.map((record) => ({ ...record, zoneId: zoneOf(record, zones) }));
  const existing = zoneRecords(hostedZones, placed);
  const results: PlacedRecord[] = [];
  // Sequential: a hundred concurrent requests would be throttled at every retry.
  for (const record of placed) {
    const { mustBeWritten } = await checkValidationRecord(record, record.zoneId, { hostedZones: existing, publicDns });
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
    const values = await followCnames(recordName, publicDns);
    return { values, zoneName, nameServers: values.length > 0 ? [] : await publicDns.nameServers(zoneName) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
