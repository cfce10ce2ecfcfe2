import { Resolver } from 'node:dns/promises';
import { ChangeResourceRecordSetsCommand, Route53Client, type ResourceRecordSet } from '@aws-sdk/client-route-53';
import { clientOptions } from 'local-aws/clients';
import type { ExecutionView } from 'local-aws/stepfunctions/stepfunctions';
import { runService, type RunningService } from './running-service';

const HOUR = 3_600_000;

let service: RunningService;
let route53: Route53Client;

beforeAll(async () => {
  // Without delays, two executions of one request run every step concurrently.
  service = await runService({ elbv2: { certificateSettlingMilliseconds: 0 } });
  route53 = new Route53Client(clientOptions(service.cloud));
});

afterAll(async () => {
  route53.destroy();
  await service.close();
});

const certificatesOf = (domainName: string) =>
  service.cloud.acm.certificates().filter(({ domainNames }) => domainNames.includes(domainName));

const documentOf = ({ output = '{}' }: ExecutionView) => JSON.parse(output) as Record<string, unknown>;

const change = (Action: 'CREATE' | 'DELETE', ResourceRecordSet: ResourceRecordSet) =>
  route53.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: service.seed.hostedZoneId,
      ChangeBatch: { Changes: [{ Action, ResourceRecordSet }] },
    }),
  );

test('two concurrent events and a third after two hours create one certificate', async () => {
  const detail = { domainName: 'twice.example.test', alternativeNames: ['*.twice.example.test'] };
  const started = await Promise.all([service.request(detail), service.request(detail)]);
  expect(started[0]).not.toBe(started[1]);
  for (const arn of started) {
    expect(await service.finished(arn)).toMatchObject({ status: 'SUCCEEDED', cause: undefined });
    expect(service.messages(arn)).toEqual([]);
  }
  const [certificate, ...others] = certificatesOf('twice.example.test');
  expect(others).toEqual([]);

  await service.cloud.clock.advance(2 * HOUR);
  service.cloud.clearCalls();
  const again = await service.secure({ ...detail, alternativeNames: ['*.TWICE.example.test'] });
  expect(again).toMatchObject({ status: 'SUCCEEDED' });
  expect(documentOf(again)).toMatchObject({
    certificate: { certificateArn: certificate?.arn, origin: 'reused' },
    attachment: { created: 'nothing' },
    alias: { records: [{ created: false }] },
  });
  expect(certificatesOf('twice.example.test')).toHaveLength(1);
  const changing = /^(Request|Import|Change|Create|Add|Modify)/;
  expect(service.cloud.calls.map(({ operation }) => operation).filter((name) => changing.test(name))).toEqual([]);
});

test('an event that is resent after the CAA record was fixed succeeds', async () => {
  const domainName = 'caa.example.test';
  const record: ResourceRecordSet = {
    Name: domainName,
    Type: 'CAA',
    TTL: 300,
    ResourceRecords: [{ Value: '0 issue "letsencrypt.org"' }],
  };
  await change('CREATE', record);
  await service.cloud.clock.advance(60_000);
  expect(await service.secure({ domainName })).toMatchObject({ status: 'FAILED', error: 'CaaForbidsAmazonError' });
  await change('DELETE', record);
  await service.cloud.clock.advance(60_000);
  expect(await service.secure({ domainName })).toMatchObject({ status: 'SUCCEEDED' });
});

test('an event that is resent after a name got the record of its wildcard succeeds, and the site stays available', async () => {
  const { clock, dnsPort } = service.cloud;
  const { hostedZoneId, loadBalancerDnsName } = service.seed;
  const domainName = 'app.wild.example.test';
  const resolver = new Resolver();
  resolver.setServers([`127.0.0.1:${dnsPort}`]);
  const addresses = await resolver.resolve4(loadBalancerDnsName);
  // Addresses that somebody copied: nothing says that they are the load balancer's.
  const copied = addresses.map((Value) => ({ Value }));
  await change('CREATE', { Name: '*.wild.example.test', Type: 'A', TTL: 60, ResourceRecords: copied });
  await clock.advance(60_000);
  expect(await resolver.resolve4(domainName)).toEqual(addresses);

  const refused = await service.secure({ domainName });
  expect(refused).toMatchObject({ status: 'FAILED', error: 'RecordConflictError' });
  const [message] = service.messages(refused.arn);
  expect(message?.message).toContain(`in zone ${hostedZoneId}) matches ${domainName}.`);
  expect(message?.message).toContain('create records for the name itself first');

  const AliasTarget = { HostedZoneId: 'Z32O12XQLNTSW2', DNSName: loadBalancerDnsName, EvaluateTargetHealth: false };
  await change('CREATE', { Name: domainName, Type: 'A', AliasTarget });
  for (const origin of ['requested', 'reused']) {
    const repeated = await service.secure({ domainName });
    expect(repeated).toMatchObject({ status: 'SUCCEEDED' });
    expect(documentOf(repeated)).toMatchObject({ certificate: { origin }, alias: { records: [{ created: false }] } });
    await clock.advance(60_000);
    expect(await resolver.resolve4(domainName)).toEqual(addresses);
  }
});

test('an event that is resent after a conflicting record was removed continues from what exists', async () => {
  const { clock, stepFunctions } = service.cloud;
  const domainName = 'late.example.test';
  const record: ResourceRecordSet = {
    Name: domainName,
    Type: 'A',
    TTL: 300,
    ResourceRecords: [{ Value: '192.0.2.1' }],
  };
  // The record is written after the check that found no conflict.
  const unfollow = stepFunctions.onTransition(({ type, state }) => {
    if (type === 'entered' && state === 'WriteValidationRecords') void clock.hold(() => change('CREATE', record));
  });
  const failed = await service.secure({ domainName });
  unfollow();
  expect(failed).toMatchObject({ status: 'FAILED', error: 'RecordConflictError' });
  const [certificate] = certificatesOf(domainName);
  const [message] = service.messages(failed.arn);
  expect(message?.message).toContain(`${domainName} is A 192.0.2.1 in zone ${service.seed.hostedZoneId}`);
  expect(message?.message).toContain(`- certificate ${certificate?.arn} (requested)`);
  expect(message?.message).toMatch(/- the certificate on listener arn:\S+ \(sni\)/);

  await change('DELETE', record);
  const repeated = await service.secure({ domainName });
  expect(repeated).toMatchObject({ status: 'SUCCEEDED' });
  expect(documentOf(repeated)).toMatchObject({
    certificate: { certificateArn: certificate?.arn, origin: 'reused' },
    validation: { records: [{ written: false }] },
    attachment: { created: 'nothing' },
    alias: { records: [{ name: domainName, type: 'A', created: true }] },
  });
  expect(certificatesOf(domainName)).toHaveLength(1);
});
