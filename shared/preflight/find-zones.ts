import { memoize } from '../cache/memoize';
import type { DeploymentPolicy } from '../config';
import { TAGS } from '../domain/certificate/tags';
import { candidateZones, type HostedZone, isDelegated, nodeAt } from '../domain/dns/zone';
import { ancestry, baseOf, isWithin } from '../domain/names/domain-name';
import { DelegationError, DnsLookupError, ZoneNotAllowedError, ZoneNotFoundError } from '../errors';
import type { HostedZones, PublicDns } from '../ports/dns';
import type { ZoneOfName } from '../steps';

interface Dependencies {
  readonly hostedZones: HostedZones;
  readonly publicDns: PublicDns;
  readonly policy: DeploymentPolicy;
}

/**
 * Finds the hosted zone of each name: public, the longest match, delegated in public DNS, and allowed. A wildcard and its base share one.
 *
 * @param hostedZoneId the zone that the request specifies, used for the names that it covers
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
 * Finds the zones of a certificate's names as its request did: the zone that the request specified is recorded in a tag. That zone is
 * ignored when it no longer exists, or when it is no longer delegated or allowed and another zone is.
 *
 * @throws ZoneNotFoundError, DelegationError, ZoneNotAllowedError, DnsLookupError
 */
export async function findRecordedZones(
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
    // The error of the specified zone is more useful than that of another candidate.
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
    await checkNoSubdelegation(domainName, zone, dependencies.publicDns);
    found.push({ domainName, zoneId: zone.id, zoneName });
  }
  return found;
}

function chosenZone(id: string, domainNames: readonly string[], zones: readonly HostedZone[]): HostedZone {
  const zone = zones.find((candidate) => candidate.id === id);
  if (!zone) throw new ZoneNotFoundError(`hostedZoneId: the account has no hosted zone ${id}`);
  if (zone.isPrivate) {
    throw new ZoneNotFoundError(`hostedZoneId: ${id} is a private zone, which ACM cannot see`);
  }
  if (!domainNames.some((name) => isWithin(baseOf(name), zone.name))) {
    throw new ZoneNotFoundError(`hostedZoneId: ${id} is the zone of ${zone.name}, which contains none of the names`);
  }
  return zone;
}

function allowedZones(
  domainName: string,
  covering: readonly HostedZone[],
  zones: readonly HostedZone[],
  policy: DeploymentPolicy,
): [HostedZone, ...HostedZone[]] {
  if (covering.length === 0) {
    const privateZone = zones.find((zone) => zone.isPrivate && isWithin(domainName, zone.name));
    throw new ZoneNotFoundError(
      `${domainName}: the account has no public hosted zone for it or a parent domain` +
        (privateZone
          ? `; the private zone ${privateZone.name} (${privateZone.id}) cannot be used, because ACM sees public DNS only`
          : ''),
    );
  }
  const [first, ...others] = covering.filter(({ id }) =>
    policy.allowedZones.some((allowed) => allowed === '*' || allowed === id),
  );
  if (first) return [first, ...others];
  const names = covering.map(({ name, id }) => `${name} (${id})`).join(', ');
  throw new ZoneNotAllowedError(`${domainName}: this deployment may not write to its hosted zone ${names}`);
}

/** A zone with the name servers of its delegation set. */
export type DescribedZone = HostedZone & { readonly nameServers: readonly string[] };

/**
 * Finds the zone, among those with one name, that public DNS delegates to.
 *
 * @throws DelegationError with the current and the expected name servers
 * @throws DnsLookupError when a lookup fails
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

/**
 * Checks that no name between the zone and the domain is delegated elsewhere, which would hide the zone's records for the domain.
 *
 * @throws DelegationError with the delegated name and its name servers
 * @throws DnsLookupError when a lookup fails
 */
async function checkNoSubdelegation(domainName: string, zone: DescribedZone, publicDns: PublicDns): Promise<void> {
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

/** From this many names in a zone, listing its first page is likely to save more requests than it costs. */
const MIN_NAMES_TO_LIST = 3;

/**
 * Reads the records at several names with few requests, because Route 53 limits their rate and a request may have a hundred names:
 * a zone whose records fit one page is listed once, and the node of a name is read once.
 *
 * @param zones the zone of each name that will be read
 */
export function zoneRecords(
  hostedZones: HostedZones,
  zones: readonly { readonly zoneId: string }[],
): Pick<HostedZones, 'getCname' | 'getNode'> {
  const allRecords = memoize((zoneId) => hostedZones.listAllRecords(zoneId));
  const listedNode = async (zoneId: string, name: string) => {
    if (zones.filter((each) => each.zoneId === zoneId).length < MIN_NAMES_TO_LIST) return undefined;
    const records = await allRecords(zoneId);
    return records && nodeAt(name, records);
  };
  const nodesOf = memoize(async (zoneId) => memoize((name) => hostedZones.getNode(zoneId, name)));
  return {
    async getCname(zoneId, name) {
      const node = await listedNode(zoneId, name);
      if (!node) return hostedZones.getCname(zoneId, name);
      return node.records.filter(({ type }) => type === 'CNAME').flatMap(({ values }) => values);
    },
    async getNode(zoneId, name) {
      return (await listedNode(zoneId, name)) ?? (await nodesOf(zoneId))(name);
    },
  };
}
