import { isWithin, nameOf, parentOf, withAncestors } from '../route53/names';
import { recordSetKey, recordSetsAt, type RecordSet, type RecordSets } from '../route53/record-sets';

/** A zone's answer for a name and type. */
export type Finding =
  /** The first of several with a routing policy. */
  | { readonly kind: 'found'; readonly recordSet: RecordSet }
  /** The name is at or below a zone cut: other name servers answer for it. */
  | { readonly kind: 'referral'; readonly domain: string; readonly nameServers: readonly string[] }
  /** The name exists, but has no records of the type. */
  | { readonly kind: 'no-data' }
  | { readonly kind: 'no-name' };

/**
 * Looks a name up in a zone as an authoritative name server does (RFC 1034 4.3.2, wildcards by RFC 4592): a CNAME
 * replaces every other type, and an empty non-terminal blocks the wildcard.
 */
export function lookUp(zone: string, recordSets: RecordSets, name: string, type: string): Finding {
  const belowApex = withAncestors(name).filter((ancestor) => ancestor !== zone && isWithin(ancestor, zone));
  for (const domain of belowApex.reverse()) {
    const cut = recordSets.get(recordSetKey({ name: domain, type: 'NS' }));
    if (cut && 'values' in cut.content) return { kind: 'referral', domain, nameServers: cut.content.values };
  }

  const names = new Set([...recordSets.values()].map((recordSet) => recordSet.name));
  const exists = (candidate: string) =>
    candidate === zone || names.has(candidate) || [...names].some((other) => isWithin(other, candidate));
  const owner = exists(name) ? name : wildcardAt(withAncestors(parentOf(name)).find(exists) ?? zone);
  if (!exists(owner)) return { kind: 'no-name' };

  const recordSet = recordSetsAt(recordSets, owner, type)[0] ?? recordSetsAt(recordSets, owner, 'CNAME')[0];
  return recordSet ? { kind: 'found', recordSet } : { kind: 'no-data' };
}

function wildcardAt(encloser: string): string {
  return `${nameOf(['*'])}${encloser === '.' ? '' : encloser}`;
}
