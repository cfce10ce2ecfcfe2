import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { ConfirmSubscriptionCommand, SNSClient } from '@aws-sdk/client-sns';
import { clientOptions } from 'local-aws/clients';
import { customNotification } from '../builders/custom-notification';
import { dashboardMetrics } from '../builders/dashboard-metrics';
import { runService, type RunningService } from './running-service';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const PLATFORM = 'platform@example.com';
const RUNBOOK = 'https://example.com/docs/runbook.md';

let service: RunningService;

beforeAll(async () => {
  service = await runService({}, { NotificationEmail: PLATFORM, RunbookUrl: RUNBOOK });
  const { cloud, outputs } = service;
  const [invitation] = cloud.sns.deliveries();
  const sns = new SNSClient(clientOptions(cloud));
  const Token = invitation?.body.split('\n').at(-1);
  await sns.send(new ConfirmSubscriptionCommand({ TopicArn: outputs['NotificationsTopicArn'], Token }));
  sns.destroy();
});
afterAll(() => service.close());

/** The messages of the service; alarms use the format of CloudWatch, which chat renders too. */
const isOurs = ({ subject = '' }: { readonly subject?: string | undefined }) =>
  !/Confirmation|^(ALARM|OK): /.test(subject);
const mails = () => service.cloud.sns.deliveries().filter(isOurs);
const chat = () =>
  service.cloud.sns
    .published(service.outputs['ChatNotificationsTopicArn'] ?? '')
    .filter(isOurs)
    .map(({ subject, message }) => ({ subject, ...customNotification.parse(JSON.parse(message)) }));

/** The messages since, by e-mail and in chat. */
async function sentDuring(meanwhile: () => Promise<unknown>) {
  const [mailed, chatted] = [mails().length, chat().length];
  await meanwhile();
  return { mail: mails().slice(mailed), notifications: chat().slice(chatted) };
}

test('a failure is sent as text by e-mail and as a custom notification to chat', async () => {
  let executionArn = '';
  const { mail, notifications } = await sentDuring(async () => {
    executionArn = (await service.secure({ domainName: 'app.elsewhere.test' })).arn;
  });
  expect(mail).toHaveLength(1);
  expect(mail[0]).toMatchObject({ to: PLATFORM, subject: 'HTTPS for app.elsewhere.test failed: ZoneNotAllowedError' });
  expect(mail[0]?.body).toMatch(/^Error: HTTPS for app\.elsewhere\.test failed: ZoneNotAllowedError\n\nCause: /);
  expect(mail[0]?.body).toContain(`\nRunbook: ${RUNBOOK}#zonenotallowederror\n`);
  expect(notifications).toMatchObject([
    {
      subject: undefined,
      content: {
        title: '❌ Error: HTTPS for app.elsewhere.test failed: ZoneNotAllowedError',
        description: expect.stringContaining(executionArn),
        nextSteps: [expect.stringMatching(/^If this service should manage the zone/), 'Then emit the event again.'],
        keywords: ['error', 'ZoneNotAllowedError'],
      },
      metadata: { threadId: 'app.elsewhere.test', eventType: 'Domain Provisioning Failed' },
    },
  ]);
});

test('a recovery is in the chat thread of its health issue', async () => {
  const { cloud, outputs } = service;
  await service.secure({ domainName: 'kept.example.test' });
  const [certificate] = cloud.acm.certificates();
  const sweep = async () => {
    const events = new EventBridgeClient(clientOptions(cloud));
    const entry = { EventBusName: outputs['BusName'], Source: 'test', DetailType: 'Sweep Requested', Detail: '{}' };
    await events.send(new PutEventsCommand({ Entries: [entry] }));
    events.destroy();
    await cloud.clock.advance(15 * MINUTE);
  };
  const { mail, notifications } = await sentDuring(async () => {
    await cloud.clock.advance(DAY);
    await deleteValidationRecord('kept.example.test');
    await sweep();
    await sweep();
  });
  const threads = new Set(notifications.map(({ metadata }) => metadata?.threadId));
  expect([...threads]).toEqual([certificate?.arn]);
  expect(notifications.map(({ content }) => content.title)).toEqual([
    expect.stringMatching(/^⚠️ Warning: Certificate kept\.example\.test is at risk \(.*\): ValidationRecordMissing$/),
    '✅ Resolved: Certificate kept.example.test has recovered: ValidationRecordMissing',
  ]);
  expect(mail.map(({ body }) => body.split(':')[0])).toEqual(['Warning', 'Resolved']);
});

test('an execution whose notification fails is reported on both channels', async () => {
  const { cloud } = service;
  let executionArn = '';
  const { mail, notifications } = await sentDuring(async () => {
    executionArn = await service.request({ domainName: 'stopped.example.test' });
    const states = new SFNClient(clientOptions(cloud));
    await states.send(new StopExecutionCommand({ executionArn }));
    states.destroy();
    await cloud.clock.advance(5_000);
  });
  const runbook = `Runbook: ${RUNBOOK}#executions-without-a-notification`;
  expect(mail.map(({ body }) => body)).toEqual([expect.stringMatching(/ended as ABORTED/)]);
  expect(mail[0]?.body).toContain(runbook);
  expect(notifications[0]?.content.description).toContain(runbook);
  expect(notifications).toMatchObject([
    {
      content: { title: '❌ Error: an execution ended as ABORTED without a notification' },
      metadata: { threadId: executionArn, relatedResources: [executionArn] },
    },
  ]);
});

test('every custom metric on the dashboard has values after requests, failures and sweeps', async () => {
  const { cloudWatch, clock } = service.cloud;
  expect(await service.secure({ domainName: 'measured.example.test' })).toMatchObject({ status: 'SUCCEEDED' });
  expect(await service.secure({ domainName: 'measured.elsewhere.test' })).toMatchObject({
    error: 'ZoneNotAllowedError',
  });
  await clock.advance(2 * DAY);
  const body = cloudWatch.dashboard('acm-autopilot-dev') ?? '';
  const ours = dashboardMetrics(body).filter(({ metric }) => metric.startsWith('AcmAutopilot/'));
  expect(ours.length).toBeGreaterThan(0);
  const searched: Readonly<Record<string, string>> = {
    verdict: 'healthy',
    error: 'ZoneNotAllowedError',
    service: 'acm-autopilot',
  };
  const without = ours.filter(({ metric, dimensions }) => {
    const [namespace = '', name = ''] = metric.split('/');
    const known = Object.entries(dimensions).map(([key, value]) => [key, value ?? searched[key] ?? '']);
    return cloudWatch.datapoints(namespace, name, Object.fromEntries(known) as Record<string, string>).length === 0;
  });
  // Nothing was throttled, so there is no such metric.
  expect(without.map(({ metric }) => metric)).toEqual(['AcmAutopilot/ThrottledSteps']);
  expect(body).toContain(`[the runbook](${RUNBOOK})`);
});

async function deleteValidationRecord(domainName: string) {
  const route53 = new Route53Client(clientOptions(service.cloud));
  const HostedZoneId = service.seed.hostedZoneId;
  const { ResourceRecordSets = [] } = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId }));
  const ResourceRecordSet = ResourceRecordSets.find(({ Name, Type }) => Type === 'CNAME' && Name?.includes(domainName));
  const Changes = [{ Action: 'DELETE' as const, ResourceRecordSet }];
  await route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } }));
  route53.destroy();
}
