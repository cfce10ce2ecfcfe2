import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';
import { clientOptions } from '../../local/client-options';
import { runService, type RunningService } from './running-service';

// Three domains come, and go again one by one.
jest.setTimeout(180_000);

const HOUR = 3_600_000;

let service: RunningService;
let events: EventBridgeClient;
let route53: Route53Client;

beforeAll(async () => {
  const faults = [
    // The function that asks for a replacement ends once before it has answered: asked again, it finds what it has requested.
    { at: 'function', function: '*-requestReplacement', fault: 'crash-after' } as const,
    // The third detachment takes its time.
    { at: 'function', function: '*-detachCertificate', nth: 3, times: 6, fault: 'unavailable' } as const,
  ];
  service = await runService({ faults: { seed: 1, faults } });
  events = new EventBridgeClient(clientOptions(service.cloud));
  route53 = new Route53Client(clientOptions(service.cloud));
  await service.secure({ domainName: 'first.example.test' });
  await service.secure({ domainName: 'shop.example.test', alternativeNames: ['www.shop.example.test'] });
  await service.secure({ domainName: 'last.example.test' });
});

afterAll(async () => {
  events.destroy();
  route53.destroy();
  await service.close();
});

/** Says so many times at once that a domain is removed. */
async function sayRemoved(domainName: string, times = 1) {
  const entry = { EventBusName: service.outputs['BusName'], Source: 'test', DetailType: 'Domain Removal Requested' };
  const Entries = Array.from({ length: times }, () => ({ ...entry, Detail: JSON.stringify({ domainName }) }));
  await events.send(new PutEventsCommand({ Entries }));
}

/** Says so, and lets everything that follows happen. */
async function remove(domainName: string, times = 1) {
  await sayRemoved(domainName, times);
  await service.cloud.clock.advance(HOUR);
}

const published = (detailType: string) =>
  service.cloud.events
    .published(service.outputs['BusName'])
    .filter((event) => event['detail-type'] === detailType)
    .map(({ detail }) => detail);

/** Those in service: one that was replaced is kept for its days of grace. */
const certificates = () =>
  service.cloud.acm
    .certificates()
    .filter(({ tags }) => !tags.has('acm-autopilot:retired'))
    .map(({ domainNames }) => domainNames.join(' '));

async function records(): Promise<string[]> {
  const { seed } = service;
  const { ResourceRecordSets = [] } = await route53.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: seed.hostedZoneId }),
  );
  return ResourceRecordSets.filter(({ Type }) => Type === 'A' || Type === 'CNAME')
    .map(({ Name = '', Type }) => `${Name.replace(/^_\w+/, '_')} ${Type}`)
    .sort();
}

// One after the other: each begins with what the one before has left.
it('a domain whose certificate is a default goes, another certificate standing in', async () => {
  await remove('first.example.test');
  expect(published('Domain Removal Failed')).toEqual([]);
  expect(published('Domain Retired')).toHaveLength(1);
  expect(certificates()).toEqual(['shop.example.test www.shop.example.test', 'last.example.test']);
  expect(await records()).not.toContainEqual(expect.stringContaining('first'));
});

it('one name of a certificate goes, the others on a new certificate, however often it is said', async () => {
  await remove('www.shop.example.test', 2);
  expect(published('Domain Removal Failed')).toEqual([]);
  expect(certificates()).toEqual(['last.example.test', 'shop.example.test']);
  expect(await records()).not.toContainEqual(expect.stringContaining('www.shop'));
});

it('a domain that is asked for again while it is being removed gets a new certificate, when the old one is gone', async () => {
  const [, before] = service.cloud.acm.certificates().filter(({ tags }) => !tags.has('acm-autopilot:retired'));
  await sayRemoved('shop.example.test');
  await service.cloud.clock.advance(20_000);
  const requested = await service.request({ domainName: 'shop.example.test' });
  await service.cloud.clock.advance(HOUR);
  expect(published('Domain Removal Failed')).toEqual([]);
  expect(await service.finished(requested)).toMatchObject({ status: 'SUCCEEDED' });
  expect(certificates()).toEqual(['last.example.test', 'shop.example.test']);
  expect(service.cloud.acm.certificates().map(({ arn }) => arn)).not.toContain(before?.arn);
  expect(await records()).toContain('shop.example.test. A');
});

it('with a domain its certificate, its alias and its validation record go, and nothing else', async () => {
  await remove('shop.example.test');
  expect(published('Domain Removal Failed')).toEqual([]);
  expect(certificates()).toEqual(['last.example.test']);
  expect(await records()).toEqual(['_.last.example.test. CNAME', 'last.example.test. A']);
});
