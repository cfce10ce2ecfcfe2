/** A record set that stands in a zone, as far as an alias could collide with it. */
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

/** Why a handshake with a load balancer cannot be tried from here; undefined when it can. */
export function whyNotVerifiable(loadBalancer: {
  readonly scheme: string;
  readonly ipAddressType: string;
}): string | undefined {
  if (loadBalancer.scheme === 'internal')
    return 'the load balancer is internal: this function has no way into its network';
  if (aliasTypes(loadBalancer.ipAddressType).includes('A')) return undefined;
  return 'the load balancer has no public IPv4 address, and this function reaches no other';
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
