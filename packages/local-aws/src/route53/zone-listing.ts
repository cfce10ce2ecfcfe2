import type {
  ListHostedZonesByNameRequest,
  ListHostedZonesByNameResponse,
  ListHostedZonesRequest,
  ListHostedZonesResponse,
  ListResourceRecordSetsRequest,
  ListResourceRecordSetsResponse,
} from '@aws-sdk/client-route-53';
import { AwsError } from '../aws-error';
import { describeZone, idOf, type HostedZone } from './hosted-zone';
import { compareNames, requestedName } from './names';
import { compareRecordSets, describeRecordSet } from './record-sets';

const LARGEST_PAGE_OF_ZONES = 100;
const LARGEST_PAGE_OF_RECORD_SETS = 300;

/** ListHostedZones, in the order of creation: AWS documents none. */
export function listHostedZones(zones: readonly HostedZone[], input: ListHostedZonesRequest): ListHostedZonesResponse {
  if (input.DelegationSetId) throw new AwsError('NoSuchDelegationSet', 'There are no reusable delegation sets here.');
  const wanted = input.HostedZoneType === 'PrivateHostedZone' ? zones.filter(({ vpcs }) => vpcs.length > 0) : zones;
  const start = input.Marker ? wanted.findIndex(({ id }) => id === idOf(input.Marker)) : 0;
  if (start === -1) throw new AwsError('InvalidInput', `No hosted zone found with ID: ${input.Marker}`);
  const { page, next, size } = cut(wanted.slice(start), input.MaxItems, LARGEST_PAGE_OF_ZONES);
  return {
    HostedZones: page.map(describeZone),
    Marker: input.Marker ?? '',
    IsTruncated: next !== undefined,
    ...(next && { NextMarker: next.id }),
    MaxItems: size,
  };
}

/** ListHostedZonesByName: name and id are where the list starts, not a filter; it includes private zones. */
export function listHostedZonesByName(
  zones: readonly HostedZone[],
  input: ListHostedZonesByNameRequest,
): ListHostedZonesByNameResponse {
  if (input.HostedZoneId && !input.DNSName) {
    throw new AwsError('InvalidInput', 'HostedZoneId can only be given together with DNSName.');
  }
  const start = { name: input.DNSName ? requestedName(input.DNSName) : '.', id: idOf(input.HostedZoneId) };
  const rest = zones.toSorted(compareZones).filter((zone) => compareZones(zone, start) >= 0);
  const { page, next, size } = cut(rest, input.MaxItems, LARGEST_PAGE_OF_ZONES);
  return {
    HostedZones: page.map(describeZone),
    ...(input.DNSName && { DNSName: input.DNSName }),
    ...(input.HostedZoneId && { HostedZoneId: input.HostedZoneId }),
    IsTruncated: next !== undefined,
    ...(next && { NextDNSName: next.name, NextHostedZoneId: next.id }),
    MaxItems: size,
  };
}

/** ListResourceRecordSets: name and type are where the list starts; it includes changes that are still PENDING. */
export function listResourceRecordSets(
  zone: HostedZone,
  input: ListResourceRecordSetsRequest,
): ListResourceRecordSetsResponse {
  if (input.StartRecordType && !input.StartRecordName) {
    throw new AwsError('InvalidInput', 'StartRecordType can only be given together with StartRecordName.');
  }
  if (input.StartRecordIdentifier && !input.StartRecordType) {
    throw new AwsError('InvalidInput', 'StartRecordIdentifier can only be given together with StartRecordType.');
  }
  const start = {
    name: input.StartRecordName ? requestedName(input.StartRecordName) : '.',
    type: input.StartRecordType ?? '',
    ...(input.StartRecordIdentifier && { routing: { setIdentifier: input.StartRecordIdentifier } }),
  };
  const rest = [...zone.recordSets().values()]
    .filter((recordSet) => compareRecordSets(recordSet, start) >= 0)
    .sort(compareRecordSets);
  const { page, next, size } = cut(rest, input.MaxItems, LARGEST_PAGE_OF_RECORD_SETS);
  return {
    ResourceRecordSets: page.map(describeRecordSet),
    IsTruncated: next !== undefined,
    ...(next && { NextRecordName: next.name, NextRecordType: next.type }),
    ...(next?.routing && { NextRecordIdentifier: next.routing.setIdentifier }),
    MaxItems: size,
  };
}

function compareZones(one: { name: string; id: string }, other: { name: string; id: string }): number {
  return compareNames(one.name, other.name) || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}

function cut<Item>(items: readonly Item[], maxItems: number | undefined, largest: number) {
  const size = maxItems ?? largest;
  if (!Number.isInteger(size) || size < 1) throw new AwsError('InvalidInput', 'MaxItems must be a positive number.');
  const length = Math.min(size, largest);
  return { page: items.slice(0, length), next: items[length], size };
}
