import type { HostedZones } from '../aws/hosted-zones';
import type { Policy } from '../config';
import { baseOf, isWithin } from '../domain/domain-name';
import { candidateZones, type HostedZone } from '../domain/hosted-zone';
import { ZoneNotAllowedError, ZoneNotFoundError } from '../errors';
import type { PublicDns } from '../network/public-dns';
import type { ZoneOfName } from '../workflow';
import { checkNotDelegatedOn, delegatedZone, type DescribedZone } from './check-delegation';

interface Needs {
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
  needs: Needs,
): Promise<ZoneOfName[]> {
  const bases = [...new Set(domainNames.map(baseOf))];
  const zones = await needs.hostedZones.list();
  const chosen = hostedZoneId === undefined ? undefined : chosenZone(hostedZoneId, bases, zones);

  const delegated = new Map<string, DescribedZone>();
  const found: ZoneOfName[] = [];
  for (const domainName of bases) {
    const covering = chosen && isWithin(domainName, chosen.name) ? [chosen] : candidateZones(domainName, zones);
    const candidates = allowedZones(domainName, covering, zones, needs.policy);
    const zoneName = candidates[0].name;
    const zone = delegated.get(zoneName) ?? (await delegatedZone(candidates, needs.hostedZones, needs.publicDns));
    delegated.set(zoneName, zone);
    await checkNotDelegatedOn(domainName, zone, needs.publicDns);
    found.push({ domainName, zoneId: zone.id, zoneName });
  }
  return found;
}

function chosenZone(id: string, bases: readonly string[], zones: readonly HostedZone[]): HostedZone {
  const zone = zones.find((candidate) => candidate.id === id);
  if (!zone) throw new ZoneNotFoundError(`hostedZoneId: the account has no hosted zone ${id}`);
  if (zone.isPrivate) {
    throw new ZoneNotFoundError(`hostedZoneId: ${id} is a private zone, which ACM does not see`);
  }
  if (!bases.some((base) => isWithin(base, zone.name))) {
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
