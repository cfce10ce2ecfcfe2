import type { CaaRecord } from '../domain/dns/caa';
import type { RecordChange, RecordSet } from '../domain/dns/record-change';
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
  /** The value of the CNAME at exactly this name; empty when it does not exist, several with a routing policy. */
  getCname(zoneId: string, name: string): Promise<string[]>;
  /** The records at exactly this name, and whether the name exists. */
  getNode(zoneId: string, name: string): Promise<DnsNode>;
  /** Every record of the zone; undefined when they do not fit one page of Route 53. */
  listAllRecords(zoneId: string): Promise<NamedRecord[] | undefined>;
  /**
   * Writes the CNAMEs in one atomic batch, replacing existing records.
   * @throws PriorRequestNotCompleteError, DnsChangeRejectedError
   */
  upsertCnames(zoneId: string, records: readonly { readonly name: string; readonly value: string }[]): Promise<void>;
  /**
   * Creates the aliases in one atomic batch; never overwrites a record.
   * @throws PriorRequestNotCompleteError, DnsChangeRejectedError
   */
  createAliases(
    zoneId: string,
    aliases: readonly { readonly name: string; readonly type: 'A' | 'AAAA' }[],
    target: AliasTarget,
  ): Promise<void>;
  /**
   * Deletes the CNAMEs that still have the given value, in one atomic batch; keeps every other record, and any with a routing policy.
   * @returns the deleted names
   * @throws PriorRequestNotCompleteError, DnsChangeRejectedError
   */
  deleteCnames(
    zoneId: string,
    records: readonly { readonly name: string; readonly value: string }[],
  ): Promise<string[]>;
  /**
   * Deletes the aliases at a name that still point to the load balancer; keeps every other record, and any with a routing policy.
   * @returns the deleted types
   * @throws PriorRequestNotCompleteError, DnsChangeRejectedError
   */
  deleteAliases(
    zoneId: string,
    name: string,
    types: readonly ('A' | 'AAAA')[],
    dnsName: string,
  ): Promise<('A' | 'AAAA')[]>;
  /** The address records and the CNAME at exactly this name, as they are stored. */
  getAddressRecords(zoneId: string, name: string): Promise<RecordSet[]>;
  /**
   * Makes the changes in one atomic batch: every deleted record must exist exactly so, and no created one may exist.
   * @throws PriorRequestNotCompleteError, DnsChangeRejectedError
   */
  changeRecords(zoneId: string, changes: readonly RecordChange[]): Promise<void>;
}

/** Public DNS, as ACM sees it. A name or type that does not exist gives an empty list. */
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
