import type { HostedZones } from '../aws/hosted-zones';
import type { Policy } from '../config';
import { baseOf, isWithin } from '../domain/domain-name';
import { candidateZones, isDelegated, type HostedZone } from '../domain/hosted-zone';
import { DelegationError, ZoneNotAllowedError, ZoneNotFoundError } from '../errors';
import type { PublicDns } from '../network/public-dns';
import type { ZoneOfName } from '../workflow';

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

  const delegated = new Map<string, Promise<HostedZone>>();
  return Promise.all(
    bases.map(async (domainName) => {
      const covering = chosen && isWithin(domainName, chosen.name) ? [chosen] : candidateZones(domainName, zones);
      const candidates = allowedZones(domainName, covering, zones, needs.policy);
      const zoneName = candidates[0].name;
      const zone = await (delegated.get(zoneName) ?? remember(delegated, zoneName, delegatedZone(candidates, needs)));
      return { domainName, zoneId: zone.id, zoneName: zone.name };
    }),
  );
}

function remember<Value>(known: Map<string, Value>, key: string, value: Value): Value {
  known.set(key, value);
  return value;
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

async function delegatedZone(
  candidates: readonly HostedZone[],
  { hostedZones, publicDns }: Needs,
): Promise<HostedZone> {
  const described = await Promise.all(candidates.map(({ id }) => hostedZones.get(id)));
  const zoneName = described[0]?.name ?? '';
  const live = await publicDns.nameServers(zoneName);
  let matching = described.filter((zone) => isDelegated(zone.nameServers, live));
  if (matching.length === 0 && live.length > 0) {
    // Name servers may go by names of the owner's own (Route 53 developer guide, "Configuring white-label name servers").
    const addresses = await addressesOf(live, publicDns);
    const own = await Promise.all(described.map((zone) => addressesOf(zone.nameServers, publicDns)));
    matching = described.filter((_, index) => own[index]?.some((address) => addresses.includes(address)));
  }
  const [zone, another] = matching;
  if (zone && !another) return zone;
  const expected = described.map(({ id, nameServers }) => `${id} has ${nameServers.join(', ')}`).join('; ');
  throw new DelegationError(
    another
      ? `${zoneName}: public DNS delegates to several hosted zones of this name (${expected}): name the right one in hostedZoneId`
      : `${zoneName}: public DNS delegates it to ${live.join(', ') || 'nobody'}, but its hosted zone ${expected}`,
  );
}

async function addressesOf(nameServers: readonly string[], publicDns: PublicDns): Promise<string[]> {
  return (await Promise.all(nameServers.map((server) => publicDns.addresses(server)))).flat();
}
