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

/** How long resolvers may keep a validation record: short, so that a repair is seen soon. */
const VALIDATION_TTL_SECONDS = 300;

/** The most that Route 53 lists in one answer (Route 53 API, ListResourceRecordSets). */
const MOST_RECORDS = 300;

/**
 * Once throttled, the client keeps to the pace that Route 53 answers at: the whole account has some ten questions a second, and
 * a sweep may have hundreds (AWS SDKs and Tools Reference Guide, "Retry behavior", adaptive).
 */
const options = { ...clientOptions, retryMode: 'adaptive' };

/** Route 53 as the SDK reaches it. */
export function route53HostedZones(client = new Route53Client(options)): HostedZones {
  /** Name and type are where the list starts, not a filter (Route 53 API, ListResourceRecordSets). */
  const recordsFrom = async (
    zoneId: string,
    name: string,
    from: RRType,
    most: number,
  ): Promise<ResourceRecordSet[]> => {
    const { ResourceRecordSets = [] } = await callAws(
      `route53:ListResourceRecordSets ${zoneId} ${name}`,
      client.send(
        new ListResourceRecordSetsCommand({
          HostedZoneId: zoneId,
          StartRecordName: name,
          StartRecordType: from,
          MaxItems: most,
        }),
      ),
    );
    return ResourceRecordSets;
  };

  const recordsAt: typeof recordsFrom = async (zoneId, name, from, most) =>
    (await recordsFrom(zoneId, name, from, most)).filter((set) => bare(set.Name) === name);

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

    async cname(zoneId, name) {
      const [set] = await recordsAt(zoneId, name, 'CNAME', 1);
      return set?.Type === 'CNAME' ? valuesOf(set) : [];
    },

    async node(zoneId, name) {
      // Names are listed with their labels reversed: right behind a name comes what is below it. Its types are listed in
      // alphabetical order, and weighted sets repeat a type.
      return nodeAt(name, (await recordsFrom(zoneId, name, 'A', 100)).map(named));
    },

    async wholeZone(zoneId) {
      const { ResourceRecordSets = [], IsTruncated } = await callAws(
        `route53:ListResourceRecordSets ${zoneId}`,
        client.send(new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, MaxItems: MOST_RECORDS })),
      );
      return IsTruncated === false ? ResourceRecordSets.map(named) : undefined;
    },

    writeCnames: (zoneId, records) =>
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
        if (set?.Type === 'CNAME' && valuesOf(set).join() === value) existing.push(set);
      }
      if (existing.length > 0) await change(zoneId, existing.map(deletionOf));
      return existing.map(({ Name }) => bare(Name));
    },

    async deleteAliases(zoneId, name, types, dnsName) {
      const existing = (await recordsAt(zoneId, name, 'A', 100)).filter(
        ({ Type, AliasTarget }) =>
          types.some((type) => type === Type) && bare(AliasTarget?.DNSName).replace(/^dualstack\./, '') === dnsName,
      );
      if (existing.length > 0) await change(zoneId, existing.map(deletionOf));
      return types.filter((type) => existing.some(({ Type }) => Type === type));
    },
  };
}

/** Route 53 deletes a record set only when it is named exactly as it stands (Route 53 API, ChangeResourceRecordSets). */
const deletionOf = (set: ResourceRecordSet): Change => ({ Action: 'DELETE', ResourceRecordSet: set });

const changeErrors = (action: string): ErrorMap => ({
  PriorRequestNotComplete: (cause) => new PriorRequestNotCompleteError(`${action}: ${cause.message}`, { cause }),
  InvalidChangeBatch: (cause) => new DnsChangeRejectedError(`${action}: ${rejection(cause)}`, { cause }),
  InvalidInput: (cause) => new DnsChangeRejectedError(`${action}: ${cause.message}`, { cause }),
});

/** Route 53 puts its reasons into `messages`, or, in its older form, into the message alone. */
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
  name: bare(zone.Name),
  isPrivate: zone.Config?.PrivateZone ?? false,
});

const named = (set: ResourceRecordSet): NamedRecord => ({
  name: bare(set.Name),
  type: set.Type ?? '',
  aliasTarget: set.AliasTarget && bare(set.AliasTarget.DNSName),
  values: valuesOf(set),
});

const valuesOf = (set: ResourceRecordSet) => (set.ResourceRecords ?? []).map(({ Value }) => bare(Value));

/** Route 53 answers with a trailing dot and writes `*` as `\052` (Route 53 developer guide, "DNS domain name format"). */
const bare = (name = '') => withoutTrailingDot(name.replaceAll('\\052', '*'));
