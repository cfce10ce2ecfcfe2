import type { AliasTarget, ResourceRecordSet, RRType } from '@aws-sdk/client-route-53';
import { compareNames } from './names';

/** A resource record set of a zone; `name` is in Route 53's normal form. */
export interface RecordSet {
  readonly name: string;
  readonly type: RRType;
  readonly content: RecordContent;
}

/** The content of a record set: its own values, or an alias target. */
export type RecordContent =
  { readonly ttlSeconds: number; readonly values: readonly string[] } | { readonly alias: Alias };

/** The target of an alias: a name in a hosted zone of Route 53 or of a load balancer. */
export interface Alias {
  readonly hostedZoneId: string;
  readonly dnsName: string;
  readonly evaluateTargetHealth: boolean;
}

/** An immutable snapshot of a zone's record sets, by {@link recordSetKey}. */
export type RecordSets = ReadonlyMap<string, RecordSet>;

/** The key of a record set in {@link RecordSets}: a zone holds one of each name and type. */
export function recordSetKey({ name, type }: { name: string; type: string }): string {
  return `${name} ${type}`;
}

/** The order in which Route 53 lists record sets: by name with the labels reversed, then by type. */
export function compareRecordSets(one: { name: string; type: string }, other: { name: string; type: string }): number {
  return compareNames(one.name, other.name) || (one.type < other.type ? -1 : one.type > other.type ? 1 : 0);
}

/** Whether both have the same values in any order with the same TTL, or the same alias. */
export function hasSameContent(one: RecordContent, other: RecordContent): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(content: RecordContent): RecordContent {
  if (!('alias' in content)) return { ttlSeconds: content.ttlSeconds, values: [...content.values].sort() };
  const { hostedZoneId, dnsName, evaluateTargetHealth } = content.alias;
  return { alias: { hostedZoneId, dnsName, evaluateTargetHealth } };
}

/** The record set in the shape of Route 53's API. */
export function describeRecordSet({ name, type, content }: RecordSet): ResourceRecordSet {
  if ('alias' in content) return { Name: name, Type: type, AliasTarget: describeAlias(content.alias) };
  return {
    Name: name,
    Type: type,
    TTL: content.ttlSeconds,
    ResourceRecords: content.values.map((Value) => ({ Value })),
  };
}

function describeAlias({ hostedZoneId, dnsName, evaluateTargetHealth }: Alias): AliasTarget {
  return { HostedZoneId: hostedZoneId, DNSName: dnsName, EvaluateTargetHealth: evaluateTargetHealth };
}
