import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';
import { clientOptions } from 'local-aws/clients';
import { runService, type RunningService } from './running-service';

// Three domains are requested, then removed one by one.
jest.setTimeout(180_000);

const HOUR = 3_600_000;

let service: RunningService;
let events: EventBridgeClient;
let route53: Route53Client;

beforeAll(async () => {
  const faults = [
    // The function that requests a replacement crashes once before it returns: the retry finds the requested certificate.
    { at: 'function', function: '*-requestReplacement', fault: 'crash-after' } as const,
    // The third detachment is slow.
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

/** Sends the removal event several times concurrently. */
async function sayRemoved(domainName: string, times = 1) {
  const entry = { EventBusName: service.outputs['BusName'], Source: 'test', DetailType: 'Domain Removal Requested' };
  const Entries = Array.from({ length: times }, () => ({ ...entry, Detail: JSON.stringify({ domainName }) }));
  await events.send(new PutEventsCommand({ Entries }));
}

/** Sends the removal event, and waits for the outcome. */
async function remove(domainName: string, times = 1) {
  await sayRemoved(domainName, times);
  await service.cloud.clock.advance(HOUR);
}

const published = (detailType: string) =>
  service.cloud.events
    .published(service.outputs['BusName'])
    .filter((event) => event['detail-type'] === detailType)
    .map(({ detail }) => detail);

/** The certificates in service, without replaced ones in their grace period. */
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

// Sequential: each test continues from the state of the previous one.
it('removes a domain whose certificate is a default, and a fallback replaces it', async () => {
  await remove('first.example.test');
  expect(published('Domain Removal Failed')).toEqual([]);
  expect(published('Domain Retired')).toHaveLength(1);
  expect(certificates()).toEqual(['shop.example.test www.shop.example.test', 'last.example.test']);
  expect(await records()).not.toContainEqual(expect.stringContaining('first'));
});

it('removes one name of a certificate once, despite duplicate events, and keeps the others on a new one', async () => {
  await remove('www.shop.example.test', 2);
  expect(published('Domain Removal Failed')).toEqual([]);
  expect(certificates()).toEqual(['last.example.test', 'shop.example.test']);
  expect(await records()).not.toContainEqual(expect.stringContaining('www.shop'));
});

it('a domain that is requested again during its removal gets a new certificate after the old one is deleted', async () => {
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

it('removes a domain with its certificate, alias and validation record, and nothing else', async () => {
  await remove('shop.example.test');
  expect(published('Domain Removal Failed')).toEqual([]);
  expect(certificates()).toEqual(['last.example.test']);
  expect(await records()).toEqual(['_.last.example.test. CNAME', 'last.example.test. A']);
});
