import type { HostedZones } from '../aws/hosted-zones';
import type { Policy } from '../config';
import { TAGS } from '../domain/certificate-tags';
import { baseOf, isWithin } from '../domain/domain-name';
import { candidateZones, type HostedZone } from '../domain/hosted-zone';
import { DelegationError, ZoneNotAllowedError, ZoneNotFoundError } from '../errors';
import type { PublicDns } from '../network/public-dns';
import type { ZoneOfName } from '../workflow';
import { checkNotDelegatedOn, delegatedZone, type DescribedZone } from './check-delegation';

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
