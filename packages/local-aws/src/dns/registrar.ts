import type { RRType } from '@aws-sdk/client-route-53';
import { isWithin, normalizeName, withAncestors } from '../route53/names';
import { recordSetKey, type RecordSet, type RecordSets } from '../route53/record-sets';
import { readValue } from '../route53/record-values';

/** A domain and the name servers that it is delegated to. */
export interface Delegation {
  /** In Route 53's normal form. */
  readonly domain: string;
  /** Host names, lower case, without a trailing dot. */
  readonly nameServers: readonly string[];
}

/** The public DNS outside Route 53: delegations, and records that others publish. */
export interface Registrar {
  /** Delegates a domain to name servers: those of a hosted zone's delegation set, or others. */
  delegate(domain: string, nameServers: readonly string[]): void;
  undelegate(domain: string): void;
  /** Publishes a DS record that the domain's zone does not match: validating resolvers answer SERVFAIL. */
  breakDnssec(domain: string): void;
  repairDnssec(domain: string): void;
  /**
   * Publishes a record outside Route 53, its value in Route 53's form, e.g. `0 issue "ca.example"`. It counts only
   * where no hosted zone is authoritative: above the delegated domains, or in a domain delegated elsewhere.
   */
  publish(name: string, type: RRType, value: string): void;
  withdraw(name: string, type: string): void;
  /** The delegation of the name or of its closest delegated ancestor. */
  delegationOf(name: string): Delegation | undefined;
  isDnssecBroken(name: string): boolean;
  /** The records that others publish at a domain and below it. */
  publishedWithin(domain: string): RecordSets;
  /** Every delegated domain. */
  delegatedDomains(): readonly string[];
}

const PUBLISHED_TTL_SECONDS = 300;

/** A registrar with no delegations. */
export function createRegistrar(): Registrar {
  const delegations = new Map<string, Delegation>();
  const broken = new Set<string>();
  const published = new Map<string, RecordSet>();

  return {
    delegate(domain, nameServers) {
      if (nameServers.length === 0) throw new Error(`A delegation of ${domain} needs name servers`);
      const name = normalizeName(domain);
      delegations.set(name, { domain: name, nameServers: nameServers.map(hostName) });
    },
    undelegate: (domain) => void delegations.delete(normalizeName(domain)),
    breakDnssec: (domain) => void broken.add(normalizeName(domain)),
    repairDnssec: (domain) => void broken.delete(normalizeName(domain)),
    publish(name, type, value) {
      if (!readValue(type, value)) throw new Error(`The local DNS has no records of type ${type}`);
      const owner = { name: normalizeName(name), type };
      const content = published.get(recordSetKey(owner))?.content;
      const values = [...(content && 'values' in content ? content.values : []), value];
      published.set(recordSetKey(owner), { ...owner, content: { ttlSeconds: PUBLISHED_TTL_SECONDS, values } });
    },
    withdraw: (name, type) => void published.delete(recordSetKey({ name: normalizeName(name), type })),
    delegationOf(name) {
      const domain = withAncestors(name).find((ancestor) => delegations.has(ancestor));
      return domain === undefined ? undefined : delegations.get(domain);
    },
    isDnssecBroken: (name) => withAncestors(name).some((ancestor) => broken.has(ancestor)),
    publishedWithin: (domain) => new Map([...published].filter(([, { name }]) => isWithin(name, domain))),
    delegatedDomains: () => [...delegations.keys()],
  };
}

/** A name server's host name as delegation sets hold it: lower case, no trailing dot. */
export function hostName(text: string): string {
  return text.toLowerCase().replace(/\.$/, '');
}
