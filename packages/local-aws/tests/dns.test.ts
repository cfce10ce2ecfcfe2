import { promises as dns } from 'node:dns';
import type { Change } from '@aws-sdk/client-route-53';
import type { Answer } from 'dns-packet';
import { createDnsServer } from '../src/dns/dns-server';
import { createRegistrar } from '../src/dns/registrar';
import { createResolver } from '../src/dns/resolver';
import { aliasChange, change, ipv4LoadBalancer, loadBalancer, startRoute53 } from './route53-setup';

const running: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
});

/** A DNS server in front of a Route 53, with Node's resolver and the cloud's own before it. */
async function start(settings?: Parameters<typeof startRoute53>[0]) {
  const { clock, route53, loadBalancers } = startRoute53(settings);
  const registrar = createRegistrar();
  const server = createDnsServer({ route53, registrar, loadBalancers });
  const port = await server.listen();
  running.push(async () => {
    clock.stop();
    await server.close();
  });
  const node = new dns.Resolver();
  node.setServers([`127.0.0.1:${port}`]);

  const { operations } = route53.service;
  let references = 0;
  /** Creates a zone with records, and lets them reach every name server. */
  const createZone = async (Name: string, ...changes: Change[]) => {
    references += 1;
    operations.CreateHostedZone?.({ Name, CallerReference: `${references}` }, call);
    const zone = route53.publicZones().at(-1);
    if (!zone) throw new Error('No zone was created');
    const { id, nameServers } = zone;
    const changeRecords = (...Changes: Change[]) =>
      operations.ChangeResourceRecordSets?.({ HostedZoneId: id, ChangeBatch: { Changes } }, call);
    if (changes.length > 0) changeRecords(...changes);
    await clock.advance(1_000);
    return { id, nameServers, changeRecords };
  };
  return { clock, route53, registrar, port, node, createZone, resolver: createResolver({ port }) };
}

const call = { service: 'route53', operation: '', principal: '', requestId: '' };
const show = (answers: readonly Answer[]) =>
  answers.map(
    (answer) =>
      `${answer.name} ${answer.type} ${'data' in answer && typeof answer.data === 'string' ? answer.data : ''}`,
  );

describe('the public DNS', () => {
  it('answers every type that is modelled', async () => {
    const { node, registrar, createZone } = await start();
    const { nameServers } = await createZone(
      'example.test',
      change('CREATE', 'example.test', 'CAA', ['0 issue "amazon.com"', '128 issuewild ";"']),
      change('CREATE', 'a.example.test', 'A', ['192.0.2.1', '192.0.2.2']),
      change('CREATE', 'a.example.test', 'AAAA', '2001:db8::1'),
      change('CREATE', '_x.example.test', 'CNAME', '_y.acm-validations.aws.'),
      change('CREATE', 'a.example.test', 'TXT', '"one \\"quoted\\"" "two"'),
      change('CREATE', 'example.test', 'MX', '10 mail.example.test.'),
      change('CREATE', '_s._tcp.example.test', 'SRV', '1 2 443 a.example.test.'),
      change('CREATE', '*.w.example.test', 'A', '192.0.2.9'),
    );
    registrar.delegate('example.test', nameServers);

    expect((await node.resolveNs('example.test')).sort()).toEqual([...nameServers].sort());
    expect(await node.resolveSoa('example.test')).toMatchObject({ nsname: nameServers[0], minttl: 86_400 });
    expect(await node.resolveCaa('example.test')).toEqual([
      expect.objectContaining({ critical: 0, issue: 'amazon.com' }),
      expect.objectContaining({ critical: 128, issuewild: ';' }),
    ]);
    expect(await node.resolve4('a.example.test', { ttl: true })).toEqual([
      { address: '192.0.2.1', ttl: 300 },
      { address: '192.0.2.2', ttl: 300 },
    ]);
    expect(await node.resolve6('A.Example.TEST')).toEqual(['2001:db8::1']);
    expect(await node.resolveCname('_x.example.test')).toEqual(['_y.acm-validations.aws']);
    expect(await node.resolveTxt('a.example.test')).toEqual([['one "quoted"', 'two']]);
    expect(await node.resolveMx('example.test')).toMatchObject([{ priority: 10, exchange: 'mail.example.test' }]);
    expect(await node.resolveSrv('_s._tcp.example.test')).toEqual([
      expect.objectContaining({ priority: 1, weight: 2, port: 443, name: 'a.example.test' }),
    ]);
    expect(await node.resolve4('any.w.example.test')).toEqual(['192.0.2.9']);
  });

  it('distinguishes a name that does not exist from one without records of the type', async () => {
    const { node, resolver, registrar, createZone } = await start();
    const { nameServers } = await createZone('example.test', change('CREATE', 'a.b.example.test', 'A', '192.0.2.1'));
    registrar.delegate('example.test', nameServers);
    await expect(node.resolve4('none.example.test')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(node.resolve6('a.b.example.test')).rejects.toMatchObject({ code: 'ENODATA' });
    await expect(node.resolveCaa('b.example.test')).rejects.toMatchObject({ code: 'ENODATA' });
    expect(await resolver.query('none.example.test', 'A')).toEqual({ rcode: 'NXDOMAIN', answers: [] });
    expect(await resolver.query('test', 'CAA')).toEqual({ rcode: 'NOERROR', answers: [] });
  });

  it('follows CNAMEs from zone to zone, and ends a loop', async () => {
    const { resolver, registrar, createZone } = await start();
    const one = await createZone(
      'one.test',
      change('CREATE', 'www.one.test', 'CNAME', 'www.two.test'),
      change('CREATE', 'gone.one.test', 'CNAME', 'none.two.test'),
      change('CREATE', 'loop.one.test', 'CNAME', 'loop.one.test'),
    );
    const two = await createZone('two.test', change('CREATE', 'www.two.test', 'A', '192.0.2.2'));
    registrar.delegate('one.test', one.nameServers);
    registrar.delegate('two.test', two.nameServers);
    const ask = async (name: string, type: 'A' | 'CNAME') => {
      const { rcode, answers } = await resolver.query(name, type);
      return [rcode, ...show(answers)];
    };
    expect(await ask('www.one.test', 'A')).toEqual([
      'NOERROR',
      'www.one.test CNAME www.two.test',
      'www.two.test A 192.0.2.2',
    ]);
    expect(await ask('www.one.test', 'CNAME')).toEqual(['NOERROR', 'www.one.test CNAME www.two.test']);
    expect(await ask('gone.one.test', 'A')).toEqual(['NXDOMAIN', 'gone.one.test CNAME none.two.test']);
    expect(await ask('loop.one.test', 'A')).toEqual(['SERVFAIL']);
  });

  it('answers alias records and load balancer names with the addresses behind them', async () => {
    const { node, registrar, createZone } = await start();
    const { nameServers } = await createZone(
      'example.test',
      aliasChange('CREATE', 'example.test', 'A', { ...loadBalancer, dnsName: `dualstack.${loadBalancer.dnsName}` }),
      aliasChange('CREATE', 'example.test', 'AAAA', loadBalancer),
      aliasChange('CREATE', 'plain.example.test', 'AAAA', ipv4LoadBalancer),
    );
    registrar.delegate('example.test', nameServers);
    expect(await node.resolve4('example.test', { ttl: true })).toEqual(
      loadBalancer.ipv4.map((address) => ({ address, ttl: 60 })),
    );
    expect(await node.resolve6('example.test')).toEqual(loadBalancer.ipv6);
    expect(await node.resolve4(loadBalancer.dnsName)).toEqual(loadBalancer.ipv4);
    await expect(node.resolve6('plain.example.test')).rejects.toMatchObject({ code: 'ENODATA' });
    await expect(node.resolve6(ipv4LoadBalancer.dnsName)).rejects.toMatchObject({ code: 'ENODATA' });
    await expect(node.resolve4('gone-1.eu-west-1.elb.amazonaws.com')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it("answers an alias to a record set of the same zone with that one's records", async () => {
    const { clock, resolver, registrar, createZone } = await start();
    const zone = await createZone('example.test', change('CREATE', 'a.example.test', 'A', '192.0.2.1'));
    registrar.delegate('example.test', zone.nameServers);
    zone.changeRecords(
      aliasChange('CREATE', 'b.example.test', 'A', { hostedZoneId: zone.id, dnsName: 'a.example.test' }),
    );
    await clock.advance(1_000);
    expect(show((await resolver.query('b.example.test', 'A')).answers)).toEqual(['b.example.test A 192.0.2.1']);
  });
});

describe('a delegation', () => {
  it('decides which of two zones of a name answers, and none answers without it', async () => {
    const { node, route53, registrar, createZone } = await start();
    const one = await createZone('example.test', change('CREATE', 'example.test', 'A', '192.0.2.1'));
    const two = await createZone('example.test', change('CREATE', 'example.test', 'A', '192.0.2.2'));
    route53.service.operations.CreateHostedZone?.(
      { Name: 'example.test', CallerReference: 'private', VPC: { VPCId: 'vpc-1', VPCRegion: 'eu-west-1' } },
      call,
    );
    await expect(node.resolve4('example.test')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    registrar.delegate('example.test', two.nameServers);
    expect(await node.resolve4('example.test')).toEqual(['192.0.2.2']);
    registrar.delegate(
      'Example.TEST.',
      one.nameServers.map((server) => `${server.toUpperCase()}.`),
    );
    expect(await node.resolve4('example.test')).toEqual(['192.0.2.1']);
    registrar.undelegate('example.test');
    await expect(node.resolve4('example.test')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('from a parent zone leads to the child zone, and away from what the parent holds below', async () => {
    const { clock, node, registrar, createZone } = await start();
    const parent = await createZone('example.test', change('CREATE', 'www.app.example.test', 'A', '192.0.2.1'));
    const child = await createZone('app.example.test', change('CREATE', 'www.app.example.test', 'A', '192.0.2.2'));
    registrar.delegate('example.test', parent.nameServers);
    expect(await node.resolve4('www.app.example.test')).toEqual(['192.0.2.1']);
    parent.changeRecords(
      change(
        'CREATE',
        'app.example.test',
        'NS',
        child.nameServers.map((server) => `${server}.`),
      ),
    );
    await clock.advance(1_000);
    expect(await node.resolve4('www.app.example.test')).toEqual(['192.0.2.2']);
    expect((await node.resolveNs('app.example.test')).sort()).toEqual([...child.nameServers].sort());
    registrar.delegate('app.example.test', ['ns1.parked.example']);
    await expect(node.resolve4('www.app.example.test')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it.each([
    ['of a deleted zone', ['ns-1.awsdns-00.com', 'ns-513.awsdns-00.net']],
    ['of another zone', undefined],
  ])('to the Route 53 name servers %s fails', async (_, stale) => {
    const { node, registrar, createZone } = await start();
    await createZone('example.test', change('CREATE', 'example.test', 'A', '192.0.2.1'));
    const other = await createZone('example.org');
    registrar.delegate('example.test', stale ?? other.nameServers);
    await expect(node.resolve4('example.test')).rejects.toMatchObject({ code: 'ESERVFAIL' });
    await expect(node.resolveNs('example.test')).rejects.toMatchObject({ code: 'ESERVFAIL' });
  });

  it('to foreign name servers shows them, and what is published there', async () => {
    const { node, registrar, createZone } = await start();
    await createZone('example.test', change('CREATE', 'example.test', 'A', '192.0.2.1'));
    registrar.delegate('example.test', ['ns1.parked.example.', 'ns2.parked.example']);
    registrar.publish('www.example.test', 'A', '198.51.100.1');
    registrar.publish('elsewhere.test', 'NS', 'ns1.parked.example.');
    expect(await node.resolveNs('example.test')).toEqual(['ns1.parked.example', 'ns2.parked.example']);
    expect(await node.resolveNs('elsewhere.test')).toEqual(['ns1.parked.example']);
    expect(await node.resolve4('www.example.test')).toEqual(['198.51.100.1']);
    await expect(node.resolve4('example.test')).rejects.toMatchObject({ code: 'ENODATA' });
    registrar.withdraw('www.example.test', 'A');
    await expect(node.resolve4('www.example.test')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('leaves the names above it to others', async () => {
    const { node, registrar, createZone } = await start();
    const { nameServers } = await createZone('app.example.test');
    registrar.delegate('app.example.test', nameServers);
    registrar.publish('example.test', 'CAA', '0 issue "letsencrypt.org"');
    await expect(node.resolveCaa('app.example.test')).rejects.toMatchObject({ code: 'ENODATA' });
    expect(await node.resolveCaa('example.test')).toEqual([expect.objectContaining({ issue: 'letsencrypt.org' })]);
  });

  it('with a broken chain of signatures makes the domain and all below fail', async () => {
    const { node, registrar, createZone } = await start();
    const { nameServers } = await createZone('example.test', change('CREATE', 'a.example.test', 'A', '192.0.2.1'));
    registrar.delegate('example.test', nameServers);
    registrar.breakDnssec('example.test');
    await expect(node.resolve4('a.example.test')).rejects.toMatchObject({ code: 'ESERVFAIL' });
    registrar.repairDnssec('example.test');
    expect(await node.resolve4('a.example.test')).toEqual(['192.0.2.1']);
  });
});

describe('a change', () => {
  it('reaches the name servers one after the other, and is everywhere when it is in sync', async () => {
    const { clock, node, registrar, createZone } = await start({
      propagationMilliseconds: 60_000,
      acceptanceMilliseconds: 0,
    });
    const zone = await createZone('example.test', change('CREATE', 'a.example.test', 'A', '192.0.2.1'));
    registrar.delegate('example.test', zone.nameServers);
    await clock.advance(60_000);
    zone.changeRecords(change('UPSERT', 'a.example.test', 'A', '192.0.2.2'));

    const newAnswers = async () => {
      const answers = [];
      for (let asked = 0; asked < zone.nameServers.length; asked += 1)
        answers.push(...(await node.resolve4('a.example.test')));
      return answers.filter((answer) => answer === '192.0.2.2').length;
    };
    const seen = [await newAnswers()];
    for (let third = 0; third < 3; third += 1) {
      await clock.advance(20_000);
      seen.push(await newAnswers());
    }
    expect(seen).toEqual([1, 2, 3, 4]);
  });
});

describe('a DNS message', () => {
  it('too large for UDP is truncated, and comes whole over TCP', async () => {
    const { node, resolver, registrar, createZone } = await start();
    const addresses = Array.from({ length: 100 }, (_, index) => `192.0.2.${index}`);
    const { nameServers } = await createZone('example.test', change('CREATE', 'a.example.test', 'A', addresses));
    registrar.delegate('example.test', nameServers);
    expect(await node.resolve4('a.example.test')).toEqual(addresses);
    expect((await resolver.query('a.example.test', 'A')).answers).toHaveLength(100);
  });

  it('for a port in use is a clear failure', async () => {
    const { port } = await start();
    const { route53, loadBalancers, clock } = startRoute53();
    const second = createDnsServer({ route53, registrar: createRegistrar(), loadBalancers });
    await expect(second.listen(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await second.close();
    clock.stop();
  });

  it('to a closed server fails at once', async () => {
    const { resolver } = await start();
    for (const stop of running.splice(0)) await stop();
    await expect(resolver.query('example.test', 'A')).rejects.toThrow();
  });
});
