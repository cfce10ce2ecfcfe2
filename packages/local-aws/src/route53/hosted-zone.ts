import type { HostedZone as HostedZoneDescription, VPC } from '@aws-sdk/client-route-53';
import { recordSetKey, type RecordSet, type RecordSets } from './record-sets';

/** A hosted zone, with the state on each of its name servers. */
export interface HostedZone {
  /** Without the `/hostedzone/` prefix. */
  readonly id: string;
  /** In Route 53's normal form. */
  readonly name: string;
  readonly callerReference: string;
  readonly comment: string | undefined;
  /** The virtual networks of a private zone; empty for a public one. */
  readonly vpcs: readonly VPC[];
  /** The delegation set: host names without a trailing dot. */
  readonly nameServers: readonly string[];
  /** The record sets as the API shows them. */
  recordSets(): RecordSets;
  /** The record sets on one name server now; undefined before it has the zone. */
  recordSetsOn(nameServer: string): RecordSets | undefined;
  /** Sets a new state of the zone; returns when the last name server will have it. */
  change(recordSets: RecordSets, propagationMilliseconds: number): number;
  /** The protected record sets, by {@link recordSetKey}. */
  readonly protections: Set<string>;
  /** When the last change batch will be fully accepted. */
  busyUntil: number;
}

interface Version {
  readonly recordSets: RecordSets;
  /** When each name server has it, in the order of the delegation set. */
  readonly arrivals: readonly number[];
}

/** A zone with its SOA and NS records, not yet on any name server. */
export function createHostedZone(
  now: () => number,
  identity: Pick<HostedZone, 'id' | 'name' | 'callerReference' | 'comment' | 'vpcs' | 'nameServers'>,
): HostedZone {
  const { name, nameServers } = identity;
  let current: RecordSets = new Map(initialRecordSets(name, nameServers).map((set) => [recordSetKey(set), set]));
  let versions: Version[] = [];
  let changes = 0;

  return {
    ...identity,
    recordSets: () => current,
    recordSetsOn(nameServer) {
      const index = nameServers.indexOf(nameServer);
      return versions.findLast(({ arrivals }) => (arrivals[index] ?? Infinity) <= now())?.recordSets;
    },
    change(recordSets, propagationMilliseconds) {
      const instant = now();
      const last = nameServers.length - 1;
      // The first name server has a change at once, the last when it is in sync; the order rotates with each change.
      const arrivals = nameServers.map(
        (_, index) => instant + (propagationMilliseconds * ((index + changes) % nameServers.length)) / last,
      );
      changes += 1;
      current = recordSets;
      const settled = versions.findLastIndex((version) => version.arrivals.every((arrival) => arrival <= instant));
      versions = [...versions.slice(Math.max(settled, 0)), { recordSets, arrivals }];
      return Math.max(...arrivals);
    },
    protections: new Set(),
    busyUntil: 0,
  };
}

function initialRecordSets(name: string, nameServers: readonly string[]): RecordSet[] {
  const soa = `${nameServers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  return [
    { name, type: 'NS', content: { ttlSeconds: 172_800, values: nameServers.map((server) => `${server}.`) } },
    { name, type: 'SOA', content: { ttlSeconds: 900, values: [soa] } },
  ];
}

/** The hosted zone in the shape of Route 53's API. */
export function describeZone(zone: HostedZone): HostedZoneDescription {
  return {
    Id: `/hostedzone/${zone.id}`,
    Name: zone.name,
    CallerReference: zone.callerReference,
    Config: { ...(zone.comment !== undefined && { Comment: zone.comment }), PrivateZone: zone.vpcs.length > 0 },
    ResourceRecordSetCount: zone.recordSets().size,
  };
}

/** The bare id of a zone or change; clients may send it with the API's prefix. */
export function idOf(id: string | undefined): string {
  return (id ?? '').replace(/^\/?(hostedzone|change)\//, '');
}
