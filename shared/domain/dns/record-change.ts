import * as z from 'zod';
import { withoutTrailingDot } from '../names/domain-name';
import { text } from '../text';
import { aliasTypes, type ExistingRecord, pointsTo } from './zone';

/** An address record set or a CNAME exactly as Route 53 stores it, so that it can be deleted and created again. */
export const RecordSet = z.object({
  name: text.meta({ description: 'Its name, without a trailing dot' }),
  type: z.enum(['A', 'AAAA', 'CNAME']).meta({ description: 'Its type' }),
  ttl: z.int().min(0).max(2_147_483_647).optional().meta({ description: 'In seconds; absent for an alias' }),
  values: z.array(z.string()).meta({ description: 'Its values, as Route 53 has them; empty for an alias' }),
  aliasTarget: z
    .object({ hostedZoneId: text, dnsName: text, evaluateTargetHealth: z.boolean() })
    .optional()
    .meta({ description: 'The target of an alias' }),
  /** What makes it more than a simple record, such as a routing policy. */
  routing: text.optional(),
});
export type RecordSet = Readonly<z.output<typeof RecordSet>>;

/** A record that was replaced, with its zone. */
export const ReplacedRecord = RecordSet.omit({ routing: true }).extend({
  zoneId: text.meta({ description: 'The hosted zone of the record' }),
});

/** The exact change of the records at one name: A, AAAA and CNAME. */
export const RecordChange = z.object({
  zoneId: text,
  name: text,
  /** What is at the name before the change and after it. */
  kept: z.array(RecordSet),
  deleted: z.array(RecordSet),
  created: z.array(RecordSet),
});
export type RecordChange = Readonly<z.output<typeof RecordChange>>;

/** The load balancer that an alias points to. */
interface AliasedLoadBalancer {
  readonly dnsName: string;
  readonly canonicalHostedZoneId: string;
  readonly ipAddressType: string;
}

/**
 * The change that makes a name an alias of the load balancer and of nothing else, or the record that must not be replaced. Nothing is
 * deleted or created where every record leads there already.
 *
 * @param reaches whether a record leads to the load balancer; by default, whether it names it
 */
export function planRecordChange(
  { zoneId, name }: { readonly zoneId: string; readonly name: string },
  existing: readonly RecordSet[],
  { dnsName, canonicalHostedZoneId, ipAddressType }: AliasedLoadBalancer,
  reaches: (record: RecordSet) => boolean = (record) => pointsTo(existingRecord(record), dnsName),
): RecordChange | { readonly notReplaceable: RecordSet } {
  const kept = existing.filter(reaches);
  const deleted = existing.filter((record) => !reaches(record));
  // Its other record sets would stay, and a replacement of one would shift the traffic of all.
  const notReplaceable = deleted.find(({ routing }) => routing !== undefined);
  if (notReplaceable) return { notReplaceable };
  const aliasTarget = { hostedZoneId: canonicalHostedZoneId, dnsName, evaluateTargetHealth: false };
  const created = aliasTypes(ipAddressType)
    .filter((type) => !kept.some((record) => record.type === type || record.type === 'CNAME'))
    .map((type) => ({ name, type, values: [], aliasTarget }));
  return { zoneId, name, kept, deleted, created };
}

/** Whether there is nothing to change. */
export const isEmptyChange = ({ deleted, created }: RecordChange): boolean =>
  deleted.length === 0 && created.length === 0;

/** Whether the records at the name are exactly those before the change, those after it, or others. */
export function progressOf(
  { kept, deleted, created }: RecordChange,
  existing: readonly RecordSet[],
): 'due' | 'made' | 'changed' {
  if (areSameRecords([...kept, ...created], existing)) return 'made';
  return areSameRecords([...kept, ...deleted], existing) ? 'due' : 'changed';
}

/** The change that takes a change back. It deletes what exists, because a deletion must match exactly. */
export const inverseOf = (change: RecordChange, existing: readonly RecordSet[]): RecordChange => ({
  ...change,
  deleted: existing.filter((record) => change.created.some((created) => isSameRecord(record, created))),
  created: change.deleted,
});

/** Whether both are the same change of the same records. */
export const isSameChange = (one: RecordChange, other: RecordChange): boolean =>
  one.zoneId === other.zoneId &&
  areSameRecords(one.deleted, other.deleted) &&
  areSameRecords(one.created, other.created);

/** The record with everything that a person needs to recognise it, or to write it again. */
export function recordSetText({ type, ttl, values, aliasTarget, routing }: RecordSet): string {
  const content = aliasTarget ? `alias to ${withoutTrailingDot(aliasTarget.dnsName)}` : values.join(', ');
  const details = [...(ttl === undefined ? [] : [`TTL ${ttl}`]), ...(routing === undefined ? [] : [routing])];
  return `${type} ${content}${details.length === 0 ? '' : ` (${details.join('; ')})`}`;
}

/** All records at a name, for people. */
export const recordSetsText = (records: readonly RecordSet[]): string =>
  records.map(recordSetText).join(', ') || 'nothing';

/** The record as the rules about aliases see it. */
export const existingRecord = ({ type, values, aliasTarget }: RecordSet): ExistingRecord => ({
  type,
  values: values.map(withoutTrailingDot),
  aliasTarget: aliasTarget && withoutTrailingDot(aliasTarget.dnsName),
});

const areSameRecords = (some: readonly RecordSet[], others: readonly RecordSet[]) =>
  some.length === others.length && some.every((record) => others.some((other) => isSameRecord(record, other)));

/** Route 53 keeps no order among values, and returns names with a trailing dot that requests may leave out. */
const isSameRecord = (one: RecordSet, other: RecordSet) => comparable(one) === comparable(other);

const comparable = ({ name, type, ttl, values, aliasTarget, routing }: RecordSet) =>
  JSON.stringify([
    ...[name, type, ttl, [...values].sort(), routing],
    ...(aliasTarget
      ? [aliasTarget.hostedZoneId, withoutTrailingDot(aliasTarget.dnsName), aliasTarget.evaluateTargetHealth]
      : []),
  ]);
