import type { DeploymentPolicy } from '../config';
import {
  existingRecord,
  planRecordChange,
  type RecordChange,
  type RecordSet,
  recordSetText,
} from '../domain/dns/record-change';
import { isAllowedDomain, isWildcard } from '../domain/names/domain-name';
import { unverifiableReason } from '../domain/target/load-balancer';
import { RecordConflictError, RecordReplacementNotAllowedError, TargetNotUsableError } from '../errors';
import type { HostedZones, PublicDns } from '../ports/dns';
import type { Target, ZoneOfName } from '../steps';
import { reachesTarget } from './reaches-target';

interface Dependencies {
  readonly hostedZones: Pick<HostedZones, 'getAddressRecords' | 'getNode'>;
  readonly publicDns: Pick<PublicDns, 'cname' | 'addresses'>;
  readonly policy: Pick<DeploymentPolicy, 'mayReplaceRecords' | 'verify'>;
}

/**
 * Plans the replacement of the records at each name by aliases of the load balancer: the exact records to delete and to create.
 * Wildcards are left out, as they are for aliases.
 *
 * @throws RecordReplacementNotAllowedError when a name is outside the domains whose records may be replaced
 * @throws TargetNotUsableError when HTTPS could not be verified at the load balancer before the replacement
 * @throws RecordConflictError naming every record with a routing policy, which is never replaced
 * @throws DnsLookupError when a CNAME or an alias cannot be followed
 */
export async function planRecordChanges(
  domainNames: readonly string[],
  zones: readonly ZoneOfName[],
  target: Target,
  { policy, ...sources }: Dependencies,
): Promise<RecordChange[]> {
  const names = domainNames.filter((name) => !isWildcard(name));
  const outside = names.filter((name) => !isAllowedDomain(name, policy.mayReplaceRecords));
  if (outside.length > 0) {
    throw new RecordReplacementNotAllowedError(
      `alias: "replace" is not allowed for ${outside.join(', ')}: outside the domains whose records this deployment may replace (${policy.mayReplaceRecords.join(', ') || 'none'})`,
    );
  }
  const unverifiable = unverifiableReason(target, policy.verify);
  if (unverifiable !== undefined) {
    throw new TargetNotUsableError(
      `alias: "replace" needs HTTPS to be verified at ${target.loadBalancerArn} first: ${unverifiable}`,
    );
  }
  const changes: RecordChange[] = [];
  const conflicts: string[] = [];
  for (const { domainName: name, zoneId } of zones.filter(({ domainName }) => names.includes(domainName))) {
    const existing = await sources.hostedZones.getAddressRecords(zoneId, name);
    const reaching = new Set<RecordSet>();
    for (const record of existing) {
      if (await reachesTarget(existingRecord(record), { target, zones, ...sources })) reaching.add(record);
    }
    const change = planRecordChange({ zoneId, name }, existing, target, (record) => reaching.has(record));
    if ('notReplaceable' in change)
      conflicts.push(`${name} is ${recordSetText(change.notReplaceable)} in zone ${zoneId}`);
    else changes.push(change);
  }
  if (conflicts.length === 0) return changes;
  throw new RecordConflictError(`Only simple records are replaced: ${conflicts.join('; ')}`);
}
