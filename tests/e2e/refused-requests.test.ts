import { Resolver } from 'node:dns/promises';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { ChangeResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';
import { domainProvisioningFailed } from '../../events/domain-provisioning-failed';
import { clientOptions } from 'local-aws/clients';
import { seedCloud, type Seed } from 'local-aws/seed';
import { runService, type RunningService } from './running-service';

/** By then a change has reached every name server of the zone. */
const PROPAGATION = 60_000;
const CHANGES = /^(Request|Import|Change|Create|Add|Modify|Set)/;
const names = (count: number) => Array.from({ length: count }, (_, index) => `name-${index}.example.test`);

let service: RunningService;
let foreign: Seed;
let events: EventBridgeClient;
const attempts: { readonly executionArn: string; readonly state: string }[] = [];

beforeAll(async () => {
  // The domain `foreign.test` is allowed, but not its zone, nor its load balancer.
  service = await runService(
    {},
    { AllowedDomains: 'example.test,foreign.test', AllowedLoadBalancers: 'web', NamesPerCertificate: '100' },
  );
  const { cloud } = service;
  foreign = await seedCloud(cloud, { zoneName: 'foreign.test', loadBalancerName: 'foreign' });
  events = new EventBridgeClient(clientOptions(cloud));
  cloud.stepFunctions.onTransition(({ type, executionArn, state }) => {
    if (type === 'entered' || type === 'retried') attempts.push({ executionArn, state });
  });
});

afterAll(async () => {
  events.destroy();
  await foreign.close();
  await service.close();
});

const APP = { domainName: 'app.example.test' };
const NO_LISTENER =
  'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/web/0123456789abcdef/0123456789abcdef';
const NO_GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/gone/0123456789abcdef';

test.each<[string, unknown, string, RegExp]>([
  ['no domain', {}, 'InvalidRequestError', /^domainName: /],
  ['names without a domain', { alternativeNames: names(1) }, 'InvalidRequestError', /^domainName: /],
  ['an empty domain', { domainName: '' }, 'InvalidRequestError', /^domainName: /],
  ['a domain that is a number', { domainName: 7 }, 'InvalidRequestError', /^domainName: .*expected string/],
  ['a domain that is null', { domainName: null }, 'InvalidRequestError', /^domainName: .*expected string/],
  [
    'a domain with a space',
    { domainName: 'my app.example.test' },
    'InvalidRequestError',
    /"my app\.example\.test": has a character/,
  ],
  ['a domain of one label', { domainName: 'localhost' }, 'InvalidRequestError', /at least two labels/],
  [
    'a wildcard in the middle',
    { domainName: 'a.*.example.test' },
    'InvalidRequestError',
    /a wildcard must be the whole leftmost label/,
  ],
  ['an address', { domainName: '192.0.2.1' }, 'InvalidRequestError', /IP address/],
  ["AWS's own name", { domainName: 'x.eu-west-1.elb.amazonaws.com' }, 'InvalidRequestError', /belongs to AWS/],
  [
    'a name that is malformed',
    { ...APP, alternativeNames: ['-x.example.test'] },
    'InvalidRequestError',
    /^alternativeNames\[0\]: /,
  ],
  [
    'names that are no list',
    { ...APP, alternativeNames: 'b.example.test' },
    'InvalidRequestError',
    /^alternativeNames: /,
  ],
  ['101 names', { ...APP, alternativeNames: names(100) }, 'InvalidRequestError', /101 names .* quota is 100/],
  ['102 names', { ...APP, alternativeNames: names(101) }, 'InvalidRequestError', /^alternativeNames: /],
  ['an unknown field', { ...APP, alternateNames: [] }, 'InvalidRequestError', /alternateNames/],
  [
    'an unknown field of the target',
    { ...APP, target: { listener: 'x' } },
    'InvalidRequestError',
    /^target: .*listener/,
  ],
  [
    'two targets',
    { ...APP, target: { loadBalancer: 'web', listenerArn: NO_LISTENER } },
    'InvalidRequestError',
    /^target: .* not both/,
  ],
  [
    'a listener that is no ARN',
    { ...APP, target: { listenerArn: 'web:443' } },
    'InvalidRequestError',
    /^target\.listenerArn: /,
  ],
  [
    'a key type that ACM does not issue',
    { ...APP, keyAlgorithm: 'RSA_4096' },
    'InvalidRequestError',
    /^keyAlgorithm: /,
  ],
  ['a flag in words', { ...APP, alias: 'no' }, 'InvalidRequestError', /^alias: must be a boolean, true or false/],
  ["a tag of the service's own", { ...APP, tags: { 'acm-autopilot:stack': 'x' } }, 'InvalidRequestError', /^tags/],
  ['a zone id that is none', { ...APP, hostedZoneId: 'example.test' }, 'InvalidRequestError', /^hostedZoneId: /],
  [
    'a zone that is not there',
    { ...APP, hostedZoneId: 'Z0123456789' },
    'ZoneNotFoundError',
    /no hosted zone Z0123456789/,
  ],
  [
    'a domain that is not allowed',
    { domainName: 'app.elsewhere.test' },
    'ZoneNotAllowedError',
    /app\.elsewhere\.test: outside the domains/,
  ],
  [
    'a name that is not allowed',
    { ...APP, alternativeNames: ['notexample.test'] },
    'ZoneNotAllowedError',
    /^notexample\.test: outside/,
  ],
  [
    'a zone that is not allowed',
    { domainName: 'app.foreign.test' },
    'ZoneNotAllowedError',
    /may not write to its hosted zone foreign\.test \(Z\w+\)/,
  ],
  [
    'a second name whose zone is not allowed',
    { ...APP, alternativeNames: ['app.foreign.test'] },
    'ZoneNotAllowedError',
    /may not write to its hosted zone foreign\.test \(Z\w+\)/,
  ],
  [
    'a wildcard outside the allowed domains',
    { ...APP, alternativeNames: ['*.test.example'] },
    'ZoneNotAllowedError',
    /\*\.test\.example: outside the domains/,
  ],
  [
    'a load balancer that is not there',
    { ...APP, target: { loadBalancer: 'gone' } },
    'TargetNotFoundError',
    /load balancer gone does not exist/,
  ],
  [
    'a load balancer that is not allowed',
    { ...APP, target: { loadBalancer: 'foreign' } },
    'TargetNotAllowedError',
    /may not change the load balancer foreign/,
  ],
  [
    'a listener that is not there',
    { ...APP, target: { listenerArn: NO_LISTENER } },
    'TargetNotFoundError',
    /listener arn:\S+ does not exist/,
  ],
  [
    'a target group that is not there',
    { ...APP, target: { targetGroupArn: NO_GROUP } },
    'TargetNotFoundError',
    /target group arn:\S+ does not exist/,
  ],
])('%s: notified once, tried once, and nothing is created', (_what, detail, error, cause) =>
  isRefused(detail, error, cause),
);

test('a load balancer that is not allowed, by its ARN: notified once, tried once, and nothing is created', async () => {
  const target = { loadBalancer: foreign.loadBalancerArn };
  await isRefused({ ...APP, target }, 'TargetNotAllowedError', /may not change the load balancer foreign/);
});

/** Sends a request and expects only one message and one event with the cause. */
async function isRefused(detail: unknown, error: string, cause: RegExp): Promise<void> {
  service.cloud.clearCalls();
  const execution = await service.secure(detail);
  expect(execution).toMatchObject({ status: 'FAILED', error, cause: expect.stringMatching(cause) });
  const tried = attempts.filter(({ executionArn }) => executionArn === execution.arn).map(({ state }) => state);
  expect(tried).toEqual(['Begin', 'CheckDomain', 'NotifyFailure', 'PublishFailure', 'Failed']);
  expect(service.messages(execution.arn)).toMatchObject([
    { subject: expect.stringContaining(error), message: expect.stringContaining('Nothing was created.') },
  ]);
  const [published, ...others] = service.publishedEvents(execution.arn);
  expect(others).toEqual([]);
  expect(domainProvisioningFailed.detail.parse(published?.detail)).toMatchObject({ step: 'CheckDomain', error });
  expect(service.cloud.calls.map(({ operation }) => operation).filter((name) => CHANGES.test(name))).toEqual([]);
  expect(service.cloud.acm.certificates()).toEqual([]);
}

async function put(entry: PutEventsRequestEntry) {
  const before = service.cloud.stepFunctions.executions().length;
  const { Entries: [answer] = [] } = await events.send(
    new PutEventsCommand({ Entries: [{ EventBusName: service.outputs['BusName'], ...entry }] }),
  );
  await service.cloud.clock.advance(1_000);
  return { answer, started: service.cloud.stepFunctions.executions().length - before };
}

const REQUEST = { Source: 'test', DetailType: 'Domain Requested', Detail: JSON.stringify(APP) };

test('the bus rejects a source of AWS', async () => {
  expect(await put({ ...REQUEST, Source: 'aws.acm' })).toMatchObject({
    answer: { ErrorCode: 'NotAuthorizedForSourceException' },
    started: 0,
  });
});

test.each(['domain requested', 'Domain Secured', 'Domain Deleted'])(
  'an event of the type "%s" starts nothing',
  async (DetailType) => {
    expect(await put({ ...REQUEST, DetailType })).toEqual({ answer: { EventId: expect.any(String) }, started: 0 });
  },
);

test('an event on the default bus starts nothing', async () => {
  expect(await put({ ...REQUEST, EventBusName: 'default' })).toMatchObject({ started: 0 });
});

test('a detail of 300 kB exceeds the limit of an execution: the event goes to the dead-letter queue, with an alarm', async () => {
  const { cloud, outputs } = service;
  const detail = { ...APP, tags: { note: 'x'.repeat(300_000) } };
  const { answer, started } = await put({ ...REQUEST, Detail: JSON.stringify(detail) });
  expect(started).toBe(0);
  const queue = cloud.sqs.queue('arn:aws:sqs:eu-west-1:123456789012:acm-autopilot-dev-dead-letters');
  const [letter, ...others] = queue?.messages() ?? [];
  expect(others).toEqual([]);
  expect(letter?.attributes['RULE_ARN']?.StringValue).toMatch(/domain-requested$/);
  expect(JSON.parse(letter?.body ?? '{}')).toMatchObject({
    id: answer?.EventId,
    'detail-type': 'Domain Requested',
    detail,
  });

  const before = cloud.sns.published(outputs['NotificationsTopicArn'] ?? '').length;
  await cloud.clock.advance(2 * 60_000);
  expect(cloud.sns.published(outputs['NotificationsTopicArn'] ?? '').slice(before)).toMatchObject([
    { subject: expect.stringContaining('ALARM: "acm-autopilot-dev-dead-letters"') },
  ]);
});

test.each([
  ['a name that is live through a wildcard', {}],
  ['a name that is live through a wildcard, without an alias', { alias: false }],
])('%s: notified once, tried once, and the name keeps resolving', async (_what, changes) => {
  const resolver = new Resolver();
  resolver.setServers([`127.0.0.1:${service.cloud.dnsPort}`]);
  await putWildcard('*.wild.example.test', '192.0.2.1');
  expect(await resolver.resolve4('app.wild.example.test')).toEqual(['192.0.2.1']);

  await isRefused(
    { domainName: 'app.wild.example.test', ...changes },
    'RecordConflictError',
    /^\*\.wild\.example\.test \(A 192\.0\.2\.1 in zone Z\w+\) matches app\.wild\.example\.test\./,
  );
  await service.cloud.clock.advance(PROPAGATION);
  expect(await resolver.resolve4('app.wild.example.test')).toEqual(['192.0.2.1']);
  expect(await resolver.resolve4('www.app.wild.example.test')).toEqual(['192.0.2.1']);
});

async function putWildcard(Name: string, Value: string): Promise<void> {
  const route53 = new Route53Client(clientOptions(service.cloud));
  const recordSet = { Name, Type: 'A' as const, TTL: 60, ResourceRecords: [{ Value }] };
  await route53.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: service.seed.hostedZoneId,
      ChangeBatch: { Changes: [{ Action: 'UPSERT', ResourceRecordSet: recordSet }] },
    }),
  );
  route53.destroy();
  await service.cloud.clock.advance(PROPAGATION);
}

test('a target group of another load balancer, and one of another VPC', async () => {
  const client = new elb.ElasticLoadBalancingV2Client(clientOptions(service.cloud));
  const LoadBalancerArn = foreign.loadBalancerArn;
  const { TargetGroups: [used] = [] } = await client.send(new elb.DescribeTargetGroupsCommand({ LoadBalancerArn }));
  const input = { Name: 'far', Protocol: 'HTTP', Port: 80, TargetType: 'ip', VpcId: 'vpc-0f9e8d7c' } as const;
  const { TargetGroups: [far] = [] } = await client.send(new elb.CreateTargetGroupCommand(input));
  client.destroy();
  const request = (group?: elb.TargetGroup) => ({ ...APP, target: { targetGroupArn: group?.TargetGroupArn } });
  await isRefused(request(used), 'TargetNotUsableError', /^target\.targetGroupArn: \S+ is used by \S+foreign/);
  await isRefused(request(far), 'TargetNotUsableError', /is in the VPC vpc-0f9e8d7c; the load balancer is in/);
});

describe('a host rule on HTTP:80 that a new HTTPS:443 listener would not have', () => {
  let client: elb.ElasticLoadBalancingV2Client;
  let targetGroupArn: string | undefined;

  beforeAll(async () => {
    client = new elb.ElasticLoadBalancingV2Client(clientOptions(service.cloud));
    const LoadBalancerArn = service.seed.loadBalancerArn;
    const { Listeners: [http] = [] } = await client.send(new elb.DescribeListenersCommand({ LoadBalancerArn }));
    const { TargetGroups: [app] = [] } = await client.send(
      new elb.CreateTargetGroupCommand({
        Name: 'app',
        Protocol: 'HTTP',
        Port: 80,
        TargetType: 'ip',
        VpcId: 'vpc-0a1b2c3d',
      }),
    );
    targetGroupArn = app?.TargetGroupArn;
    await client.send(
      new elb.CreateRuleCommand({
        ListenerArn: http?.ListenerArn,
        Priority: 1,
        Conditions: [{ Field: 'host-header', Values: [APP.domainName] }],
        Actions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
      }),
    );
  });
  afterAll(() => client.destroy());

  const https = async () => {
    const { loadBalancerArn } = service.seed;
    const { Listeners = [] } = await client.send(
      new elb.DescribeListenersCommand({ LoadBalancerArn: loadBalancerArn }),
    );
    return Listeners.filter(({ Port }) => Port === 443);
  };

  test('notified once, tried once, and nothing is created', async () => {
    await isRefused(APP, 'TargetNotUsableError', /1 rule .* new HTTPS:443 listener .* specify target\.targetGroupArn/);
    expect(await https()).toEqual([]);
  });

  test('a target group does not fix a redirect of HTTP:80 that the rule would bypass', () =>
    isRefused(
      { ...APP, target: { targetGroupArn }, redirectHttp: true },
      'TargetNotUsableError',
      /1 rule .* stay on HTTP: omit redirectHttp/,
    ));

  test('a request with a target group succeeds, and the listener forwards to it', async () => {
    const { status } = await service.secure({ ...APP, target: { targetGroupArn } });
    expect(status).toBe('SUCCEEDED');
    expect(await https()).toMatchObject([{ DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }] }]);
  });
});
