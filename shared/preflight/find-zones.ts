import type { Policy } from '../config';
import { TAGS } from '../domain/certificate/tags';
import { candidateZones, type HostedZone, isDelegated } from '../domain/dns/zone';
import { ancestry, baseOf, isWithin } from '../domain/names/domain-name';
import { DelegationError, DnsLookupError, ZoneNotAllowedError, ZoneNotFoundError } from '../errors';
import type { HostedZones, PublicDns } from '../ports/dns';
import type { ZoneOfName } from '../steps';

interface Dependencies {
  readonly hostedZones: HostedZones;
  readonly publicDns: PublicDns;
  readonly policy: Policy;
}

/**
 * Finds the zone of each name: public, the longest match, really delegated to, and allowed. A wildcard and its base have one zone.
 *
 * @param hostedZoneId the zone to use for the names that it covers, if the request names one
 * @throws ZoneNotFoundError, DelegationError, ZoneNotAllowedError, DnsLookupError
 */
export async function findZones(
  domainNames: readonly string[],
  hostedZoneId: string | undefined,
  dependencies: Dependencies,
): Promise<ZoneOfName[]> {
  const zones = await dependencies.hostedZones.list();
  const chosen = hostedZoneId === undefined ? undefined : chosenZone(hostedZoneId, domainNames, zones);
  return zonesOf(domainNames, chosen, zones, dependencies);
}

/**
 * Finds the zones of a certificate's names as its request did: the zone that it chose is recorded in a tag. The choice is void once
 * that zone is gone, or is no longer delegated to or allowed while another zone is.
 *
 * @throws ZoneNotFoundError, DelegationError, ZoneNotAllowedError, DnsLookupError
 */
export async function findZonesAgain(
  domainNames: readonly string[],
  tags: Readonly<Record<string, string>>,
  dependencies: Dependencies,
): Promise<ZoneOfName[]> {
  const zones = await dependencies.hostedZones.list();
  const chosen = zones.find(({ id, isPrivate }) => id === tags[TAGS.hostedZone] && !isPrivate);
  if (!chosen) return zonesOf(domainNames, undefined, zones, dependencies);
  try {
    return await zonesOf(domainNames, chosen, zones, dependencies);
  } catch (error) {
    if (!(error instanceof DelegationError || error instanceof ZoneNotAllowedError)) throw error;
    // What is wrong with the zone that somebody chose says more than what is wrong with the others.
    return zonesOf(domainNames, undefined, zones, dependencies).catch(() => Promise.reject(error));
  }
}

async function zonesOf(
  domainNames: readonly string[],
  chosen: HostedZone | undefined,
  zones: readonly HostedZone[],
  dependencies: Dependencies,
): Promise<ZoneOfName[]> {
  const bases = [...new Set(domainNames.map(baseOf))];
  const delegated = new Map<string, DescribedZone>();
  const found: ZoneOfName[] = [];
  for (const domainName of bases) {
    const covering = chosen && isWithin(domainName, chosen.name) ? [chosen] : candidateZones(domainName, zones);
    const candidates = allowedZones(domainName, covering, zones, dependencies.policy);
    const zoneName = candidates[0].name;
    const zone =
      delegated.get(zoneName) ?? (await delegatedZone(candidates, dependencies.hostedZones, dependencies.publicDns));
    delegated.set(zoneName, zone);
    await checkNotDelegatedOn(domainName, zone, dependencies.publicDns);
    found.push({ domainName, zoneId: zone.id, zoneName });
  }
  return found;
}

function chosenZone(id: string, domainNames: readonly string[], zones: readonly HostedZone[]): HostedZone {
  const zone = zones.find((candidate) => candidate.id === id);
  if (!zone) throw new ZoneNotFoundError(`hostedZoneId: the account has no hosted zone ${id}`);
  if (zone.isPrivate) {
    throw new ZoneNotFoundError(`hostedZoneId: ${id} is a private zone, which ACM does not see`);
  }
  if (!domainNames.some((name) => isWithin(baseOf(name), zone.name))) {
    throw new ZoneNotFoundError(`hostedZoneId: ${id} is the zone of ${zone.name}, which covers none of the names`);
  }
  return zone;
}

function allowedZones(
  domainName: string,
  covering: readonly HostedZone[],
  zones: readonly HostedZone[],
  policy: Policy,
): [HostedZone, ...HostedZone[]] {
  if (covering.length === 0) {
    const hidden = zones.find((zone) => zone.isPrivate && isWithin(domainName, zone.name));
    throw new ZoneNotFoundError(
      `${domainName}: the account has no public hosted zone for it or for a parent of it` +
        (hidden ? `; the private zone ${hidden.name} (${hidden.id}) does not count, for ACM sees public DNS only` : ''),
    );
  }
  const [first, ...others] = covering.filter(({ id }) =>
    policy.allowedZones.some((allowed) => allowed === '*' || allowed === id),
  );
  if (first) return [first, ...others];
  const names = covering.map(({ name, id }) => `${name} (${id})`).join(', ');
  throw new ZoneNotAllowedError(`${domainName}: its hosted zone ${names} is not one that this deployment may write to`);
}

/** A zone with the name servers of its delegation set. */
export type DescribedZone = HostedZone & { readonly nameServers: readonly string[] };

/**
 * Finds the one zone, among those of one name, that public DNS really sends the name to.
 *
 * @throws DelegationError with the name servers that public DNS has and those that it should have
 * @throws DnsLookupError when public DNS gives no answer
 */
async function delegatedZone(
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
async function checkNotDelegatedOn(domainName: string, zone: DescribedZone, publicDns: PublicDns): Promise<void> {
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
