import { DisableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions } from '../../local/client-options';
import { startAutopilot, type Autopilot } from './autopilot';

jest.setTimeout(120_000);

let autopilot: Autopilot;
beforeAll(async () => (autopilot = await startAutopilot()));
afterAll(() => autopilot.close());

it('finds what a new deployment lacks, with what to do, and exits with 1', async () => {
  autopilot.cloud.clearCalls();
  const { status, output } = await autopilot.type('doctor');
  expect(status).toBe(1);
  expect(output).toMatch(/✔ stack +CREATE_COMPLETE/);
  expect(output).toMatch(/✔ rules +8 enabled/);
  expect(output).toMatch(
    /✘ messages +nobody is told of failures: the topic has no subscription\n +What to do: .*sns subscribe/,
  );
  expect(output).toMatch(/✘ last sweep +no sweep has succeeded yet\n +What to do: .*autopilot sweep/);
  expect(output).toMatch(/2 of 9 need somebody\./);
  const operations = autopilot.cloud.calls.map(({ operation }) => operation);
  expect(operations.filter((operation) => !/^(Describe|Get|List)/.test(operation))).toEqual([]);
});

it('finds a deployment healthy that was swept and tells somebody', async () => {
  const { FailuresTopicArn: TopicArn, DeadLettersUrl = '' } = autopilot.outputs;
  const topic = new SNSClient(clientOptions(autopilot.cloud));
  const queue = `arn:aws:sqs:eu-west-1:123456789012:${DeadLettersUrl.split('/').at(-1) ?? ''}`;
  await topic.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queue }));
  topic.destroy();
  expect((await autopilot.type('sweep', '--wait')).status).toBe(0);

  const { status, document } = await autopilot.json('doctor');
  expect(document.symptoms.filter(({ state }) => state !== 'good')).toEqual([]);
  expect(status).toBe(0);
  expect(document).toMatchObject({ stack: 'acm-autopilot-dev', isHealthy: true });
});

it('finds a rule that somebody has disabled, and dead letters', async () => {
  const events = new EventBridgeClient(clientOptions(autopilot.cloud));
  await events.send(new DisableRuleCommand({ Name: 'acm-autopilot-dev-daily-sweep' }));
  events.destroy();
  const queues = new SQSClient(clientOptions(autopilot.cloud));
  await queues.send(new SendMessageCommand({ QueueUrl: autopilot.outputs['DeadLettersUrl'], MessageBody: '{}' }));
  queues.destroy();

  const { status, document } = await autopilot.json('doctor');
  expect(status).toBe(1);
  const states = Object.fromEntries(document.symptoms.map(({ what, state }) => [what, state]));
  expect(states).toMatchObject({ rules: 'bad', 'dead letters': 'bad', bus: 'good' });
  expect(document.symptoms).toContainEqual(
    expect.objectContaining({ what: 'rules', found: 'acm-autopilot-dev-daily-sweep DISABLED' }),
  );
});

it('says that a stage is not deployed', async () => {
  const { status, output } = await autopilot.type('doctor', '--stage', 'prod');
  expect(status).toBe(1);
  expect(output).toMatch(/There is no stack acm-autopilot-prod[\s\S]*What to do: .*--stage/);
});
