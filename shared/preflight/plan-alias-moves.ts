import { planRecordChange, type RecordChange, type RecordSet } from '../domain/dns/record-change';
import { isWildcard, withoutTrailingDot } from '../domain/names/domain-name';
import type { HostedZones, PublicDns } from '../ports/dns';
import type { CreatedRecord, CreatedRecords } from '../ports/state';
import type { Target, ZoneOfName } from '../steps';
import { planAliases, type PlannedAlias } from './plan-aliases';

interface MoveDependencies {
  readonly hostedZones: Pick<HostedZones, 'getAddressRecords'>;
  readonly createdRecords: Pick<CreatedRecords, 'listByDomain'>;
}

/**
 * Plans how aliases that this service created follow to another load balancer. A name is left out unless each of its records is such an
 * alias, as it was written, or leads to the load balancer already.
 */
export async function planAliasMoves(
  domainNames: readonly string[],
  zones: readonly ZoneOfName[],
  target: Target,
  { hostedZones, createdRecords }: MoveDependencies,
): Promise<RecordChange[]> {
  const moves: RecordChange[] = [];
  const names = domainNames.filter((name) => !isWildcard(name));
  for (const { domainName: name, zoneId } of zones.filter(({ domainName }) => names.includes(domainName))) {
    const own = (await createdRecords.listByDomain(name)).filter((created) => created.zoneId === zoneId);
    if (own.length === 0) continue;
    const existing = await hostedZones.getAddressRecords(zoneId, name);
    const change = planRecordChange({ zoneId, name }, existing, target);
    if ('notReplaceable' in change || change.deleted.length === 0) continue;
    if (change.deleted.every((record) => own.some((created) => isAsWritten(record, created)))) moves.push(change);
  }
  return moves;
}

interface Dependencies {
  readonly hostedZones: HostedZones;
  readonly createdRecords: Pick<CreatedRecords, 'listByDomain'>;
  readonly publicDns: Pick<PublicDns, 'cname' | 'addresses'>;
}

/**
 * Plans the aliases of a request: those that follow to its load balancer, and for all other names those to create or to keep.
 *
 * @param records the records of the zones, read with few requests
 * @throws RecordConflictError, DnsLookupError
 */
export async function planAliasesWithMoves(
  domainNames: readonly string[],
  zones: readonly ZoneOfName[],
  target: Target,
  { hostedZones, createdRecords, publicDns }: Dependencies,
  records: Pick<HostedZones, 'getNode'>,
): Promise<{ readonly moves: readonly RecordChange[]; readonly planned: readonly PlannedAlias[] }> {
  const moves = await planAliasMoves(domainNames, zones, target, { hostedZones, createdRecords });
  const others = domainNames.filter((name) => !moves.some((move) => move.name === name));
  return { moves, planned: await planAliases(others, zones, target, { hostedZones: records, publicDns }) };
}

/** The load balancer that an alias points to, as the table of created records has it. */
export const aliasedName = ({ aliasTarget }: RecordSet): string | undefined =>
  aliasTarget && withoutTrailingDot(aliasTarget.dnsName).replace(/^dualstack\./, '');

const isAsWritten = (record: RecordSet, { name, type, value, previousValue }: CreatedRecord): boolean => {
  const aliased = aliasedName(record);
  const isWritten = aliased === value || (aliased !== undefined && aliased === previousValue);
  return (
    record.name === name && record.type === type && isWritten && record.aliasTarget?.evaluateTargetHealth === false
  );
};
