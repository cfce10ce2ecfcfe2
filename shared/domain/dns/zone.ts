import { isWithin, withoutTrailingDot } from '../names/domain-name';

/** A Route 53 hosted zone as the account lists it. */
export interface HostedZone {
  /** Without the `/hostedzone/` prefix. */
  readonly id: string;
  /** Lower case, no trailing dot. */
  readonly name: string;
  readonly isPrivate: boolean;
}

/**
 * The zones that could hold a name's records: public, covering the name on a label boundary, and the longest such name.
 * More than one when the account has several public zones of that name; none when no zone covers the name.
 */
export function candidateZones(domainName: string, zones: readonly HostedZone[]): HostedZone[] {
  const covering = zones.filter((zone) => !zone.isPrivate && isWithin(domainName, zone.name));
  const longest = Math.max(...covering.map((zone) => zone.name.length));
  return covering.filter((zone) => zone.name.length === longest);
}

/** Whether public DNS sends the zone's name to this zone: one name server in common is enough, for sets are changed one by one. */
export function isDelegated(zoneNameServers: readonly string[], publicNameServers: readonly string[]): boolean {
  const own = new Set(zoneNameServers.map(withoutTrailingDot));
  return publicNameServers.some((server) => own.has(withoutTrailingDot(server)));
}

/** A record set that stands at a name. */
export type NamedRecord = ExistingRecord & { readonly name: string };

/** What a zone has at a name. */
export interface DnsNode {
  /** Whether anything stands at the name or below it: for a name that exists, no wildcard answers (RFC 4592, 2.2.2). */
  readonly exists: boolean;
  /** The record sets at exactly this name, of every type. */
  readonly records: readonly NamedRecord[];
}

/** Reads the node of a name off record sets of its zone: all of them, or the first from this name on in Route 53's order. */
export function nodeAt(name: string, records: readonly NamedRecord[]): DnsNode {
  return {
    exists: records.some((record) => record.name === name || record.name.endsWith(`.${name}`)),
    records: records.filter((record) => record.name === name),
  };
} /** A record set that stands in a zone, as far as an alias could collide with it. */
export interface ExistingRecord {
  readonly type: string;
  /** The DNS name of an alias's target, lower case, no trailing dot; absent for a plain record. */
  readonly aliasTarget?: string | undefined;
  readonly values: readonly string[];
}

/** The types of alias that a load balancer needs: AAAA as well when it is dual-stack, and alone when its IPv4 is not public. */
export function aliasTypes(ipAddressType: string): ('A' | 'AAAA')[] {
  if (ipAddressType === 'ipv4') return ['A'];
  return ipAddressType === 'dualstack-without-public-ipv4' ? ['AAAA'] : ['A', 'AAAA'];
}

/** What an alias needs: the types still to be created, or the record in its way. */
export type AliasPlan = { readonly create: ('A' | 'AAAA')[] } | { readonly conflict: ExistingRecord };

/**
 * Compares what stands at a name with the alias that is wanted. An alias to the same load balancer is done; any other
 * address record, and any CNAME, was written by somebody else and is never overwritten.
 */
export function aliasPlan(
  loadBalancerDnsName: string,
  types: readonly ('A' | 'AAAA')[],
  existing: readonly ExistingRecord[],
): AliasPlan {
  const pointsHere = (record: ExistingRecord) =>
    record.aliasTarget?.replace(/^dualstack\./, '') === loadBalancerDnsName.toLowerCase();
  const conflict = existing.find(
    (record) => ['A', 'AAAA', 'CNAME'].includes(record.type) && !(record.type !== 'CNAME' && pointsHere(record)),
  );
  if (conflict) return { conflict };
  return { create: types.filter((type) => !existing.some((record) => record.type === type)) };
}

/** The record as a person reads it in the console. */
export const recordText = (record: ExistingRecord): string =>
  `${record.type} ${record.aliasTarget ? `alias to ${record.aliasTarget}` : record.values.join(', ')}`;
