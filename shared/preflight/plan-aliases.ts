import { aliasPlan, aliasTypes, recordText } from '../domain/dns/zone';
import { isWildcard } from '../domain/names/domain-name';
import { RecordConflictError } from '../errors';
import type { HostedZones } from '../ports/dns';
import type { Target, ZoneOfName } from '../steps';

/** One alias record that the request needs. */
export interface PlannedAlias {
  readonly zoneId: string;
  readonly name: string;
  readonly type: 'A' | 'AAAA';
  readonly exists: boolean;
}

/**
 * Plans the alias records that point the names at the load balancer, and reports which of them exist. Wildcards are left out:
 * a wildcard alias would route every other name of the zone to the load balancer too.
 *
 * @throws RecordConflictError naming every conflicting record
 */
export async function planAliases(
  domainNames: readonly string[],
  zones: readonly ZoneOfName[],
  target: Target,
  hostedZones: Pick<HostedZones, 'getNode'>,
): Promise<PlannedAlias[]> {
  const types = aliasTypes(target.ipAddressType);
  const conflicts: string[] = [];
  const planned: PlannedAlias[] = [];
  const aliasZones = zones.filter(({ domainName }) =>
    domainNames.some((name) => name === domainName && !isWildcard(domainName)),
  );
  for (const { domainName: name, zoneId } of aliasZones) {
    const plan = aliasPlan(target.dnsName, types, (await hostedZones.getNode(zoneId, name)).records);
    if ('conflict' in plan) conflicts.push(`${name} is ${recordText(plan.conflict)} in zone ${zoneId}`);
    else planned.push(...types.map((type) => ({ zoneId, name, type, exists: !plan.create.includes(type) })));
  }
  if (conflicts.length === 0) return planned;
  throw new RecordConflictError(
    `Records that this service did not write conflict with the alias to ${target.dnsName}: ${conflicts.join('; ')}. To keep them, request with "alias": false`,
  );
}
