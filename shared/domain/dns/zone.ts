import { isWithin, withoutTrailingDot } from '../names/domain-name';

/** A Route 53 hosted zone. */
export interface HostedZone {
  /** Without the `/hostedzone/` prefix. */
  readonly id: string;
  /** Lower case, no trailing dot. */
  readonly name: string;
  readonly isPrivate: boolean;
}

/** The id of a zone without the `/hostedzone/` with which Route 53 returns it. */
export const zoneId = (written: string): string => written.trim().replace(/^\/hostedzone\//, '');

/**
 * The public zones with the longest name that covers a domain name, compared label by label. There are several if the account has
 * multiple public zones of that name, and none if no zone covers the domain name.
 */
export function candidateZones(domainName: string, zones: readonly HostedZone[]): HostedZone[] {
  const covering = zones.filter((zone) => !zone.isPrivate && isWithin(domainName, zone.name));
  const longest = Math.max(...covering.map((zone) => zone.name.length));
  return covering.filter((zone) => zone.name.length === longest);
}

/** Whether public DNS delegates to this zone. One common name server is enough, because registrars may change them one by one. */
export function isDelegated(zoneNameServers: readonly string[], publicNameServers: readonly string[]): boolean {
  const own = new Set(zoneNameServers.map(withoutTrailingDot));
  return publicNameServers.some((server) => own.has(withoutTrailingDot(server)));
}

/** An existing record set in a zone. */
export interface ExistingRecord {
  readonly type: string;
  /** The DNS name of an alias target, lower case, without a trailing dot; absent for other records. */
  readonly aliasTarget?: string | undefined;
  readonly values: readonly string[];
  /** What tells it from the others of its name and type; only record sets with a routing policy have it. */
  readonly setIdentifier?: string | undefined;
}

/** An existing record set with its name. */
export type NamedRecord = ExistingRecord & { readonly name: string };

/** A name in a zone, with its record sets. */
export interface DnsNode {
  /** Whether a record exists at the name or below it, in which case no wildcard matches the name (RFC 4592, 2.2.2). */
  readonly exists: boolean;
  /** The record sets of any type at exactly this name. */
  readonly records: readonly NamedRecord[];
}

/** The node of a name, from all record sets of its zone, or from those that follow the name in Route 53's order. */
export function nodeAt(name: string, records: readonly NamedRecord[]): DnsNode {
  return {
    exists: records.some((record) => record.name === name || record.name.endsWith(`.${name}`)),
    records: records.filter((record) => record.name === name),
  };
}

/** The alias record types that a load balancer needs: A for IPv4, A and AAAA for dual-stack, AAAA if its IPv4 is not public. */
export function aliasTypes(ipAddressType: string): ('A' | 'AAAA')[] {
  if (ipAddressType === 'ipv4') return ['A'];
  return ipAddressType === 'dualstack-without-public-ipv4' ? ['AAAA'] : ['A', 'AAAA'];
}

/** The alias record types to create, or the conflicting record. */
export type AliasPlan = { readonly create: ('A' | 'AAAA')[] } | { readonly conflict: ExistingRecord };

/**
 * Compares the existing records at a name with the required alias. Records that reach the load balancer are kept; any other address
 * record or CNAME is a conflict and is never overwritten. What is missing is created only beside plain aliases: a CNAME allows no
 * other record, and a routing policy or the records of another name are somebody's choice for the whole name.
 *
 * @param reaches whether a record leads to the load balancer; by default, whether it names it
 */
export function aliasPlan(
  loadBalancerDnsName: string,
  types: readonly ('A' | 'AAAA')[],
  existing: readonly ExistingRecord[],
  reaches: (record: ExistingRecord) => boolean = (record) => pointsTo(record, loadBalancerDnsName),
): AliasPlan {
  const addressing = existing.filter(addresses);
  const conflict = addressing.find((record) => !reaches(record));
  if (conflict) return { conflict };
  const isPlain = (record: ExistingRecord) =>
    record.type !== 'CNAME' && !hasRoutingPolicy(record) && pointsTo(record, loadBalancerDnsName);
  if (!servingRecords(types, existing).every(isPlain)) return { create: [] };
  return { create: types.filter((type) => !existing.some((record) => record.type === type)) };
}

/** The existing records that serve a name for clients of the wanted types. */
export const servingRecords = (
  types: readonly ('A' | 'AAAA')[],
  existing: readonly ExistingRecord[],
): ExistingRecord[] => existing.filter(({ type }) => type === 'CNAME' || types.some((wanted) => wanted === type));

/** Whether a record is a CNAME or an alias to the load balancer itself. */
export const pointsTo = ({ type, aliasTarget, values }: ExistingRecord, loadBalancerDnsName: string): boolean =>
  [aliasTarget, ...(type === 'CNAME' ? values : [])].some(
    (name) => name !== undefined && loadBalancerName(name) === loadBalancerName(loadBalancerDnsName),
  );

/** The console writes `dualstack.` before the name of a load balancer; both names resolve to the same addresses. */
const loadBalancerName = (name: string) => withoutTrailingDot(name).replace(/^dualstack\./, '');

/** Whether clients find the name's addresses by this record. */
export const addresses = ({ type }: ExistingRecord): boolean => type === 'CNAME' || isAddressType(type);

/** Whether somebody distributes traffic with the record: it is never changed or deleted as if it were the only one of its name and type. */
export const hasRoutingPolicy = ({ setIdentifier }: ExistingRecord): boolean => setIdentifier !== undefined;

/** Whether records of the type are addresses. */
export const isAddressType = (type: string): boolean => type === 'A' || type === 'AAAA';

/** The record as the Route 53 console shows it. */
export function recordText({ type, aliasTarget, values, setIdentifier }: ExistingRecord): string {
  const routing = setIdentifier === undefined ? '' : ` (routing policy, record ID "${setIdentifier}")`;
  return `${type} ${aliasTarget ? `alias to ${aliasTarget}` : values.join(', ')}${routing}`;
}
