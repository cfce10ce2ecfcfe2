import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { clientOptions } from 'local-aws/clients';
import { runService, type RunningService } from './running-service';

jest.setTimeout(120_000);

let service: RunningService;
let route53: Route53Client;
let events: EventBridgeClient;

beforeAll(async () => {
  service = await runService({}, { MayReplaceRecords: 'live.example.test,www.example.test' });
  route53 = new Route53Client(clientOptions(service.cloud));
  events = new EventBridgeClient(clientOptions(service.cloud));
});

afterAll(async () => {
  route53.destroy();
  events.destroy();
  await service.close();
});

const put = (...sets: ResourceRecordSet[]) =>
  route53.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: service.seed.hostedZoneId,
      ChangeBatch: { Changes: sets.map((ResourceRecordSet) => ({ Action: 'CREATE', ResourceRecordSet })) },
    }),
  );

/** The address records and the CNAME at a name, as Route 53 has them. */
async function recordsAt(name: string): Promise<ResourceRecordSet[]> {
  const { ResourceRecordSets = [] } = await route53.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: service.seed.hostedZoneId }),
  );
  return ResourceRecordSets.filter(({ Name }) => Name === `${name}.`);
}
const aliasHere = (name: string): unknown =>
  expect.objectContaining({
    Name: `${name}.`,
    Type: 'A',
    AliasTarget: expect.objectContaining({
      DNSName: expect.stringContaining(service.seed.loadBalancerDnsName.toLowerCase()),
    }),
  });
const secured = ({ arn }: { arn: string }) => service.publishedEvents(arn).map(({ detail }) => detail);

const addresses: ResourceRecordSet = {
  Name: 'live.example.test.',
  Type: 'A',
  TTL: 60,
  ResourceRecords: [{ Value: '192.0.2.2' }, { Value: '192.0.2.1' }],
};
const ipv6: ResourceRecordSet = {
  Name: 'live.example.test.',
  Type: 'AAAA',
  TTL: 120,
  ResourceRecords: [{ Value: '2001:db8::1' }],
};
const cname: ResourceRecordSet = {
  Name: 'www.example.test.',
  Type: 'CNAME',
  TTL: 30,
  ResourceRecords: [{ Value: 'Old.example.net' }],
};

it('moves two live names with their records of every type, and publishes these', async () => {
  await put(addresses, ipv6, cname);
  const request = { domainName: 'live.example.test', alternativeNames: ['www.example.test'], alias: 'replace' };
  const execution = await service.secure(request);
  expect(execution).toMatchObject({ status: 'SUCCEEDED' });
  expect(await recordsAt('live.example.test')).toEqual([aliasHere('live.example.test')]);
  expect(await recordsAt('www.example.test')).toEqual([aliasHere('www.example.test')]);
  const zoneId = service.seed.hostedZoneId;
  expect(secured(execution)).toMatchObject([
    {
      verified: true,
      replacedRecords: [
        { zoneId, name: 'live.example.test', type: 'A', ttl: 60, values: ['192.0.2.2', '192.0.2.1'] },
        { zoneId, name: 'live.example.test', type: 'AAAA', ttl: 120, values: ['2001:db8::1'] },
        { zoneId, name: 'www.example.test', type: 'CNAME', ttl: 30, values: ['Old.example.net'] },
      ],
    },
  ]);
});

it('replaces nothing the second time', async () => {
  const execution = await service.secure({ domainName: 'live.example.test', alias: 'replace' });
  expect(execution).toMatchObject({ status: 'SUCCEEDED' });
  expect(secured(execution)).toEqual([expect.not.objectContaining({ replacedRecords: expect.anything() })]);
});

/** Requests a rollback; returns what was published about it. */
async function rollBack(domainName: string) {
  const bus = service.outputs['BusName'];
  const entry = { EventBusName: bus, Source: 'test', DetailType: 'Domain Rollback Requested' };
  await events.send(new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify({ domainName }) }] }));
  await service.cloud.clock.advance(60_000);
  const outcome = service.cloud.events.published(bus).at(-1);
  return { type: outcome?.['detail-type'], detail: outcome?.detail };
}

it('rolls a name back to exactly the records that it had, and the other name stays', async () => {
  expect(await rollBack('live.example.test')).toMatchObject({
    type: 'Domain Rolled Back',
    detail: { restoredRecords: [{ type: 'A' }, { type: 'AAAA' }] },
  });
  expect(await recordsAt('live.example.test')).toEqual([addresses, ipv6]);
  expect(await recordsAt('www.example.test')).toEqual([aliasHere('www.example.test')]);
  expect(service.cloud.acm.certificates().every(({ tags }) => !tags.has('acm-autopilot:retired'))).toBe(true);
  // A sweep later, they are still there.
  await service.cloud.clock.advance(25 * 3_600_000);
  expect(await recordsAt('live.example.test')).toEqual([addresses, ipv6]);
});

it('does not roll back a name that somebody has changed since', async () => {
  const [alias] = await recordsAt('www.example.test');
  const changed = { ...cname, ResourceRecords: [{ Value: 'newer.example.net' }] };
  await route53.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: service.seed.hostedZoneId,
      ChangeBatch: {
        Changes: [
          { Action: 'DELETE', ResourceRecordSet: alias },
          { Action: 'CREATE', ResourceRecordSet: changed },
        ],
      },
    }),
  );
  expect(await rollBack('www.example.test')).toMatchObject({
    type: 'Domain Rollback Failed',
    detail: { step: 'RestoreRecords', error: 'RecordChangedError' },
  });
  expect(await recordsAt('www.example.test')).toEqual([changed]);
});

it('leaves a protected record as it is, with the certificate attached', async () => {
  const record = { ...cname, Name: 'kept.live.example.test.' };
  await put(record);
  service.cloud.route53.protect(service.seed.hostedZoneId, 'kept.live.example.test', 'CNAME');
  const execution = await service.secure({ domainName: 'kept.live.example.test', alias: 'replace' });
  expect(execution).toMatchObject({ status: 'FAILED', error: 'DnsChangeRejectedError' });
  expect(await recordsAt('kept.live.example.test')).toEqual([record]);
});

it.each([
  ['with "replace" outside the domains of mayReplaceRecords', 'replace', 'RecordReplacementNotAllowedError'],
  ['without "replace"', true, 'RecordConflictError'],
])('leaves a live name alone %s', async (_case, alias, error) => {
  const domainName = `${String(alias)}.example.test`;
  await put({ ...addresses, Name: `${domainName}.` });
  const before = await recordsAt(domainName);
  expect(await service.secure({ domainName, alias })).toMatchObject({ status: 'FAILED', error });
  expect(await recordsAt(domainName)).toEqual(before);
  expect(service.cloud.acm.certificates().flatMap(({ domainNames }) => domainNames)).not.toContain(domainName);
});
