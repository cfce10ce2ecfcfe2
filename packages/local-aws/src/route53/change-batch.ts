import type { Change } from '@aws-sdk/client-route-53';
import { AwsError } from '../aws-error';
import { canonicalHostedZoneId } from '../elbv2/addressing';
import type { LoadBalancerAddresses } from '../world';
import { readChange, type RequestedChange } from './change';
import { FatalProblem, isWithin, plainName } from './names';
import { hasSameContent, recordSetKey, recordSetsAt, type RecordSet, type RecordSets } from './record-sets';
import { readValue } from './record-values';
import { routingConflict } from './routed-record-sets';
import { describeRouting } from './routing-policy';

/** The zone that a change batch applies to, and its surroundings. */
export interface BatchTarget {
  readonly zoneId: string;
  readonly zoneName: string;
  readonly recordSets: RecordSets;
  isProtected(recordSet: { name: string; type: string }): boolean;
  readonly loadBalancers: LoadBalancerAddresses;
}

const MAXIMUM_RECORDS = 1_000;
const MAXIMUM_CHARACTERS = 32_000;
const MAXIMUM_RECORDS_IN_A_SET = 400;
const MAXIMUM_RECORD_SETS_IN_A_ZONE = 10_000;

/**
 * The record sets of a zone after a batch of changes. If Route 53 would refuse any of them, throws an
 * `InvalidChangeBatch` with all messages (API_ChangeResourceRecordSets, DNSLimitations).
 */
export function applyChangeBatch(target: BatchTarget, batch: readonly Change[]): RecordSets {
  const messages: string[] = [];
  const changes: RequestedChange[] = [];
  for (const requested of batch) {
    try {
      const change = readChange(requested);
      const problems = problemsOf(change.recordSet, target);
      if (problems.length === 0) changes.push(change);
      messages.push(...problems);
    } catch (error) {
      if (!(error instanceof FatalProblem)) throw error;
      messages.push(error.message);
    }
  }
  messages.push(...limitsExceeded(batch), ...repeatedChanges(changes));

  const after = new Map(target.recordSets);
  for (const change of changes) messages.push(...applyChange(change, after, target));
  for (const { action, recordSet } of changes) {
    if (action !== 'DELETE') messages.push(...conflictsOf(recordSet, after, target));
  }
  if (after.size > MAXIMUM_RECORD_SETS_IN_A_ZONE) {
    messages.push(`Exceeded limit MAX_RRSETS_BY_ZONE for zone: ${target.zoneId}`);
  }
  if (messages.length > 0) {
    // How Route 53 separates the messages on the wire is not certain; its message contains them all.
    throw new AwsError('InvalidChangeBatch', `[${messages.join(', ')}]`, 400, { messages });
  }
  return after;
}

/** The problems of a record set on its own. */
function problemsOf({ name, type, content, routing }: RecordSet, { zoneName }: BatchTarget): string[] {
  if (!isWithin(name, zoneName)) return [`RRSet with DNS name ${name} is not permitted in zone ${zoneName}`];
  const problems: string[] = [];
  if (type === 'CNAME' && name === zoneName) {
    problems.push(`RRSet of type CNAME with DNS name ${name} is not permitted at apex in zone ${zoneName}`);
  }
  if (routing && (type === 'NS' || type === 'SOA')) {
    // The wording is not known; that a routing policy is not for them is documented (API_ResourceRecordSet, SetIdentifier).
    problems.push(`A routing policy is not permitted for RRSet of type ${type}`);
  }
  if (routing?.policy.kind === 'multivalue answer' && ('alias' in content || type === 'CNAME')) {
    // Likewise (API_ResourceRecordSet, MultiValueAnswer).
    problems.push(`Multivalue answer is not permitted for an alias or a CNAME with DNS name ${name}`);
  }
  if ('alias' in content) {
    // The wording is not known; that NS and SOA cannot be aliases is documented (ResourceRecordTypes).
    return type === 'NS' || type === 'SOA'
      ? [...problems, `Alias is not permitted for RRSet of type ${type}`]
      : problems;
  }
  for (const value of content.values) {
    try {
      readValue(type, value);
    } catch (error) {
      if (!(error instanceof FatalProblem)) throw error;
      problems.push(`Invalid Resource Record: '${error.message}'`);
    }
  }
  const repeated = content.values.filter((value, index) => content.values.indexOf(value) !== index);
  problems.push(...new Set(repeated.map((value) => `Duplicate Resource Record: '${value}'`)));
  const most = type === 'CNAME' || type === 'SOA' ? 1 : MAXIMUM_RECORDS_IN_A_SET;
  if (content.values.length > most) problems.push(`Cannot have more than ${most} records in a RRSet.`);
  return problems;
}

function limitsExceeded(batch: readonly Change[]): string[] {
  let records = 0;
  let characters = 0;
  for (const { Action, ResourceRecordSet } of batch) {
    const times = Action === 'UPSERT' ? 2 : 1;
    for (const { Value } of ResourceRecordSet?.ResourceRecords ?? []) {
      records += times;
      characters += times * (Value ?? '').length;
    }
  }
  return [
    ...(records > MAXIMUM_RECORDS ? [`Number of records limit of ${MAXIMUM_RECORDS} exceeded.`] : []),
    ...(characters > MAXIMUM_CHARACTERS ? [`RDATA character limit of ${MAXIMUM_CHARACTERS} exceeded.`] : []),
  ];
}

/** A batch may delete a record set and create it again; any other repetition is refused. */
function repeatedChanges(changes: readonly RequestedChange[]): string[] {
  const actions = new Map<string, string[]>();
  for (const { action, recordSet } of changes) {
    const identifier = recordSet.routing ? ` ${recordSet.routing.setIdentifier}` : '';
    const name = `${recordSet.type} ${recordSet.name}${identifier}`;
    actions.set(name, [...(actions.get(name) ?? []), action]);
  }
  return [...actions]
    .filter(([, [first, second, ...rest]]) => second && (first !== 'DELETE' || second !== 'CREATE' || rest.length > 0))
    .map(([name]) => `The request contains an invalid set of changes for a resource record set '${name}'`);
}

/** Applies a change to the record sets; returns the problem if it cannot. */
function applyChange(change: RequestedChange, after: Map<string, RecordSet>, target: BatchTarget): string[] {
  const { action, recordSet } = change;
  const key = recordSetKey(recordSet);
  const current = after.get(key);
  const identifier = recordSet.routing ? `, set identifier='${recordSet.routing.setIdentifier}'` : '';
  const label = `[name='${recordSet.name}', type='${recordSet.type}'${identifier}]`;
  if (target.isProtected(recordSet)) {
    // Even with identical content (DeveloperGuide, rrset-protection). The wording is not known.
    return [`Tried to change resource record set ${label} but it is protected`];
  }
  if (action !== 'DELETE') {
    if (action === 'CREATE' && current) return [`Tried to create resource record set ${label} but it already exists`];
    after.set(key, recordSet);
    return [];
  }
  if (!current) return [`Tried to delete resource record set ${label} but it was not found`];
  if (!hasSameContent(current.content, recordSet.content) || !hasSameRouting(current, recordSet)) {
    return [`Tried to delete resource record set ${label} but the values provided do not match the current values`];
  }
  if (recordSet.name === target.zoneName) {
    if (recordSet.type === 'NS') return ['A HostedZone must contain at least one NS record for the zone itself.'];
    if (recordSet.type === 'SOA') return ['A HostedZone must contain exactly one SOA record.'];
  }
  after.delete(key);
  return [];
}

const hasSameRouting = (one: RecordSet, other: RecordSet) =>
  JSON.stringify(describeRouting(one.routing)) === JSON.stringify(describeRouting(other.routing));

/** The conflicts of a record set with the others in the resulting zone. */
function conflictsOf(
  recordSet: RecordSet,
  after: RecordSets,
  { zoneId, zoneName, loadBalancers }: BatchTarget,
): string[] {
  const { name, type, content } = recordSet;
  const conflicts: string[] = [];
  for (const other of recordSetsOfName(after, recordSet)) {
    const conflict = routingConflict(recordSet, other);
    if (conflict !== undefined && !conflicts.includes(conflict)) conflicts.push(conflict);
  }
  if (type !== 'CNAME' && recordSetsAt(after, name, 'CNAME').length > 0) {
    conflicts.push(
      `RRSet of type ${type} with DNS name ${name} is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone ${zoneName}`,
    );
  }
  if (type === 'CNAME' && [...after.values()].some((other) => other.name === name && other.type !== 'CNAME')) {
    conflicts.push(
      `RRSet of type CNAME with DNS name ${name} is not permitted as it conflicts with other records with the same DNS name in zone ${zoneName}`,
    );
  }
  if (!('alias' in content)) return conflicts;

  const { hostedZoneId, dnsName } = content.alias;
  const attempt = `Tried to create an alias that targets ${dnsName}, type ${type} in zone ${hostedZoneId}`;
  if (hostedZoneId === zoneId && !isWithin(dnsName, zoneName)) {
    conflicts.push(`${attempt}, but the alias target name does not lie within the target zone`);
  }
  const isFound =
    hostedZoneId === zoneId
      ? dnsName !== name && recordSetsAt(after, dnsName, type).length > 0
      : (type === 'A' || type === 'AAAA') &&
        loadBalancers.addressesOf(plainName(dnsName)) !== undefined &&
        hostedZoneId === loadBalancerZoneOf(dnsName);
  return isFound ? conflicts : [...conflicts, `${attempt}, but that target was not found`];
}

/** The other record sets of the same name and type. */
const recordSetsOfName = (after: RecordSets, recordSet: RecordSet) =>
  [...after.values()].filter(
    (other) =>
      other.name === recordSet.name && other.type === recordSet.type && recordSetKey(other) !== recordSetKey(recordSet),
  );

/**
 * The hosted zone of a load balancer's DNS name: `….Region.elb.amazonaws.com.`, for a Network Load Balancer
 * `….elb.Region.amazonaws.com.`
 */
function loadBalancerZoneOf(dnsName: string): string | undefined {
  const [, application, network] = /\.(?:([^.]+)\.elb|elb\.([^.]+))\.amazonaws\.com\.$/.exec(dnsName) ?? [];
  if (application) return canonicalHostedZoneId(application, 'application');
  return network && canonicalHostedZoneId(network, 'network');
}
