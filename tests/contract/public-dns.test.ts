import { ChangeResourceRecordSetsCommand, Route53Client, type RRType } from '@aws-sdk/client-route-53';
import { Resolver } from 'node:dns/promises';
import { clientOptions } from 'local-aws/clients';
import { type Cloud, startCloud } from 'local-aws/cloud';
import { type Seed, seedCloud } from 'local-aws/seed';
import { DnsLookupError } from '../../shared/errors';
import { publicDns } from '../../shared/network/public-dns';
import type { PublicDns } from '../../shared/ports/dns';

let dns: PublicDns;
let cloud: Cloud;
let seed: Seed;

beforeAll(async () => {
  cloud = await startCloud();
  seed = await seedCloud(cloud);
  const route53 = new Route53Client(clientOptions(cloud));
  const records: [string, RRType, string[]][] = [
    ['caa.example.test', 'CAA', ['0 issue "amazon.com"', '0 issuewild ";"', '128 iodef "mailto:a@example.test"']],
    ['www.example.test', 'CNAME', ['Elsewhere.Example.Net.']],
    ['address.example.test', 'A', ['192.0.2.1', '192.0.2.2']],
  ];
  await route53.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: seed.hostedZoneId,
      ChangeBatch: {
        Changes: records.map(([Name, Type, values]) => ({
          Action: 'CREATE',
          ResourceRecordSet: { Name, Type, TTL: 60, ResourceRecords: values.map((Value) => ({ Value })) },
        })),
      },
    }),
  );
  route53.destroy();
  await cloud.clock.advance(60_000);
  cloud.registrar.delegate('lame.test', ['ns-1.awsdns-01.org']);
  cloud.registrar.delegate('broken.test', ['ns1.provider.example']);
  cloud.registrar.breakDnssec('broken.test');
  const resolver = new Resolver();
  resolver.setServers([`127.0.0.1:${cloud.dnsPort}`]);
  dns = publicDns(resolver);
});

afterAll(async () => {
  await seed.close();
  await cloud.close();
});

test('the name servers of a delegated domain', async () => {
  const [zone] = cloud.route53.publicZones();
  expect((await dns.nameServers('example.test')).sort()).toEqual([...(zone?.nameServers ?? [])].sort());
});

test('CAA records with tag, value and criticality', async () => {
  const records = await dns.caa('caa.example.test');
  expect(records).toHaveLength(3);
  expect(records).toEqual(
    expect.arrayContaining([
      { tag: 'issue', value: 'amazon.com', isCritical: false },
      { tag: 'issuewild', value: ';', isCritical: false },
      { tag: 'iodef', value: 'mailto:a@example.test', isCritical: true },
    ]),
  );
});

test('the CNAME at a name, in lower case and without a dot at the end', async () => {
  expect(await dns.cname('www.example.test')).toEqual(['elsewhere.example.net']);
});

test('the addresses of a name, and of a load balancer', async () => {
  expect((await dns.addresses('address.example.test')).sort()).toEqual(['192.0.2.1', '192.0.2.2']);
  expect(await dns.addresses(seed.loadBalancerDnsName)).toHaveLength(1);
});

const LOOK_UPS = ['nameServers', 'caa', 'cname', 'addresses'] as const;

test.each(LOOK_UPS)('%s: a name that does not exist or has no such record gives an empty list', async (lookUp) => {
  expect(await dns[lookUp]('nobody.example.test')).toEqual([]);
  const other = lookUp === 'addresses' ? 'caa.example.test' : 'address.example.test';
  expect(await dns[lookUp](other)).toEqual([]);
});

test.each(['broken.test', 'lame.test'])('%s: a failed lookup is an error, not an empty list', async (name) => {
  for (const lookUp of LOOK_UPS) {
    const result = dns[lookUp](`app.${name}`);
    await expect(result).rejects.toThrow(DnsLookupError);
    await expect(result).rejects.toThrow(new RegExp(`app\\.${name} [A-Z]+ in public DNS failed: ESERVFAIL`));
  }
});
