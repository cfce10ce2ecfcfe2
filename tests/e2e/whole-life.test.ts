import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { clientOptions } from 'local-aws/clients';
import type { CloudOptions } from 'local-aws/cloud';
import { runService, type RunningService } from './running-service';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DOMAIN = 'app.example.test';

// Weeks pass, with a sweep each day: that is what takes the time, so that certificates live no longer than they must here.
jest.setTimeout(180_000);

let service: RunningService;
afterEach(() => service.close());

/** A certificate that is valid for 21 days: its record is deleted on day 3, ACM renews it 7 days before expiry. */
async function live(acm: CloudOptions['acm']) {
  service = await runService({ acm: { validityDays: 21, ...acm } });
  await service.secure({ domainName: DOMAIN });
  await service.cloud.clock.advance(3 * DAY);
  await deleteValidationRecord();
  await service.cloud.clock.advance(15 * DAY);
  const published = service.cloud.events
    .published(service.outputs['BusName'] ?? '')
    .map((event) => event['detail-type']);
  return {
    events: published.filter((detailType) => /^Certificate (?!Inventory)/.test(detailType)),
    running: service.cloud.stepFunctions.executions().filter(({ status }) => status === 'RUNNING'),
    failed: service.cloud.stepFunctions.executions().filter(({ status }) => status === 'FAILED'),
    certificates: service.cloud.acm.certificates().length,
  };
}

async function deleteValidationRecord() {
  const route53 = new Route53Client(clientOptions(service.cloud));
  const HostedZoneId = service.seed.hostedZoneId;
  const { ResourceRecordSets = [] } = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId }));
  const ResourceRecordSet = ResourceRecordSets.find(({ Type }) => Type === 'CNAME');
  await route53.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId,
      ChangeBatch: { Changes: [{ Action: 'DELETE', ResourceRecordSet }] },
    }),
  );
  route53.destroy();
}

const SAME_END = {
  events: ['Certificate At Risk', 'Certificate Recovered', 'Certificate Renewed'],
  running: [],
  failed: [],
  certificates: 1,
};

/** Of three events one is on time, one comes 36 hours late and one 72. */
function outOfOrder() {
  let events = 0;
  return () => {
    events += 1;
    return (events % 3) * 36 * HOUR;
  };
}

it.each<[string, CloudOptions['acm']]>([
  ['when every event of ACM arrives', {}],
  ['when every one is lost, and only the sweep runs', { deliveries: () => 0 }],
  ['when every one arrives three times', { deliveries: () => 3 }],
  ['when they overtake each other by days', { delay: outOfOrder() }],
])('a certificate has the same final state %s', async (_how, acm) => {
  expect(await live(acm)).toEqual(SAME_END);
});

it('the sweep keeps its metrics and its alarm', async () => {
  service = await runService({}, {});
  await service.secure({ domainName: DOMAIN });
  const { cloud } = service;
  await cloud.clock.advance(3 * DAY);
  const stack = { service: 'acm-autopilot', stack: 'acm-autopilot-dev' };
  const last = (metric: string, dimensions: Record<string, string>) =>
    cloud.cloudWatch.datapoints('AcmAutopilot', metric, dimensions).at(-1)?.value;
  expect(cloud.cloudWatch.datapoints('AcmAutopilot', 'SweepsSucceeded', stack)).toHaveLength(3);
  expect(last('MinimumDaysToExpiry', stack)).toBe(194);
  expect(last('SweepAge', stack)).toBeCloseTo(24 * 3_600, -2);
  expect(last('Certificates', { ...stack, verdict: 'healthy' })).toBe(1);
  expect(last('Certificates', { ...stack, verdict: 'replace' })).toBe(0);
  expect(cloud.cloudWatch.alarmState('acm-autopilot-dev-no-sweep')).toBe('OK');
});

it('an unreadable event goes to the dead-letter queue, with a notification', async () => {
  service = await runService();
  const { cloud, outputs } = service;
  const odd = { source: 'aws.acm', detailType: 'ACM Certificate Revoked', resources: [], detail: { whatever: [1] } };
  cloud.events.emit(odd);
  await cloud.clock.advance(HOUR);
  const [letter] =
    cloud.sqs.queue(`arn:aws:sqs:eu-west-1:123456789012:acm-autopilot-dev-dead-letters`)?.messages() ?? [];
  expect(letter?.body).toMatch(/"whatever":\[1\]/);
  expect(letter?.body).toMatch(/UnreadableEventError/);
  const subjects = cloud.sns.published(outputs['NotificationsTopicArn'] ?? '').map(({ subject = '' }) => subject);
  expect(subjects.filter((subject) => !subject.startsWith('OK: '))).toEqual([
    expect.stringContaining('acm-autopilot-dev-dead-letters'),
  ]);
});

it('a sweep that would replace too many is blocked, notified once, and allowed by an event', async () => {
  // They are due for replacement six days before expiry, a sixth of their validity, between the days of ACM's own reminders.
  service = await runService({ acm: { validityDays: 37 } });
  const { cloud, outputs } = service;
  const names = ['a', 'b', 'c', 'd'].map((label) => `${label}.example.test`);
  for (const domainName of names) await service.secure({ domainName });
  for (const { arn } of cloud.acm.certificates()) cloud.acm.failRenewal(nameOf(arn), 'DOMAIN_NOT_ALLOWED');
  const replaced = () =>
    cloud.events.published(outputs['BusName'] ?? '').filter((event) => event['detail-type'] === 'Certificate Replaced');
  const events = new EventBridgeClient(clientOptions(cloud));
  // ACM's daily events start reconcile-certificate without the mass-change check, so they start no replacement.
  await cloud.clock.advance(30 * DAY + 12 * HOUR);
  expect(replaced()).toEqual([]);
  await cloud.clock.advance(2 * DAY);
  expect(replaced()).toEqual([]);
  const held = cloud.sns
    .published(outputs['NotificationsTopicArn'] ?? '')
    .filter(({ subject }) => /^Sweep blocked/.test(subject ?? ''));
  expect(held).toHaveLength(1);

  const Detail = JSON.stringify({ allowMassChange: true });
  const entry = { EventBusName: outputs['BusName'], Source: 'test', DetailType: 'Sweep Requested', Detail };
  await events.send(new PutEventsCommand({ Entries: [entry] }));
  await cloud.clock.advance(2 * HOUR);
  expect(replaced()).toHaveLength(4);
  events.destroy();
});

const nameOf = (arn: string) =>
  service.cloud.acm.certificates().find((certificate) => certificate.arn === arn)?.domainNames[0] ?? '';
