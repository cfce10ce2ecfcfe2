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
  readonly stands: boolean;
}

/**
 * The alias records that point the names at the load balancer, and which of them stand already. Wildcards are left out:
 * a wildcard address would send every other name of the zone to the load balancer too.
 *
 * @throws RecordConflictError naming every record of somebody else's that is in the way
 */
export async function planAliases(
  domainNames: readonly string[],
  zones: readonly ZoneOfName[],
  target: Target,
  hostedZones: Pick<HostedZones, 'node'>,
): Promise<PlannedAlias[]> {
  const types = aliasTypes(target.ipAddressType);
  const conflicts: string[] = [];
  const planned: PlannedAlias[] = [];
  const pointed = zones.filter(({ domainName }) =>
    domainNames.some((name) => name === domainName && !isWildcard(domainName)),
  );
  for (const { domainName: name, zoneId } of pointed) {
    const plan = aliasPlan(target.dnsName, types, (await hostedZones.node(zoneId, name)).records);
    if ('conflict' in plan) conflicts.push(`${name} is ${recordText(plan.conflict)} in zone ${zoneId}`);
    else planned.push(...types.map((type) => ({ zoneId, name, type, stands: !plan.create.includes(type) })));
  }
  if (conflicts.length === 0) return planned;
  throw new RecordConflictError(
    `A record that this service did not write is in the way of the alias to ${target.dnsName}: ${conflicts.join('; ')}. If it must stay, ask with "alias": false`,
  );
}
