import { candidateZones, type HostedZone, isDelegated } from '../domain/dns/zone';
import { ancestry } from '../domain/names/domain-name';
import { DelegationError, DnsLookupError } from '../errors';
import type { HostedZones, PublicDns } from '../ports/dns';

interface Dependencies {
  readonly hostedZones: HostedZones;
  readonly publicDns: PublicDns;
}

/** A zone with the name servers of its delegation set. */
export type DescribedZone = HostedZone & { readonly nameServers: readonly string[] };

/**
 * Finds the zone, among those with one name, that public DNS delegates to.
 *
 * @throws DelegationError with the current and the expected name servers
 * @throws DnsLookupError when a lookup fails
 */
export async function delegatedZone(
  candidates: readonly HostedZone[],
  { hostedZones, publicDns }: Dependencies,
): Promise<DescribedZone> {
  const described = await Promise.all(candidates.map(({ id }) => hostedZones.get(id)));
  const zoneName = described[0]?.name ?? '';
  const expected = described.map(({ id, nameServers }) => `${id} has ${nameServers.join(', ')}`).join('; ');
  const live = await liveNameServers(zoneName, expected, publicDns);
  let matching = described.filter((zone) => isDelegated(zone.nameServers, live));
  if (matching.length === 0 && live.length > 0) {
    // White-label name servers have other names but the same addresses (Route 53 developer guide, "Configuring white-label name servers").
    const addresses = await addressesOf(live, publicDns);
    const zoneAddresses = await Promise.all(described.map((zone) => addressesOf(zone.nameServers, publicDns)));
    matching = described.filter((_, index) => zoneAddresses[index]?.some((address) => addresses.includes(address)));
  }
  const [zone, another] = matching;
  if (zone && !another) return zone;
  throw new DelegationError(
    another
      ? `${zoneName}: public DNS delegates to several hosted zones with this name (${expected}); specify the right one in hostedZoneId`
      : `${zoneName}: public DNS delegates it to ${live.join(', ') || 'no name servers'}, but its hosted zone ${expected}`,
  );
}

/** The closest of the zones that public DNS leads to for the name. */
export async function liveZone(
  domainName: string,
  zones: readonly HostedZone[],
  dependencies: Dependencies,
): Promise<DescribedZone | undefined> {
  const candidates = candidateZones(domainName, zones);
  if (candidates.length === 0) return undefined;
  try {
    const zone = await delegatedZone(candidates, dependencies);
    await checkNoSubdelegation(domainName, zone, dependencies.publicDns);
    return zone;
  } catch (error) {
    if (!(error instanceof DelegationError || error instanceof DnsLookupError)) throw error;
    const others = zones.filter((zone) => !candidates.includes(zone));
    return liveZone(domainName, others, dependencies);
  }
}

/**
 * Checks that no name between the zone and the domain is delegated elsewhere, which would hide the zone's records for the domain.
 *
 * @throws DelegationError with the delegated name and its name servers
 * @throws DnsLookupError when a lookup fails
 */
export async function checkNoSubdelegation(
  domainName: string,
  zone: DescribedZone,
  publicDns: PublicDns,
): Promise<void> {
  const names = ancestry(domainName);
  for (const name of names.slice(0, names.indexOf(zone.name))) {
    const nameServers = await publicDns.nameServers(name);
    if (nameServers.length === 0 || isDelegated(zone.nameServers, nameServers)) continue;
    // For a CNAME, the lookup returns the name servers of its target; a CNAME is never delegated.
    if ((await publicDns.cname(name)).length > 0) continue;
    throw new DelegationError(
      `${domainName}: public DNS delegates ${name} to ${nameServers.join(', ')}, which hides the records in its hosted zone ${zone.name} (${zone.id})`,
    );
  }
}

async function liveNameServers(zoneName: string, expected: string, publicDns: PublicDns): Promise<string[]> {
  try {
    return await publicDns.nameServers(zoneName);
  } catch (error) {
    if (!(error instanceof DnsLookupError)) throw error;
    // The lookup also fails when the name servers do not serve the zone, for example after it was deleted and re-created.
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
