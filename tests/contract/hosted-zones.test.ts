import {
  type ChangeAction,
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  type CreateHostedZoneRequest,
  type ResourceRecordSet,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { clientOptions } from 'local-aws/clients';
import { type Cloud, startCloud } from 'local-aws/cloud';
import { type Seed, seedCloud } from 'local-aws/seed';
import { clientOptions as serviceOptions } from '../../shared/aws/call-aws';
import { route53HostedZones } from '../../shared/aws/hosted-zones';
import { nodeAt } from '../../shared/domain/dns/zone';
import { DnsChangeRejectedError, PriorRequestNotCompleteError, ZoneNotFoundError } from '../../shared/errors';
import type { HostedZones } from '../../shared/ports/dns';

let cloud: Cloud;
let seed: Seed;
let client: Route53Client;
let zones: HostedZones;
let zoneId: string;

beforeAll(async () => {
  cloud = await startCloud({ throttling: false });
  seed = await seedCloud(cloud);
  zoneId = seed.hostedZoneId;
  client = new Route53Client({ ...serviceOptions, ...clientOptions(cloud) });
  zones = route53HostedZones(client);
});

afterAll(async () => {
  client.destroy();
  await seed.close();
  await cloud.close();
});

const createZone = (Name: string, rest: Partial<CreateHostedZoneRequest> = {}) =>
  client.send(new CreateHostedZoneCommand({ Name, CallerReference: `${Name} ${JSON.stringify(rest)}`, ...rest }));

const change = (Action: ChangeAction, ResourceRecordSet: ResourceRecordSet) =>
  client.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: zoneId,
      ChangeBatch: { Changes: [{ Action, ResourceRecordSet }] },
    }),
  );
const create = (recordSet: ResourceRecordSet) => change('CREATE', recordSet);
const put = (recordSet: ResourceRecordSet) => change('UPSERT', recordSet);

const aliasTarget = () => ({
  dnsName: seed.loadBalancerDnsName.toLowerCase(),
  canonicalHostedZoneId: 'Z32O12XQLNTSW2',
});

test('lists every zone of several pages, and which are private', async () => {
  const names = Array.from({ length: 105 }, (_, index) => `zone-${index}.test`);
  for (const name of names) await createZone(name);
  await createZone('zone-0.test', {
    VPC: { VPCId: 'vpc-0a1b2c3d', VPCRegion: 'eu-west-1' },
    HostedZoneConfig: { PrivateZone: true },
  });
  const listed = await zones.list();
  expect(
    listed
      .filter(({ isPrivate }) => !isPrivate)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['example.test', ...names].sort());
  expect(listed.filter(({ isPrivate }) => isPrivate)).toMatchObject([{ name: 'zone-0.test' }]);
  expect(listed.find(({ name }) => name === 'example.test')).toEqual({
    id: zoneId,
    name: 'example.test',
    isPrivate: false,
  });
});

test('returns a zone with its name servers', async () => {
  expect(await zones.get(zoneId)).toEqual({
    id: zoneId,
    name: 'example.test',
    isPrivate: false,
    nameServers: Array(4).fill(expect.stringMatching(/^ns-\d+\.awsdns-\d\d\.(com|net|org|co\.uk)$/)),
  });
});

test('reports a missing zone', async () => {
  await expect(zones.get('Z0123456789')).rejects.toThrow(ZoneNotFoundError);
});

test('writes CNAMEs in one batch, replaces them, and reads the one at exactly a name', async () => {
  await zones.upsertCnames(zoneId, [
    { name: '_b.example.test', value: 'one.acm-validations.aws' },
    { name: '_d.example.test', value: 'two.acm-validations.aws' },
  ]);
  await zones.upsertCnames(zoneId, [{ name: '_b.example.test', value: 'three.acm-validations.aws' }]);
  expect(await zones.getCname(zoneId, '_b.example.test')).toEqual(['three.acm-validations.aws']);
  expect(await zones.getCname(zoneId, '_d.example.test')).toEqual(['two.acm-validations.aws']);
  // Route 53's list starts at the next existing name.
  expect(await zones.getCname(zoneId, '_c.example.test')).toEqual([]);
  expect(await zones.getCname(zoneId, '_z.example.test')).toEqual([]);
});

test('reads the records at exactly a name, including aliases and wildcards', async () => {
  await create({
    Name: 'old.example.test',
    Type: 'A',
    TTL: 60,
    ResourceRecords: [{ Value: '192.0.2.1' }, { Value: '192.0.2.2' }],
  });
  await create({ Name: 'old.example.test', Type: 'TXT', TTL: 60, ResourceRecords: [{ Value: '"text"' }] });
  await create({
    Name: '*.old.example.test',
    Type: 'CNAME',
    TTL: 60,
    ResourceRecords: [{ Value: 'Elsewhere.example.net.' }],
  });
  expect((await zones.getNode(zoneId, 'old.example.test')).records).toEqual([
    { name: 'old.example.test', type: 'A', aliasTarget: undefined, values: ['192.0.2.1', '192.0.2.2'] },
    { name: 'old.example.test', type: 'TXT', aliasTarget: undefined, values: ['"text"'] },
  ]);
  expect((await zones.getNode(zoneId, '*.old.example.test')).records).toEqual([
    { name: '*.old.example.test', type: 'CNAME', aliasTarget: undefined, values: ['elsewhere.example.net'] },
  ]);
  expect((await zones.getNode(zoneId, 'ol.example.test')).records).toEqual([]);

  const alias = aliasTarget();
  await zones.createAliases(zoneId, [{ name: 'new.example.test', type: 'A' }], alias);
  expect((await zones.getNode(zoneId, 'new.example.test')).records).toEqual([
    { name: 'new.example.test', type: 'A', aliasTarget: alias.dnsName, values: [] },
  ]);
});

test.each([
  ['the zone', 'example.test', true],
  ['a name with a record', 'leaf.tree.example.test', true],
  ['a name with records only below it', 'tree.example.test', true],
  ['a name with a wildcard only below it', 'wood.example.test', true],
  ['a name that a wildcard answers for', 'any.wood.example.test', false],
  ['a name before those with records', 'a.tree.example.test', false],
  ['a name behind those with records', 'z.tree.example.test', false],
  ['a name that others begin with', 'tre.example.test', false],
  ['a name that others end with', 'ree.example.test', false],
  ['a name behind the whole zone', 'zz.example.test', false],
])('reports whether %s exists: %s', async (_what, name, exists) => {
  const value = { TTL: 60, ResourceRecords: [{ Value: '192.0.2.1' }] };
  for (const Name of ['leaf.tree.example.test', 'tree-2.example.test', '*.wood.example.test']) {
    await put({ Name, Type: 'A', ...value });
  }
  expect(await zones.getNode(zoneId, name)).toMatchObject({ exists });
  expect(nodeAt(name, (await zones.listAllRecords(zoneId)) ?? [])).toMatchObject({ exists });
});

describe('records with a routing policy', () => {
  const weighted = (record: ResourceRecordSet, SetIdentifier: string) =>
    create({ ...record, SetIdentifier, Weight: 1 });
  const alias = (Name: string): ResourceRecordSet => {
    const { dnsName: DNSName, canonicalHostedZoneId: HostedZoneId } = aliasTarget();
    return { Name, Type: 'A', AliasTarget: { DNSName, HostedZoneId, EvaluateTargetHealth: false } };
  };
  const cname = (Name: string, Value: string): ResourceRecordSet => ({
    Name,
    Type: 'CNAME',
    TTL: 60,
    ResourceRecords: [{ Value }],
  });

  test('are read with what tells them apart', async () => {
    await weighted(alias('read.example.test'), 'blue');
    await weighted(alias('read.example.test'), 'green');
    const { records } = await zones.getNode(zoneId, 'read.example.test');
    expect(records.map(({ setIdentifier }) => setIdentifier)).toEqual(['blue', 'green']);
    await weighted(cname('_read.example.test', 'one.acm-validations.aws'), 'blue');
    await weighted(cname('_read.example.test', 'elsewhere.example.net'), 'green');
    const values = ['one.acm-validations.aws', 'elsewhere.example.net'];
    expect(await zones.getCname(zoneId, '_read.example.test')).toEqual(values);
  });

  test('are never deleted', async () => {
    await weighted(alias('routed.example.test'), 'blue');
    await weighted(cname('_routed.example.test', 'one.acm-validations.aws'), 'blue');
    expect(await zones.deleteAliases(zoneId, 'routed.example.test', ['A', 'AAAA'], aliasTarget().dnsName)).toEqual([]);
    const record = { name: '_routed.example.test', value: 'one.acm-validations.aws' };
    expect(await zones.deleteCnames(zoneId, [record])).toEqual([]);
    expect((await zones.getNode(zoneId, 'routed.example.test')).records).toHaveLength(1);
    expect(await zones.getCname(zoneId, record.name)).toEqual([record.value]);
  });

  test('are never replaced', async () => {
    await weighted(alias('over.example.test'), 'blue');
    await weighted(cname('_over.example.test', 'old.acm-validations.aws'), 'blue');
    const created = zones.createAliases(zoneId, [{ name: 'over.example.test', type: 'A' }], aliasTarget());
    await expect(created).rejects.toThrow(DnsChangeRejectedError);
    const upserted = zones.upsertCnames(zoneId, [{ name: '_over.example.test', value: 'new.acm-validations.aws' }]);
    await expect(upserted).rejects.toThrow(DnsChangeRejectedError);
  });
});

test('lists all records of a zone, but not of one larger than a page', async () => {
  const names = ['old.example.test', '*.old.example.test', 'new.example.test', '_b.example.test'];
  const whole = await zones.listAllRecords(zoneId);
  for (const name of names) {
    const read = whole?.filter((record) => record.name === name && record.type !== 'TXT');
    const node = await zones.getNode(zoneId, name);
    expect(node.records.filter(({ type }) => type !== 'TXT')).toEqual(read);
    expect(read).toHaveLength(1);
  }
  const HostedZoneId = (await zones.list()).find(({ name }) => name === 'zone-1.test')?.id ?? '';
  const Changes = Array.from({ length: 299 }, (_, n) => ({
    Action: 'CREATE' as const,
    ResourceRecordSet: {
      Name: `n${n}.zone-1.test`,
      Type: 'A' as const,
      TTL: 60,
      ResourceRecords: [{ Value: '192.0.2.1' }],
    },
  }));
  // With its NS and SOA records, one more than a page.
  await client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes: Changes.slice(1) } }));
  expect(await zones.listAllRecords(HostedZoneId)).toHaveLength(300);
  await client.send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes: Changes.slice(0, 1) } }),
  );
  expect(await zones.listAllRecords(HostedZoneId)).toBeUndefined();
});

describe('a batch that Route 53 rejects is reported, and nothing is written:', () => {
  test('an alias at an existing record', async () => {
    await create({ Name: 'taken.example.test', Type: 'A', TTL: 60, ResourceRecords: [{ Value: '192.0.2.1' }] });
    const refused = zones.createAliases(
      zoneId,
      [
        { name: 'free.example.test', type: 'A' },
        { name: 'taken.example.test', type: 'A' },
      ],
      aliasTarget(),
    );
    await expect(refused).rejects.toThrow(DnsChangeRejectedError);
    await expect(refused).rejects.toThrow(/taken\.example\.test\..* already exists/);
    expect(await zones.getNode(zoneId, 'free.example.test')).toEqual({ exists: false, records: [] });
  });

  test('a record set that is protected', async () => {
    await zones.upsertCnames(zoneId, [{ name: '_kept.example.test', value: 'one.acm-validations.aws' }]);
    cloud.route53.protect(zoneId, '_kept.example.test', 'CNAME');
    const refused = zones.upsertCnames(zoneId, [
      { name: '_beside.example.test', value: 'two.acm-validations.aws' },
      { name: '_kept.example.test', value: 'two.acm-validations.aws' },
    ]);
    await expect(refused).rejects.toThrow(DnsChangeRejectedError);
    await expect(refused).rejects.toThrow(/_kept\.example\.test/);
    expect(await zones.getCname(zoneId, '_beside.example.test')).toEqual([]);
    expect(await zones.getCname(zoneId, '_kept.example.test')).toEqual(['one.acm-validations.aws']);
  });

  test('a name outside the zone', async () => {
    await expect(
      zones.upsertCnames(zoneId, [{ name: '_x.example.org', value: 'v.acm-validations.aws' }]),
    ).rejects.toThrow(DnsChangeRejectedError);
  });
});

test('a change during another one has its own error, which is retried', async () => {
  const busy = await startCloud({
    throttling: false,
    route53: { propagationMilliseconds: 1_000, acceptanceMilliseconds: 60_000 },
  });
  const busySeed = await seedCloud(busy);
  const busyClient = new Route53Client({ ...serviceOptions, ...clientOptions(busy) });
  const record = { name: '_a.example.test', value: 'v.acm-validations.aws' };
  const write = () => route53HostedZones(busyClient).upsertCnames(busySeed.hostedZoneId, [record]);
  await write();
  await expect(write()).rejects.toThrow(PriorRequestNotCompleteError);
  await busy.clock.advance(60_000);
  await write();
  busyClient.destroy();
  await busySeed.close();
  await busy.close();
});

describe('records are moved', () => {
  const AT = { zoneId: '', name: 'moved.example.test', kept: [] };
  const old: ResourceRecordSet = {
    Name: 'moved.example.test',
    Type: 'CNAME',
    TTL: 60,
    ResourceRecords: [{ Value: 'Old.Example.net' }],
  };
  const alias = () => ({
    ...{ name: AT.name, type: 'A' as const, values: [] },
    aliasTarget: {
      hostedZoneId: aliasTarget().canonicalHostedZoneId,
      dnsName: aliasTarget().dnsName,
      evaluateTargetHealth: false,
    },
  });

  it('from a record read exactly as it is, in one batch, and back again', async () => {
    await create(old);
    const [record] = await zones.getAddressRecords(zoneId, AT.name);
    expect(record).toEqual({ name: AT.name, type: 'CNAME', ttl: 60, values: ['Old.Example.net'] });
    const deleted = record ? [record] : [];
    await zones.changeRecords(zoneId, [{ ...AT, deleted, created: [alias()] }]);
    const moved = await zones.getAddressRecords(zoneId, AT.name);
    expect(moved).toMatchObject([{ type: 'A', values: [], aliasTarget: { evaluateTargetHealth: false } }]);
    await zones.changeRecords(zoneId, [{ ...AT, deleted: moved, created: deleted }]);
    expect(await zones.getAddressRecords(zoneId, AT.name)).toEqual(deleted);
  });

  it('never from a record that is another one by then', async () => {
    const deleted = [{ name: AT.name, type: 'CNAME' as const, ttl: 61, values: ['Old.Example.net'] }];
    const before = await zones.getAddressRecords(zoneId, AT.name);
    await expect(zones.changeRecords(zoneId, [{ ...AT, deleted, created: [alias()] }])).rejects.toThrow(
      DnsChangeRejectedError,
    );
    expect(await zones.getAddressRecords(zoneId, AT.name)).toEqual(before);
  });
});
