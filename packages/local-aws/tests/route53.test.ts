import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  GetChangeCommand,
  GetHostedZoneCommand,
  GetHostedZoneCountCommand,
  ListHostedZonesByNameCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
  type Change,
  type CreateHostedZoneRequest,
} from '@aws-sdk/client-route-53';
import { createWire } from '../src/wire/wire';
import { change, recordSet, startRoute53 } from './route53-setup';

const running: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
});

/** A Route 53 behind the wire, and the real SDK's client in front of it. */
async function start(settings?: Parameters<typeof startRoute53>[0]) {
  const { clock, world, route53 } = startRoute53(settings);
  const wire = createWire(world, [route53.service], { throttling: false });
  const client = new Route53Client({
    region: 'us-east-1',
    endpoint: await wire.listen(),
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  running.push(async () => {
    client.destroy();
    clock.stop();
    await wire.close();
  });

  let references = 0;
  const createZone = async (Name: string, more: Partial<CreateHostedZoneRequest> = {}) => {
    references += 1;
    const { HostedZone, ...rest } = await client.send(
      new CreateHostedZoneCommand({ Name, CallerReference: `reference-${references}`, ...more }),
    );
    return { ...rest, id: HostedZone?.Id ?? '' };
  };
  const changeRecords = (HostedZoneId: string, ...Changes: Change[]) =>
    client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } }));
  return { clock, route53, client, createZone, changeRecords };
}

const VPC = { VPCRegion: 'eu-west-1', VPCId: 'vpc-1' } as const;

describe('a hosted zone', () => {
  it('is created with four name servers, and its SOA and NS records', async () => {
    const { client, createZone } = await start();
    const created = await createZone('Example.COM', { HostedZoneConfig: { Comment: 'a comment' } });
    expect(created.id).toMatch(/^\/hostedzone\/Z[0-9A-Z]+$/);
    expect(created.Location).toMatch(/\/hostedzone\/Z/);
    expect(created.ChangeInfo).toMatchObject({ Id: expect.stringMatching(/^\/change\/C/), Status: 'PENDING' });

    const { HostedZone, DelegationSet } = await client.send(new GetHostedZoneCommand({ Id: created.id }));
    expect(HostedZone).toMatchObject({
      Name: 'example.com.',
      Config: { Comment: 'a comment', PrivateZone: false },
      ResourceRecordSetCount: 2,
    });
    const servers = DelegationSet?.NameServers ?? [];
    expect(servers.map((server) => server.replace(/\d+/g, 'N'))).toEqual([
      'ns-N.awsdns-N.com',
      'ns-N.awsdns-N.net',
      'ns-N.awsdns-N.org',
      'ns-N.awsdns-N.co.uk',
    ]);
    const { ResourceRecordSets } = await client.send(new ListResourceRecordSetsCommand({ HostedZoneId: created.id }));
    expect(ResourceRecordSets).toEqual([
      recordSet(
        'example.com.',
        'NS',
        servers.map((server) => `${server}.`),
        172_800,
      ),
      recordSet('example.com.', 'SOA', `${servers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`, 900),
    ]);
  });

  it('may have the name of another one, and then other name servers', async () => {
    const { client, createZone } = await start();
    const sets = [(await createZone('example.com')).DelegationSet, (await createZone('example.com')).DelegationSet];
    expect(new Set(sets.flatMap((set) => set?.NameServers ?? [])).size).toBe(8);
    expect(await client.send(new GetHostedZoneCountCommand({}))).toMatchObject({ HostedZoneCount: 2 });
  });

  it('may be private, and then has networks instead of a delegation set', async () => {
    const { client, createZone } = await start();
    const { id, DelegationSet } = await createZone('example.com', { VPC });
    expect(DelegationSet).toBeUndefined();
    const answer = await client.send(new GetHostedZoneCommand({ Id: id }));
    expect(answer).toMatchObject({ HostedZone: { Config: { PrivateZone: true } }, VPCs: [VPC] });
    expect(answer.DelegationSet).toBeUndefined();
  });

  it.each<[string, Partial<CreateHostedZoneRequest>, string]>([
    ['a caller reference a second time', { CallerReference: 'reference-1' }, 'HostedZoneAlreadyExists'],
    ['a name with an empty label', { Name: 'example..com' }, 'InvalidDomainName'],
    ['a private zone without a network', { HostedZoneConfig: { PrivateZone: true } }, 'InvalidInput'],
    ['a second private zone of the name in one network', { VPC }, 'ConflictingDomainExists'],
    ['a reusable delegation set', { DelegationSetId: 'N1' }, 'NoSuchDelegationSet'],
  ])('is not created for %s', async (_, more, name) => {
    const { createZone } = await start();
    await createZone('example.com', { VPC });
    await expect(createZone('example.com', more)).rejects.toMatchObject({ name });
  });

  it('is not created when the account has 500', async () => {
    const { route53, createZone } = await start();
    for (let index = 0; index < 500; index += 1) {
      route53.service.operations.CreateHostedZone?.(
        { Name: `n${index}.test`, CallerReference: `n${index}` },
        { service: 'route53', operation: 'CreateHostedZone', principal: '', requestId: '' },
      );
    }
    await expect(createZone('example.com')).rejects.toMatchObject({ name: 'TooManyHostedZones' });
  });

  it('is deleted only when nothing but its SOA and NS records is left', async () => {
    const { client, route53, createZone, changeRecords } = await start();
    const { id } = await createZone('example.com');
    const remove = () => client.send(new DeleteHostedZoneCommand({ Id: id }));
    await changeRecords(id, change('CREATE', 'a.example.com', 'A', '192.0.2.1'));
    await expect(remove()).rejects.toMatchObject({ name: 'HostedZoneNotEmpty' });
    await changeRecords(id, change('DELETE', 'a.example.com', 'A', '192.0.2.1'));
    route53.protect(id, 'example.com', 'NS');
    await expect(remove()).rejects.toMatchObject({ name: 'HostedZoneNotEmpty' });
    route53.unprotect(id, 'example.com', 'NS');
    await remove();
    await expect(client.send(new GetHostedZoneCommand({ Id: id }))).rejects.toMatchObject({
      name: 'NoSuchHostedZone',
      message: `No hosted zone found with ID: ${id.replace('/hostedzone/', '')}`,
    });
  });
});

describe('the list of hosted zones', () => {
  it('is ordered by reversed labels, begins at a name that need not exist, and holds private zones', async () => {
    const { client, createZone } = await start();
    await createZone('b.example.com');
    await createZone('example.org');
    await createZone('example.com', { VPC });
    await createZone('a.example.com');
    const list = async (DNSName?: string) => {
      const { HostedZones } = await client.send(new ListHostedZonesByNameCommand(DNSName ? { DNSName } : {}));
      return HostedZones?.map(({ Name, Config }) => `${Name}${Config?.PrivateZone ? ' (private)' : ''}`);
    };
    expect(await list()).toEqual(['example.com. (private)', 'a.example.com.', 'b.example.com.', 'example.org.']);
    expect(await list('aa.example.com')).toEqual(['b.example.com.', 'example.org.']);
    expect(await list('zzz.org')).toEqual([]);
  });

  it('by name goes on with a name and an id together, at most 100 zones a page', async () => {
    const { client, createZone } = await start();
    const ids = new Set<string>();
    for (let index = 0; index < 101; index += 1) ids.add((await createZone('example.com')).id);

    const first = await client.send(new ListHostedZonesByNameCommand({ MaxItems: 1000 }));
    expect(first).toMatchObject({ IsTruncated: true, NextDNSName: 'example.com.' });
    expect(first.HostedZones).toHaveLength(100);
    const second = await client.send(
      new ListHostedZonesByNameCommand({ DNSName: first.NextDNSName, HostedZoneId: first.NextHostedZoneId }),
    );
    expect(second).toMatchObject({ IsTruncated: false });
    expect(new Set([...(first.HostedZones ?? []), ...(second.HostedZones ?? [])].map(({ Id }) => Id))).toEqual(ids);
  });

  it('goes on at a marker, and can be that of the private zones', async () => {
    const { client, createZone } = await start();
    const ids = [
      (await createZone('a.test')).id,
      (await createZone('b.test', { VPC })).id,
      (await createZone('c.test')).id,
    ];
    const first = await client.send(new ListHostedZonesCommand({ MaxItems: 2 }));
    const second = await client.send(new ListHostedZonesCommand({ Marker: first.NextMarker }));
    expect([...(first.HostedZones ?? []), ...(second.HostedZones ?? [])].map(({ Id }) => Id)).toEqual(ids);
    expect(second.IsTruncated).toBe(false);
    const { HostedZones } = await client.send(new ListHostedZonesCommand({ HostedZoneType: 'PrivateHostedZone' }));
    expect(HostedZones?.map(({ Id }) => Id)).toEqual([ids[1]]);
  });
});

describe('the list of record sets', () => {
  it('begins at a name and type that need not exist, at most 300 a page', async () => {
    const { client, createZone, changeRecords } = await start();
    const { id } = await createZone('example.com');
    const names = Array.from({ length: 299 }, (_, index) => `n${String(index).padStart(3, '0')}.example.com.`);
    await changeRecords(id, ...names.map((name) => change('CREATE', name, 'A', '192.0.2.1')));

    const first = await client.send(new ListResourceRecordSetsCommand({ HostedZoneId: id, MaxItems: 1000 }));
    expect(first).toMatchObject({ IsTruncated: true, NextRecordName: 'n298.example.com.', NextRecordType: 'A' });
    expect(first.ResourceRecordSets).toHaveLength(300);

    const from = async (StartRecordName: string, StartRecordType?: 'A' | 'TXT') => {
      const answer = await client.send(
        new ListResourceRecordSetsCommand({ HostedZoneId: id, StartRecordName, StartRecordType, MaxItems: 1 }),
      );
      return answer.ResourceRecordSets?.map(({ Name }) => Name);
    };
    expect(await from('n100x.example.com')).toEqual(['n101.example.com.']);
    expect(await from('n100.example.com', 'A')).toEqual(['n100.example.com.']);
    expect(await from('n100.example.com', 'TXT')).toEqual(['n101.example.com.']);
  });

  it('is refused for a type without a name', async () => {
    const { client, createZone } = await start();
    const { id } = await createZone('example.com');
    const command = new ListResourceRecordSetsCommand({ HostedZoneId: id, StartRecordType: 'A' });
    await expect(client.send(command)).rejects.toMatchObject({ name: 'InvalidInput' });
  });
});

describe('a change batch', () => {
  it('is shown at once, and is PENDING until it is INSYNC', async () => {
    const { clock, client, createZone, changeRecords } = await start();
    const { id } = await createZone('example.com');
    const { ChangeInfo } = await changeRecords(id, change('UPSERT', '*.example.com', 'TXT', '"x"'));
    const { ResourceRecordSets } = await client.send(new ListResourceRecordSetsCommand({ HostedZoneId: id }));
    expect(ResourceRecordSets).toContainEqual(recordSet('\\052.example.com.', 'TXT', '"x"'));

    const status = async () => (await client.send(new GetChangeCommand({ Id: ChangeInfo?.Id }))).ChangeInfo?.Status;
    expect(await status()).toBe('PENDING');
    await clock.advance(1_000);
    expect(await status()).toBe('INSYNC');
    await expect(client.send(new GetChangeCommand({ Id: 'C0NONE' }))).rejects.toMatchObject({ name: 'NoSuchChange' });
  });

  it('is refused whole, with every message', async () => {
    const { client, createZone, changeRecords } = await start();
    const { id } = await createZone('example.com');
    await expect(
      changeRecords(
        id,
        change('CREATE', 'a.example.com', 'A', '192.0.2.1'),
        change('CREATE', 'b.example.com', 'A', 'nonsense'),
        change('CREATE', 'example.com', 'CNAME', 'a.example.org'),
      ),
    ).rejects.toMatchObject({
      name: 'InvalidChangeBatch',
      message: expect.stringMatching(/^\[Invalid Resource Record: .*, RRSet of type CNAME .* at apex in zone .*\]$/),
    });
    const { ResourceRecordSets } = await client.send(new ListResourceRecordSetsCommand({ HostedZoneId: id }));
    expect(ResourceRecordSets).toHaveLength(2);
  });

  it('that touches a protected record set is refused whole, identical content included', async () => {
    const { route53, createZone, changeRecords } = await start();
    const { id } = await createZone('example.com');
    const validation = change('UPSERT', '_x.example.com', 'CNAME', '_y.acm-validations.aws.');
    await changeRecords(id, validation);
    route53.protect(id, '_X.example.com', 'CNAME');
    await expect(
      changeRecords(id, validation, change('CREATE', 'a.example.com', 'A', '192.0.2.1')),
    ).rejects.toMatchObject({
      name: 'InvalidChangeBatch',
    });
    await changeRecords(id, change('CREATE', 'a.example.com', 'A', '192.0.2.1'));
  });

  it('is refused while an earlier one for the same zone is being accepted', async () => {
    const { clock, createZone, changeRecords } = await start({
      propagationMilliseconds: 60_000,
      acceptanceMilliseconds: 30_000,
    });
    const [{ id }, { id: otherId }] = [await createZone('example.com'), await createZone('example.org')];
    await changeRecords(id, change('UPSERT', 'a.example.com', 'A', '192.0.2.1'));
    const another = () => changeRecords(id, change('UPSERT', 'b.example.com', 'A', '192.0.2.1'));
    await expect(another()).rejects.toMatchObject({ name: 'PriorRequestNotComplete' });
    await changeRecords(otherId, change('UPSERT', 'a.example.org', 'A', '192.0.2.1'));
    await clock.advance(30_000);
    await another();
  });
});
