import type { CaaRecord } from '../domain/dns/caa';
import type { DnsNode, HostedZone, NamedRecord } from '../domain/dns/zone';

/** The alias target of a load balancer. */
export interface AliasTarget {
  readonly dnsName: string;
  readonly canonicalHostedZoneId: string;
}

/** The Route 53 hosted zones of the account and the records in them. Names have no trailing dot. */
export interface HostedZones {
  /** Every zone of the account, public and private. */
  list(): Promise<HostedZone[]>;
  /** @throws ZoneNotFoundError when the account has no such zone */
  get(zoneId: string): Promise<HostedZone & { readonly nameServers: readonly string[] }>;
  /** The values of the CNAME at exactly this name; empty when there is none. */
  cname(zoneId: string, name: string): Promise<string[]>;
  /** What stands at exactly this name, and whether it exists at all. */
  node(zoneId: string, name: string): Promise<DnsNode>;
  /** Every record of the zone; undefined when there are more than one answer of Route 53 has. */
  wholeZone(zoneId: string): Promise<NamedRecord[] | undefined>;
  /**
   * Writes the CNAMEs in one atomic batch, replacing what stands there.
   * @throws PriorRequestNotCompleteError, DnsChangeRejectedError
   */
  writeCnames(zoneId: string, records: readonly { readonly name: string; readonly value: string }[]): Promise<void>;
  /**
   * Creates the aliases in one atomic batch; never overwrites.
   * @throws PriorRequestNotCompleteError, DnsChangeRejectedError
   */
  createAliases(
    zoneId: string,
    aliases: readonly { readonly name: string; readonly type: 'A' | 'AAAA' }[],
    target: AliasTarget,
  ): Promise<void>;
  /**
   * Deletes the CNAMEs whose one value still is the given one, in one atomic batch; what is gone or differs is left alone.
   * @returns the names that were deleted
   * @throws PriorRequestNotCompleteError, DnsChangeRejectedError
   */
  deleteCnames(
    zoneId: string,
    records: readonly { readonly name: string; readonly value: string }[],
  ): Promise<string[]>;
  /**
   * Deletes the aliases at a name that still point at the load balancer; anything else is left alone.
   * @returns the types that were deleted
   * @throws PriorRequestNotCompleteError, DnsChangeRejectedError
   */
  deleteAliases(
    zoneId: string,
    name: string,
    types: readonly ('A' | 'AAAA')[],
    dnsName: string,
  ): Promise<('A' | 'AAAA')[]>;
}

/** Public DNS, as ACM and the rest of the world see it. A name or type that does not exist is an empty answer. */
export interface PublicDns {
  /** @throws DnsLookupError */
  nameServers(domainName: string): Promise<string[]>;
  /** @throws DnsLookupError */
  caa(domainName: string): Promise<CaaRecord[]>;
  /** Lower case, no trailing dot. @throws DnsLookupError */
  cname(domainName: string): Promise<string[]>;
  /** IPv4 addresses. @throws DnsLookupError */
  addresses(domainName: string): Promise<string[]>;
}
