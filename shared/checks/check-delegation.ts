import type { HostedZones } from '../aws/hosted-zones';
import { ancestry } from '../domain/domain-name';
import { isDelegated, type HostedZone } from '../domain/hosted-zone';
import { DelegationError, DnsLookupError } from '../errors';
import type { PublicDns } from '../network/public-dns';

/** A zone with the name servers of its delegation set. */
export type DescribedZone = HostedZone & { readonly nameServers: readonly string[] };

/**
 * Finds the one zone, among those of one name, that public DNS really sends the name to.
 *
 * @throws DelegationError with the name servers that public DNS has and those that it should have
 * @throws DnsLookupError when public DNS gives no answer
 */
export async function delegatedZone(
  candidates: readonly HostedZone[],
  hostedZones: HostedZones,
  publicDns: PublicDns,
): Promise<DescribedZone> {
  const described = await Promise.all(candidates.map(({ id }) => hostedZones.get(id)));
  const zoneName = described[0]?.name ?? '';
  const expected = described.map(({ id, nameServers }) => `${id} has ${nameServers.join(', ')}`).join('; ');
  const live = await liveNameServers(zoneName, expected, publicDns);
  let matching = described.filter((zone) => isDelegated(zone.nameServers, live));
  if (matching.length === 0 && live.length > 0) {
    // Name servers may go by names of the owner's own (Route 53 developer guide, "Configuring white-label name servers").
    const addresses = await addressesOf(live, publicDns);
    const own = await Promise.all(described.map((zone) => addressesOf(zone.nameServers, publicDns)));
    matching = described.filter((_, index) => own[index]?.some((address) => addresses.includes(address)));
  }
  const [zone, another] = matching;
  if (zone && !another) return zone;
  throw new DelegationError(
    another
      ? `${zoneName}: public DNS delegates to several hosted zones of this name (${expected}): name the right one in hostedZoneId`
      : `${zoneName}: public DNS delegates it to ${live.join(', ') || 'nobody'}, but its hosted zone ${expected}`,
  );
}

/**
 * Makes sure that no name between the zone and the domain is delegated on to somebody else, for then the zone's records
 * for the domain are never seen.
 *
 * @throws DelegationError naming the delegated name and its name servers
 * @throws DnsLookupError when public DNS gives no answer
 */
export async function checkNotDelegatedOn(
  domainName: string,
  zone: DescribedZone,
  publicDns: PublicDns,
): Promise<void> {
  const names = ancestry(domainName);
  for (const name of names.slice(0, names.indexOf(zone.name))) {
    const nameServers = await publicDns.nameServers(name);
    if (nameServers.length === 0 || isDelegated(zone.nameServers, nameServers)) continue;
    // The name servers of an alias name are its target's, and an alias name is never delegated.
    if ((await publicDns.cname(name)).length > 0) continue;
    throw new DelegationError(
      `${domainName}: public DNS delegates ${name} on to ${nameServers.join(', ')}, so that records in its hosted zone ${zone.name} (${zone.id}) are never seen`,
    );
  }
}

async function liveNameServers(zoneName: string, expected: string, publicDns: PublicDns): Promise<string[]> {
  try {
    return await publicDns.nameServers(zoneName);
  } catch (error) {
    if (!(error instanceof DnsLookupError)) throw error;
    // Name servers that do not know the zone, as after it was deleted and created anew, are a failed look-up too.
    throw new DnsLookupError(
      `${error.message}; compare the name servers at the registrar: the hosted zone ${expected}`,
      {
        cause: error,
      },
    );
  }
}

async function addressesOf(nameServers: readonly string[], publicDns: PublicDns): Promise<string[]> {
  return (await Promise.all(nameServers.map((server) => publicDns.addresses(server)))).flat();
}
