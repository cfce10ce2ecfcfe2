import type { AliasTarget, ResourceRecordSet, RRType } from '@aws-sdk/client-route-53';
import { compareNames } from './names';
import { describeRouting, type Routing } from './routing-policy';

/** A resource record set of a zone; `name` is in Route 53's normal form. */
export interface RecordSet {
  readonly name: string;
  readonly type: RRType;
  readonly content: RecordContent;
  /** Absent for a simple record set. */
  readonly routing?: Routing | undefined;
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

interface Identity {
  readonly name: string;
  readonly type: string;
  readonly routing?: { readonly setIdentifier: string } | undefined;
}

/** The key of a record set in {@link RecordSets}: a zone holds one of each name and type, or several with identifiers. */
export function recordSetKey({ name, type, routing }: Identity): string {
  return routing ? `${name} ${type} ${routing.setIdentifier}` : `${name} ${type}`;
}

/** The record sets of a name and type: one, or those of a routing policy. */
export function recordSetsAt(recordSets: RecordSets, name: string, type: string): RecordSet[] {
  const simple = recordSets.get(recordSetKey({ name, type }));
  return simple ? [simple] : [...recordSets.values()].filter((set) => set.name === name && set.type === type);
}

/** The order in which Route 53 lists record sets: by name with the labels reversed, then by type, then by identifier. */
export function compareRecordSets(one: Identity, other: Identity): number {
  return (
    compareNames(one.name, other.name) ||
    compareTexts(one.type, other.type) ||
    compareTexts(one.routing?.setIdentifier ?? '', other.routing?.setIdentifier ?? '')
  );
}

const compareTexts = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

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
export function describeRecordSet({ name, type, content, routing }: RecordSet): ResourceRecordSet {
  const identity = { Name: name, Type: type, ...describeRouting(routing) };
  if ('alias' in content) return { ...identity, AliasTarget: describeAlias(content.alias) };
  return {
    ...identity,
    TTL: content.ttlSeconds,
    ResourceRecords: content.values.map((Value) => ({ Value })),
  };
}

function describeAlias({ hostedZoneId, dnsName, evaluateTargetHealth }: Alias): AliasTarget {
  return { HostedZoneId: hostedZoneId, DNSName: dnsName, EvaluateTargetHealth: evaluateTargetHealth };
}
