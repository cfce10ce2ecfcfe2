import { memoize } from '../cache/memoize';
import type { DeploymentPolicy } from '../config';
import { TAGS } from '../domain/certificate/tags';
import { candidateZones, type HostedZone, nodeAt } from '../domain/dns/zone';
import { baseOf, isWithin } from '../domain/names/domain-name';
import { DelegationError, ZoneNotAllowedError, ZoneNotFoundError } from '../errors';
import type { HostedZones, PublicDns } from '../ports/dns';
import type { ZoneOfName } from '../steps';
import { checkNoSubdelegation, delegatedZone, type DescribedZone, liveZone } from './delegation';

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
      delegated.get(zoneName) ??
      (await delegatedZone(candidates, dependencies).catch((error: unknown) =>
        failWithLiveParent(error, domainName, zoneName, zones, dependencies),
      ));
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

const isAllowedZone = ({ id }: HostedZone, { allowedZones: allowed }: DeploymentPolicy) =>
  allowed.includes('*') || allowed.includes(id);

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
  const [first, ...others] = covering.filter((zone) => isAllowedZone(zone, policy));
  if (first) return [first, ...others];
  const names = covering.map(({ name, id }) => `${name} (${id})`).join(', ');
  throw new ZoneNotAllowedError(`${domainName}: this deployment may not write to its hosted zone ${names}`);
}

/**
 * Fails with the error of a zone that public DNS does not lead to. Where the zone of a parent domain is live for the name, the message
 * says how to use that: the zone that is not may be a leftover without the records of the domain.
 *
 * @throws DelegationError, or what it was given
 */
async function failWithLiveParent(
  error: unknown,
  domainName: string,
  zoneName: string,
  zones: readonly HostedZone[],
  dependencies: Dependencies,
): Promise<never> {
  if (!(error instanceof DelegationError)) throw error;
  const parents = zones.filter((zone) => zone.name !== zoneName && isAllowedZone(zone, dependencies.policy));
  const live = await liveZone(domainName, parents, dependencies);
  if (!live) throw error;
  throw new DelegationError(
    `${error.message}. Public DNS finds ${domainName} in the zone ${live.name} (${live.id}) instead: ` +
      `to use that, request with "hostedZoneId": "${live.id}"`,
    { cause: error },
  );
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
