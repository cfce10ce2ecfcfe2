import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { paginateGetExecutionHistory, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { domainProvisioningFailed } from '../../events/domain-provisioning-failed';
import { clientOptions } from 'local-aws/clients';
import { FAULTS } from '../../demo/faults';
import { seedCloud, type Seed } from 'local-aws/seed';
import { runService, type RunningService } from './running-service';

const HOUR = 3_600_000;

// 72 hours of retries pass in one of them.
jest.setTimeout(120_000);

let service: RunningService;
const seeds: Seed[] = [];

beforeAll(async () => {
  service = await runService({}, { AllowedZones: '*', AllowedDomains: '*' });
});

afterAll(async () => {
  for (const seed of seeds) await seed.close();
  await service.close();
});

/** Requests a domain with a fault, each with its own zone and load balancer. */
async function failWith(fault: keyof typeof FAULTS, alternativeNames: readonly string[] = []) {
  const { cloud } = service;
  const zoneName = `${fault}.test`;
  const seed = await seedCloud(cloud, { zoneName, loadBalancerName: fault });
  seeds.push(seed);
  const stage = { cloud, seed, zoneName };
  await FAULTS[fault].set(stage);
  const unfollow = cloud.stepFunctions.onTransition(({ type, state }) => {
    if (type === 'entered') FAULTS[fault].onEntered?.(state, stage);
  });
  const domainName = `app.${zoneName}`;
  const execution = await service.secure({ domainName, alternativeNames, target: { loadBalancer: fault } });
  unfollow();
  const requested = cloud.acm
    .certificates()
    .filter(({ type, domainNames }) => type === 'AMAZON_ISSUED' && domainNames.includes(domainName));
  return { execution, requested, messages: service.messages(execution.arn) };
}

const CHECKED: [keyof typeof FAULTS, string, RegExp][] = [
  [
    'caa',
    'CaaForbidsAmazonError',
    /caa\.test \(0 issue "letsencrypt\.org"\).* add the record: caa\.test CAA 0 issue "amazon\.com"/,
  ],
  [
    'delegation',
    'DelegationError',
    /delegates it to ns1\.old-provider\.example, .*its hosted zone Z\w+ has ns-\d+\.awsdns/,
  ],
  ['no-zone', 'ZoneNotFoundError', /app\.no-zone\.test: the account has no public hosted zone/],
  ['listener-full', 'ListenerFullError', /has 25 certificates, not counting its listeners' defaults/],
];

test.each(CHECKED)('%s: the message gives the cause, and ACM is not called', async (fault, error, cause) => {
  const { execution, requested, messages } = await failWith(fault);
  expect(execution).toMatchObject({ status: 'FAILED', error, cause: expect.stringMatching(cause) });
  expect(requested).toEqual([]);
  expect(messages).toHaveLength(1);
  const [message] = messages;
  expect(message?.subject).toBe(`HTTPS for app.${fault}.test failed: ${error}`);
  expect(message?.message).toMatch(cause);
  expect(message?.message).toContain('Step:   CheckDomain');
  expect(message?.message).toContain('Nothing was created.');

  const [event, ...others] = service.publishedEvents(execution.arn);
  expect(others).toEqual([]);
  expect(event).toMatchObject({
    'detail-type': domainProvisioningFailed.detailType,
    source: domainProvisioningFailed.source,
  });
  expect(domainProvisioningFailed.detail.parse(event?.detail)).toMatchObject({
    domainName: `app.${fault}.test`,
    step: 'CheckDomain',
    error,
    cause: expect.stringMatching(cause),
  });
});

test('never-validates: after 72 hours the message lists each missing validation and what was created', async () => {
  const { execution, requested, messages } = await failWith('never-validates', ['www.never-validates.test']);
  expect(execution).toMatchObject({ status: 'FAILED', error: 'IssuanceTimedOutError' });
  expect((execution.stoppedAt ?? Infinity) - execution.startedAt).toBeGreaterThanOrEqual(72 * HOUR);
  expect((execution.stoppedAt ?? Infinity) - execution.startedAt).toBeLessThan(73 * HOUR);
  expect(requested).toMatchObject([{ status: 'VALIDATION_TIMED_OUT' }]);
  expect(messages).toHaveLength(1);
  const text = messages[0]?.message ?? '';
  for (const name of ['app', 'www']) {
    expect(text).toMatch(
      new RegExp(
        `${name}\\.never-validates\\.test: public DNS has no _\\w+\\.${name}\\.never-validates\\.test CNAME \\S+; never-validates\\.test is not delegated`,
      ),
    );
    expect(text).toMatch(new RegExp(`- _\\w+\\.${name}\\.never-validates\\.test CNAME .* in zone Z`));
  }
  expect(text).toContain(`- certificate ${requested[0]?.arn} (requested)`);

  const states = new SFNClient(clientOptions(service.cloud));
  let events = 0;
  for await (const page of paginateGetExecutionHistory({ client: states }, { executionArn: execution.arn })) {
    events += page.events?.length ?? 0;
  }
  states.destroy();
  // Step Functions ends an execution at 25,000.
  expect(events).toBeGreaterThan(1_000);
  expect(events).toBeLessThan(5_000);
});

test('a manually stopped execution causes a notification through the encrypted topic', async () => {
  const { cloud, outputs } = service;
  const executionArn = await service.request({ domainName: 'stopped.example.test' });
  const states = new SFNClient(clientOptions(cloud));
  await states.send(new StopExecutionCommand({ executionArn }));
  states.destroy();
  await cloud.clock.advance(5_000);

  expect(service.messages(executionArn)).toMatchObject([{ message: expect.stringContaining('ended as ABORTED') }]);
  const sns = new SNSClient(clientOptions(cloud));
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: outputs['NotificationsTopicArn'] }));
  sns.destroy();
  expect(Attributes?.['KmsMasterKeyId']).toMatch(/^[0-9a-f-]{36}$|key\//);
});
