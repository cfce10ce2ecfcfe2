import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { RecordSet } from '../domain/dns/record-change';
import { withoutTrailingDot } from '../domain/names/domain-name';

/** The record set as the service stores it, with every value exactly as Route 53 has it; nothing for another type. */
export function toRecordSet(set: ResourceRecordSet): RecordSet[] {
  const { Name = '', Type, TTL, ResourceRecords = [], AliasTarget } = set;
  const routing = routingOf(set);
  const parsed = RecordSet.safeParse({
    name: withoutTrailingDot(Name),
    type: Type,
    ...(TTL !== undefined && { ttl: TTL }),
    values: ResourceRecords.map(({ Value = '' }) => Value),
    ...(AliasTarget && {
      aliasTarget: {
        hostedZoneId: AliasTarget.HostedZoneId,
        dnsName: AliasTarget.DNSName,
        evaluateTargetHealth: AliasTarget.EvaluateTargetHealth,
      },
    }),
    ...(routing !== undefined && { routing }),
  });
  return parsed.success ? [parsed.data] : [];
}

/** The change of one record set in a batch. */
export const recordChange = (
  Action: 'CREATE' | 'DELETE',
  { name, type, ttl, values, aliasTarget }: RecordSet,
): Change => ({
  Action,
  ResourceRecordSet: {
    Name: name,
    Type: type,
    ...(ttl !== undefined && { TTL: ttl }),
    ...(values.length > 0 && { ResourceRecords: values.map((Value) => ({ Value })) }),
    ...(aliasTarget && {
      AliasTarget: {
        HostedZoneId: aliasTarget.hostedZoneId,
        DNSName: aliasTarget.dnsName,
        EvaluateTargetHealth: aliasTarget.evaluateTargetHealth,
      },
    }),
  },
});

/** Every routing policy but the simple one has a set identifier (Route 53 API, ResourceRecordSet). */
function routingOf({ SetIdentifier, HealthCheckId, TrafficPolicyInstanceId }: ResourceRecordSet): string | undefined {
  if (SetIdentifier !== undefined) return `routing policy, record ID "${SetIdentifier}"`;
  if (TrafficPolicyInstanceId !== undefined) return `traffic policy instance ${TrafficPolicyInstanceId}`;
  return HealthCheckId === undefined ? undefined : `health check ${HealthCheckId}`;
}
