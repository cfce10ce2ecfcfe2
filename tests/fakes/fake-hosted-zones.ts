import { isDeepStrictEqual } from 'node:util';
import type { RecordChange, RecordSet } from '../../shared/domain/dns/record-change';
import { type ExistingRecord, type HostedZone, nodeAt } from '../../shared/domain/dns/zone';
import { isWithin } from '../../shared/domain/names/domain-name';
import { DnsChangeRejectedError, PriorRequestNotCompleteError, ZoneNotFoundError } from '../../shared/errors';
import type { HostedZones } from '../../shared/ports/dns';
import type { Journal } from './journal';

interface HeldZone extends HostedZone {
  readonly nameServers: readonly string[];
  readonly records: Map<string, FakeRecord>;
}

/** A record as tests put it: of those that a request may replace, the TTL matters too. */
type FakeRecord = ExistingRecord & Pick<RecordSet, 'ttl'>;

const key = (name: string, type: string, setIdentifier?: string) =>
  [name, type, setIdentifier ?? ''].join(' ').trimEnd();

/** Route 53 in memory: batches are atomic, a CNAME excludes other records, CREATE never overwrites. */
export function fakeHostedZones(journal: Journal, now: () => Date) {
  const zones = new Map<string, HeldZone>();
  let busyUntil = 0;

  const must = (zoneId: string) => {
    const zone = zones.get(zoneId);
    if (!zone) throw new ZoneNotFoundError(`The account has no hosted zone ${zoneId}`);
    return zone;
  };
  const existing = (zone: HeldZone, name: string, types: readonly string[]) =>
    [...zone.records].flatMap(([at, record]) =>
      types.some((type) => at === key(name, type, record.setIdentifier) && type === record.type) ? [record] : [],
    );

  const named = ({ records }: HeldZone) =>
    [...records].map(([at, record]) => ({ name: at.split(' ')[0] ?? '', ...record }));

  const change = (zoneId: string, changes: readonly (readonly [name: string, record: FakeRecord])[]) => {
    const zone = must(zoneId);
    if (now().getTime() < busyUntil) throw new PriorRequestNotCompleteError(`${zoneId} is still busy`);
    const names = changes.map(([name, { type }]) => key(name, type));
    if (new Set(names).size < names.length)
      throw new DnsChangeRejectedError('the batch contains the same record twice');
    for (const [name, { type }] of changes) {
      if (!isWithin(name, zone.name)) throw new DnsChangeRejectedError(`${name} is not in ${zone.name}`);
      const others = type === 'CNAME' ? ['A', 'AAAA', 'TXT'] : ['CNAME'];
      const routed = existing(zone, name, [type]).filter(({ setIdentifier }) => setIdentifier !== undefined);
      if (existing(zone, name, others).length > 0 || routed.length > 0) {
        throw new DnsChangeRejectedError(`${name} has a record that conflicts with ${type}`);
      }
    }
    for (const [name, record] of changes) zone.records.set(key(name, record.type), record);
  };

  const ports: Omit<HostedZones, 'getAddressRecords' | 'changeRecords'> = {
    async list() {
      journal.read('hostedZones.list');
      return [...zones.values()].map(({ id, name, isPrivate }) => ({ id, name, isPrivate }));
    },
    async get(zoneId) {
      journal.read(`hostedZones.get ${zoneId}`);
      return must(zoneId);
    },
    async getCname(zoneId, name) {
      journal.read(`hostedZones.getCname ${zoneId} ${name}`);
      return existing(must(zoneId), name, ['CNAME']).flatMap(({ values }) => values);
    },
    async getNode(zoneId, name) {
      journal.read(`hostedZones.getNode ${zoneId} ${name}`);
      return nodeAt(name, named(must(zoneId)));
    },
    async listAllRecords(zoneId) {
      journal.read(`hostedZones.listAllRecords ${zoneId}`);
      const records = named(must(zoneId));
      return records.length > 300 ? undefined : records;
    },
    async upsertCnames(zoneId, records) {
      journal.change(`hostedZones.upsertCnames ${zoneId} ${records.map(({ name }) => name).join(' ')}`);
      change(
        zoneId,
        records.map(({ name, value }) => [name, { type: 'CNAME', values: [value] }]),
      );
    },
    async createAliases(zoneId, aliases, target) {
      journal.change(
        `hostedZones.createAliases ${zoneId} ${aliases.map(({ name, type }) => `${name}/${type}`).join(' ')}`,
      );
      const taken = aliases.find(({ name, type }) => must(zoneId).records.has(key(name, type)));
      if (taken) throw new DnsChangeRejectedError(`${taken.name} ${taken.type} but it already exists`);
      change(
        zoneId,
        aliases.map(({ name, type }) => [name, { type, aliasTarget: target.dnsName.toLowerCase(), values: [] }]),
      );
    },
    async deleteCnames(zoneId, records) {
      journal.change(`hostedZones.deleteCnames ${zoneId} ${records.map(({ name }) => name).join(' ')}`);
      const zone = must(zoneId);
      const deleted = records.filter(({ name, value }) =>
        existing(zone, name, ['CNAME']).some(
          ({ values, setIdentifier }) => setIdentifier === undefined && values.join() === value,
        ),
      );
      for (const { name } of deleted) zone.records.delete(key(name, 'CNAME'));
      return deleted.map(({ name }) => name);
    },
    async deleteAliases(zoneId, name, types, dnsName) {
      journal.change(`hostedZones.deleteAliases ${zoneId} ${name} ${types.join(' ')}`);
      const { records } = must(zoneId);
      const deleted = types.filter((type) => records.get(key(name, type))?.aliasTarget === dnsName);
      for (const type of deleted) records.delete(key(name, type));
      return deleted;
    },
  };

  /** As Route 53 stores what the tests put. */
  const stored = (name: string, record: FakeRecord): RecordSet[] => {
    const { type, aliasTarget, values, ttl = 300, setIdentifier } = record;
    if (type !== 'A' && type !== 'AAAA' && type !== 'CNAME') return [];
    const alias = aliasTarget && { hostedZoneId: 'Z32O12XQLNTSW2', dnsName: aliasTarget, evaluateTargetHealth: false };
    return [
      {
        ...{ name, type, values: [...values] },
        ...(alias ? { aliasTarget: alias } : { ttl }),
        ...(setIdentifier !== undefined && { routing: `routing policy, record ID "${setIdentifier}"` }),
      },
    ];
  };
  const toFake = ({ type, ttl, values, aliasTarget }: RecordSet): FakeRecord => ({
    ...{ type, ttl, values, aliasTarget: aliasTarget?.dnsName },
  });

  const replacing: Pick<HostedZones, 'getAddressRecords' | 'changeRecords'> = {
    async getAddressRecords(zoneId, name) {
      journal.read(`hostedZones.getAddressRecords ${zoneId} ${name}`);
      return existing(must(zoneId), name, ['A', 'AAAA', 'CNAME']).flatMap((record) => stored(name, record));
    },
    async changeRecords(zoneId, changes: readonly RecordChange[]) {
      const deleted = changes.flatMap((each) => each.deleted);
      const created = changes.flatMap((each) => each.created);
      const textOf = (sign: string) => (record: RecordSet) => `${sign}${record.name}/${record.type}`;
      journal.change(
        `hostedZones.changeRecords ${zoneId} ${[...deleted.map(textOf('-')), ...created.map(textOf('+'))].join(' ')}`,
      );
      const { records } = must(zoneId);
      const before = new Map(records);
      try {
        for (const record of deleted) {
          const [current] = existing(must(zoneId), record.name, [record.type]).flatMap((each) =>
            stored(record.name, each),
          );
          if (!isDeepStrictEqual(current, record))
            throw new DnsChangeRejectedError(`${record.name} ${record.type}: the values do not match`);
          records.delete(key(record.name, record.type));
        }
        const taken = created.find(({ name, type }) => records.has(key(name, type)));
        if (taken) throw new DnsChangeRejectedError(`${taken.name} ${taken.type} but it already exists`);
        change(
          zoneId,
          created.map((record) => [record.name, toFake(record)]),
        );
      } catch (error) {
        records.clear();
        for (const [name, record] of before) records.set(name, record);
        throw error;
      }
    },
  };

  return {
    ...ports,
    ...replacing,
    add(id: string, name: string, more: { isPrivate?: boolean; nameServers?: readonly string[] } = {}) {
      const { isPrivate = false, nameServers = [`ns.${id.toLowerCase()}.example`] } = more;
      zones.set(id, { id, name, isPrivate, nameServers, records: new Map() });
    },
    /** Adds an existing record. */
    put: (zoneId: string, name: string, record: FakeRecord) =>
      void must(zoneId).records.set(key(name, record.type, record.setIdentifier), record),
    /** Deletes a record, as in the console. */
    take: (zoneId: string, name: string, type: string) => void must(zoneId).records.delete(key(name, type)),
    /** The records of a zone, as `name type value`. */
    records: (zoneId: string) =>
      [...must(zoneId).records].map(([name, { aliasTarget, values }]) => `${name} ${aliasTarget ?? values.join(',')}`),
    /** The values of a CNAME in all zones. */
    resolve: (name: string) =>
      [...zones.values()].flatMap((zone) => existing(zone, name, ['CNAME']).flatMap(({ values }) => values)),
    /** Makes every zone reject changes until an instant, because an earlier change is pending. */
    beBusyUntil: (instant: Date) => void (busyUntil = instant.getTime()),
  };
}
