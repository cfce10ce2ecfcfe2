import {
  type Change,
  ChangeResourceRecordSetsCommand,
  GetHostedZoneCommand,
  ListResourceRecordSetsCommand,
  paginateListHostedZones,
  type ResourceRecordSet,
  Route53Client,
  type RRType,
} from '@aws-sdk/client-route-53';
import { type HostedZone, type NamedRecord, nodeAt } from '../domain/dns/zone';
import { withoutTrailingDot } from '../domain/names/domain-name';
import { DnsChangeRejectedError, PriorRequestNotCompleteError, ZoneNotFoundError } from '../errors';
import type { HostedZones } from '../ports/dns';
import { callAws, callAwsPages, clientOptions, type ErrorMap } from './call-aws';
import { recordChange, toRecordSet } from './record-sets';

/** The TTL of validation records: short, so that a repair is seen soon. */
const VALIDATION_TTL_SECONDS = 300;

/** The largest page of Route 53 (Route 53 API, ListResourceRecordSets). */
const MAX_PAGE_SIZE = 300;

/**
 * Adaptive retries slow the client down once it is throttled: Route 53 allows an account about ten requests per second, and a sweep may
 * make hundreds (AWS SDKs and Tools Reference Guide, "Retry behavior", adaptive).
 */
const options = { ...clientOptions, retryMode: 'adaptive' };

/** The hosted zones in Route 53. */
export function route53HostedZones(client = new Route53Client(options)): HostedZones {
  /** Name and type are the start of the list, not a filter (Route 53 API, ListResourceRecordSets). */
  const recordsFrom = async (
    zoneId: string,
    name: string,
    from: RRType,
    maxItems: number,
  ): Promise<ResourceRecordSet[]> => {
    const { ResourceRecordSets = [] } = await callAws(
      `route53:ListResourceRecordSets ${zoneId} ${name}`,
      client.send(
        new ListResourceRecordSetsCommand({
          HostedZoneId: zoneId,
          StartRecordName: name,
          StartRecordType: from,
          MaxItems: maxItems,
        }),
      ),
    );
    return ResourceRecordSets;
  };

  const recordsAt: typeof recordsFrom = async (zoneId, name, from, maxItems) =>
    (await recordsFrom(zoneId, name, from, maxItems)).filter((set) => normalized(set.Name) === name);

  const change = async (zoneId: string, changes: Change[]) => {
    const action = `route53:ChangeResourceRecordSets ${zoneId}`;
    const batch = { Comment: 'Written by ACM Autopilot', Changes: changes };
    await callAws(
      action,
      client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: zoneId, ChangeBatch: batch })),
      changeErrors(action),
    );
  };

  return {
    async list() {
      const zones: HostedZone[] = [];
      const pages = paginateListHostedZones({ client, pageSize: 100 }, {});
      for await (const page of callAwsPages('route53:ListHostedZones', pages)) {
        for (const zone of page.HostedZones ?? []) zones.push(hostedZone(zone));
      }
      return zones;
    },

    async get(zoneId) {
      const { HostedZone, DelegationSet } = await callAws(
        `route53:GetHostedZone ${zoneId}`,
        client.send(new GetHostedZoneCommand({ Id: zoneId })),
        { NoSuchHostedZone: (cause) => new ZoneNotFoundError(`The account has no hosted zone ${zoneId}`, { cause }) },
      );
      return { ...hostedZone(HostedZone ?? {}), nameServers: DelegationSet?.NameServers ?? [] };
    },

    async getCname(zoneId, name) {
      const sets = await recordsAt(zoneId, name, 'CNAME', 100);
      return sets.filter(({ Type }) => Type === 'CNAME').flatMap(valuesOf);
    },

    async getNode(zoneId, name) {
      // Names are sorted with their labels reversed, so that a name is followed by its subdomains. Types are in alphabetical
      // order, and weighted record sets repeat a type.
      return nodeAt(name, (await recordsFrom(zoneId, name, 'A', 100)).map(toRecord));
    },

    async listAllRecords(zoneId) {
      const { ResourceRecordSets = [], IsTruncated } = await callAws(
        `route53:ListResourceRecordSets ${zoneId}`,
        client.send(new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, MaxItems: MAX_PAGE_SIZE })),
      );
      return IsTruncated === false ? ResourceRecordSets.map(toRecord) : undefined;
    },

    upsertCnames: (zoneId, records) =>
      change(
        zoneId,
        records.map(({ name, value }) => ({
          Action: 'UPSERT',
          ResourceRecordSet: {
            Name: name,
            Type: 'CNAME',
            TTL: VALIDATION_TTL_SECONDS,
            ResourceRecords: [{ Value: value }],
          },
        })),
      ),

    createAliases: (zoneId, aliases, target) =>
      change(
        zoneId,
        aliases.map(({ name, type }) => ({
          Action: 'CREATE',
          ResourceRecordSet: {
            Name: name,
            Type: type,
            AliasTarget: {
              HostedZoneId: target.canonicalHostedZoneId,
              DNSName: target.dnsName,
              EvaluateTargetHealth: false,
            },
          },
        })),
      ),

    async deleteCnames(zoneId, records) {
      const existing: ResourceRecordSet[] = [];
      for (const { name, value } of records) {
        const [set] = await recordsAt(zoneId, name, 'CNAME', 1);
        if (set?.Type === 'CNAME' && isSimple(set) && valuesOf(set).join() === value) existing.push(set);
      }
      if (existing.length > 0) await change(zoneId, existing.map(deletionOf));
      return existing.map(({ Name }) => normalized(Name));
    },

    async deleteAliases(zoneId, name, types, dnsName) {
      const existing = (await recordsAt(zoneId, name, 'A', 100)).filter(
        (set) =>
          isSimple(set) &&
          types.some((type) => type === set.Type) &&
          normalized(set.AliasTarget?.DNSName).replace(/^dualstack\./, '') === dnsName,
      );
      if (existing.length > 0) await change(zoneId, existing.map(deletionOf));
      return types.filter((type) => existing.some(({ Type }) => Type === type));
    },

    async getAddressRecords(zoneId, name) {
      return (await recordsAt(zoneId, name, 'A', 100)).flatMap(toRecordSet);
    },

    changeRecords: (zoneId, changes) =>
      change(zoneId, [
        ...changes.flatMap(({ deleted }) => deleted.map((record) => recordChange('DELETE', record))),
        ...changes.flatMap(({ created }) => created.map((record) => recordChange('CREATE', record))),
      ]),
  };
}

/** Whether the record set has no routing policy: with one, somebody distributes traffic. */
const isSimple = ({ SetIdentifier }: ResourceRecordSet) => SetIdentifier === undefined;

/** A DELETE must match the existing record set exactly (Route 53 API, ChangeResourceRecordSets). */
const deletionOf = (set: ResourceRecordSet): Change => ({ Action: 'DELETE', ResourceRecordSet: set });

const changeErrors = (action: string): ErrorMap => ({
  PriorRequestNotComplete: (cause) => new PriorRequestNotCompleteError(`${action}: ${cause.message}`, { cause }),
  InvalidChangeBatch: (cause) => new DnsChangeRejectedError(`${action}: ${rejection(cause)}`, { cause }),
  InvalidInput: (cause) => new DnsChangeRejectedError(`${action}: ${cause.message}`, { cause }),
});

/** Route 53 returns its reasons in `messages`, or in the older format in the message. */
function rejection(cause: Error): string {
  const { messages } = cause as { messages?: string[] };
  return messages?.length ? messages.join('; ') : cause.message;
}

const hostedZone = (zone: {
  Id?: string | undefined;
  Name?: string | undefined;
  Config?: { PrivateZone?: boolean | undefined } | undefined;
}) => ({
  id: (zone.Id ?? '').replace('/hostedzone/', ''),
  name: normalized(zone.Name),
  isPrivate: zone.Config?.PrivateZone ?? false,
});

const toRecord = (set: ResourceRecordSet): NamedRecord => ({
  name: normalized(set.Name),
  type: set.Type ?? '',
  aliasTarget: set.AliasTarget && normalized(set.AliasTarget.DNSName),
  values: valuesOf(set),
  ...(set.SetIdentifier !== undefined && { setIdentifier: set.SetIdentifier }),
});

const valuesOf = (set: ResourceRecordSet) => (set.ResourceRecords ?? []).map(({ Value }) => normalized(Value));

/** Route 53 returns names with a trailing dot and `*` as `\052` (Route 53 developer guide, "DNS domain name format"). */
const normalized = (name = '') => withoutTrailingDot(name.replaceAll('\\052', '*'));
