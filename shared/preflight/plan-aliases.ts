import {
  addresses,
  aliasPlan,
  aliasTypes,
  type ExistingRecord,
  hasRoutingPolicy,
  pointsTo,
  recordText,
  servingRecords,
} from '../domain/dns/zone';
import { isWildcard } from '../domain/names/domain-name';
import { RecordConflictError } from '../errors';
import type { HostedZones, PublicDns } from '../ports/dns';
import type { Target, ZoneOfName } from '../steps';
import { reachesTarget } from './reaches-target';

/** One record by which a name reaches the load balancer: an alias to create, or an existing record. */
export type PlannedAlias = { readonly zoneId: string; readonly name: string } & (
  | { readonly exists: false; readonly type: 'A' | 'AAAA' }
  | {
      readonly exists: true;
      readonly type: 'A' | 'AAAA' | 'CNAME';
      /** What the record is, where it is not the alias that this service would create. */
      readonly keeps?: string;
    }
);

interface Dependencies {
  readonly hostedZones: Pick<HostedZones, 'getNode'>;
  readonly publicDns: Pick<PublicDns, 'cname' | 'addresses'>;
}

/**
 * Plans the alias records that point the names at the load balancer, and reports which of them exist, or by which records a name
 * reaches it already. Wildcards are left out: a wildcard alias would route every other name of the zone to the load balancer too.
 *
 * @throws RecordConflictError naming every conflicting record
 * @throws DnsLookupError when a CNAME or an alias cannot be followed
 */
export async function planAliases(
  domainNames: readonly string[],
  zones: readonly ZoneOfName[],
  target: Target,
  dependencies: Dependencies,
): Promise<PlannedAlias[]> {
  const types = aliasTypes(target.ipAddressType);
  const conflicts: string[] = [];
  const planned: PlannedAlias[] = [];
  const aliasZones = zones.filter(({ domainName }) =>
    domainNames.some((name) => name === domainName && !isWildcard(domainName)),
  );
  for (const { domainName: name, zoneId } of aliasZones) {
    const { records } = await dependencies.hostedZones.getNode(zoneId, name);
    const reaching = new Set<ExistingRecord>();
    for (const record of records.filter(addresses)) {
      if (await reachesTarget(record, { target, zones, ...dependencies })) reaching.add(record);
    }
    const plan = aliasPlan(target.dnsName, types, records, (record) => reaching.has(record));
    if ('conflict' in plan) conflicts.push(`${name} is ${recordText(plan.conflict)} in zone ${zoneId}`);
    else {
      planned.push(...servingRecords(types, records).map((record) => ({ zoneId, name, ...kept(record, target) })));
      planned.push(...plan.create.map((type) => ({ zoneId, name, type, exists: false as const })));
    }
  }
  if (conflicts.length === 0) return planned;
  throw new RecordConflictError(
    `Records that this service did not write conflict with the alias to ${target.dnsName}: ${conflicts.join('; ')}. To keep them, request with "alias": false`,
  );
}

function kept(record: ExistingRecord, { dnsName }: Target) {
  const type = record.type as 'A' | 'AAAA' | 'CNAME';
  const isOrdinary = type !== 'CNAME' && !hasRoutingPolicy(record) && pointsTo(record, dnsName);
  return { type, exists: true as const, ...(!isOrdinary && { keeps: recordText(record) }) };
}
