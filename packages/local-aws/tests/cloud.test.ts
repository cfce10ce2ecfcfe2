import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Resolver } from 'node:dns/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { buildSync } from 'esbuild';
import { strToU8, zipSync } from 'fflate';
import { startCloud, type Cloud } from '../src/cloud';
import { seedCloud, type Seed } from '../src/seed';

const ARN = (service: string, name: string) => `arn:aws:${service}:eu-west-1:123456789012:${name}`;
const RULE = (name: string) => ARN('events', `rule/${name}`);
const statement = (rest: object) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Resource: '*', ...rest }],
});
const trust = (service: string) =>
  statement({ Principal: { Service: service }, Action: 'sts:AssumeRole', Resource: undefined });
const EVENTS = { Service: 'events.amazonaws.com' };

/** Sends what it is given to a queue, through the SDK and with nothing but its environment. */
const RELAY = `
  import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
  const sqs = new SQSClient({});
  export const handler = (event) =>
    sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify(event.detail) }));`;

function relayZip(): Uint8Array {
  const { outputFiles } = buildSync({
    stdin: { contents: RELAY, resolveDir: __dirname },
    bundle: true,
    platform: 'node',
    write: false,
  });
  return zipSync({ 'relay.js': strToU8(outputFiles.map(({ text }) => text).join('')) });
}

const role = (service: string, policy?: object) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: trust(service),
    ...(policy && { Policies: [{ PolicyName: 'only', PolicyDocument: statement(policy) }] }),
  },
});
const relay = (name: string) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName: name,
    Code: { S3Bucket: 'bucket', S3Key: 'some/folder/relay.zip' },
    Handler: 'relay.handler',
    Runtime: 'nodejs24.x',
    Role: { 'Fn::GetAtt': ['FunctionRole', 'Arn'] },
    Environment: { Variables: { QUEUE_URL: { Ref: 'Received' } } },
  },
});
const queue = (QueueName: string) => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName } });
const queuePolicy = (name: string, condition?: object) => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: name }],
    PolicyDocument: statement({
      Principal: EVENTS,
      Action: 'sqs:SendMessage',
      ...(condition && { Condition: condition }),
    }),
  },
});
const topic = (TopicName: string, key?: unknown) => ({
  Type: 'AWS::SNS::Topic',
  Properties: { TopicName, ...(key !== undefined && { KmsMasterKeyId: key }) },
});
const topicPolicy = (name: string, condition?: object) => ({
  Type: 'AWS::SNS::TopicPolicy',
  Properties: {
    Topics: [{ Ref: name }],
    PolicyDocument: statement({
      Principal: { Service: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'] },
      Action: 'sns:Publish',
      ...(condition && { Condition: condition }),
    }),
  },
});

/** A rule for the events of a detail type, and whatever cannot be delivered goes to the queue `dead`. */
const rule = (name: string, target: object) => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    Name: name,
    EventPattern: { 'detail-type': [name] },
    Targets: [{ Id: 'only', DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Dead', 'Arn'] } }, ...target }],
  },
});

const ofRule = (name: string) => ({ ArnEquals: { 'aws:SourceArn': RULE(name) } });

const TEMPLATE = {
  Parameters: { Threshold: { Type: 'Number' } },
  Resources: {
    Received: queue('received'),
    Dead: queue('dead'),
    DeadPolicy: queuePolicy('Dead'),
    DeadAlarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        AlarmName: 'dead-letters',
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['Dead', 'QueueName'] } }],
        Statistic: 'Maximum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: { Ref: 'Threshold' },
        ComparisonOperator: 'GreaterThanThreshold',
        AlarmActions: [{ Ref: 'Alerts' }],
      },
    },

    FunctionRole: role('lambda.amazonaws.com', {
      Action: 'sqs:SendMessage',
      Resource: { 'Fn::GetAtt': ['Received', 'Arn'] },
    }),
    Relay: relay('relay'),
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        FunctionName: { Ref: 'Relay' },
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': ['ToFunction', 'Arn'] },
      },
    },
    ToFunction: rule('to-function', { Arn: { 'Fn::GetAtt': ['Relay', 'Arn'] } }),
    ToClosedFunction: rule('to-closed-function', { Arn: { 'Fn::GetAtt': ['Relay', 'Arn'] } }),

    OpenQueue: queue('open'),
    OpenQueuePolicy: queuePolicy('OpenQueue', ofRule('to-queue')),
    ToQueue: rule('to-queue', { Arn: { 'Fn::GetAtt': ['OpenQueue', 'Arn'] } }),
    ToClosedQueue: rule('to-closed-queue', { Arn: { 'Fn::GetAtt': ['OpenQueue', 'Arn'] } }),

    Key: {
      Type: 'AWS::KMS::Key',
      Properties: {
        KeyPolicy: statement({
          Principal: { Service: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'] },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        }),
      },
    },
    Alerts: topic('alerts', { Ref: 'Key' }),
    AlertsPolicy: topicPolicy('Alerts'),
    ToTopic: rule('to-topic', { Arn: { Ref: 'Alerts' } }),
    Conditional: topic('conditional', { Ref: 'Key' }),
    ConditionalPolicy: topicPolicy('Conditional', ofRule('to-conditional-topic')),
    ToConditionalTopic: rule('to-conditional-topic', { Arn: { Ref: 'Conditional' } }),
    Managed: topic('managed', 'alias/aws/sns'),
    ManagedPolicy: topicPolicy('Managed'),
    ToManagedTopic: rule('to-managed-topic', { Arn: { Ref: 'Managed' } }),

    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'machine',
        RoleArn: { 'Fn::GetAtt': ['MachineRole', 'Arn'] },
        Definition: { StartAt: 'Say', States: { Say: { Type: 'Pass', Result: { said: '${Word}' }, End: true } } },
        DefinitionSubstitutions: { Word: 'a "word"' },
      },
    },
    MachineRole: role('states.amazonaws.com'),
    StartRole: role('events.amazonaws.com', { Action: 'states:StartExecution', Resource: { Ref: 'Machine' } }),
    IdleRole: role('events.amazonaws.com', {
      Action: 'states:StartExecution',
      Resource: ARN('states', 'stateMachine:other'),
    }),
    ToMachine: rule('to-machine', { Arn: { Ref: 'Machine' }, RoleArn: { 'Fn::GetAtt': ['StartRole', 'Arn'] } }),
    ToClosedMachine: rule('to-closed-machine', {
      Arn: { Ref: 'Machine' },
      RoleArn: { 'Fn::GetAtt': ['IdleRole', 'Arn'] },
    }),
  },
  Outputs: { QueueUrl: { Value: { Ref: 'Received' } } },
};

const folder = mkdtempSync(join(tmpdir(), 'package-'));
let cloud: Cloud;
let seed: Seed;
let events: EventBridgeClient;

beforeAll(async () => {
  cloud = await startCloud({ startAt: Date.parse('2027-03-01T12:00:00Z') });
  seed = await seedCloud(cloud);
  events = new EventBridgeClient({
    endpoint: cloud.endpoint,
    region: cloud.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const stackParameters = [{ ParameterKey: 'Threshold', ParameterValue: 0 }];
  const state = { service: { service: 'fixture', provider: { stage: 'dev', stackParameters } } };
  writeFileSync(join(folder, 'serverless-state.json'), JSON.stringify(state));
  writeFileSync(join(folder, 'cloudformation-template-update-stack.json'), JSON.stringify(TEMPLATE));
  writeFileSync(join(folder, 'relay.zip'), relayZip());
  const { name, outputs } = await cloud.deploy(folder);
  expect({ name, outputs }).toEqual({
    name: 'fixture-dev',
    outputs: { QueueUrl: `${cloud.endpoint}/123456789012/received` },
  });
});

afterAll(async () => {
  events.destroy();
  await seed.close();
  await cloud.close();
  rmSync(folder, { recursive: true });
});

const messagesOf = (name: string) => cloud.sqs.queue(ARN('sqs', name))?.messages() ?? [];
const published = (name: string) => cloud.sns.published(ARN('sns', name)).map(({ message }) => message);

/** Puts an event on the default bus, and lets everything that follows from it happen. */
async function emit(detailType: string) {
  for (const name of ['received', 'dead', 'open']) cloud.sqs.queue(ARN('sqs', name))?.purge();
  const Entries = [{ Source: 'test', DetailType: detailType, Detail: JSON.stringify({ detailType }) }];
  await events.send(new PutEventsCommand({ Entries }));
  await cloud.clock.advance(1000);
}

describe('an event reaches', () => {
  test('a function, which reaches a queue with the SDK and nothing but its environment', async () => {
    await emit('to-function');
    expect(messagesOf('received')).toMatchObject([{ body: '{"detailType":"to-function"}' }]);
    expect(messagesOf('dead')).toEqual([]);
    expect(cloud.calls.at(-1)).toMatchObject({
      operation: 'SendMessage',
      principal: expect.stringMatching(/^arn:aws:sts::123456789012:assumed-role\/fixture-dev-FunctionRole-/),
    });
  });

  test('a queue whose policy names the rule', async () => {
    await emit('to-queue');
    expect(messagesOf('open').map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
      { detail: { detailType: 'to-queue' } },
    ]);
  });

  test('an encrypted topic whose key and policy let EventBridge in', async () => {
    await emit('to-topic');
    expect(published('alerts').map((message) => JSON.parse(message) as unknown)).toMatchObject([
      { 'detail-type': 'to-topic' },
    ]);
  });

  test('a state machine that the role may start', async () => {
    await emit('to-machine');
    expect(cloud.stepFunctions.executions()).toMatchObject([
      { status: 'SUCCEEDED', output: '{"said":"a \\"word\\""}' },
    ]);
  });
});

describe('an event goes to the dead-letter queue, once and at once,', () => {
  test.each([
    ['a function without a permission for the rule', 'to-closed-function'],
    ['a queue whose policy names another rule', 'to-closed-queue'],
    ['an encrypted topic whose policy requires the source, which EventBridge does not name', 'to-conditional-topic'],
    ['a topic encrypted with the key that AWS manages', 'to-managed-topic'],
    ['a state machine that the role may not start', 'to-closed-machine'],
  ])('when its target is %s', async (_, detailType) => {
    await emit(detailType);
    expect(messagesOf('dead')).toMatchObject([
      {
        attributes: { ERROR_CODE: { StringValue: 'NO_PERMISSIONS' }, RULE_ARN: { StringValue: RULE(detailType) } },
        body: expect.stringContaining(detailType),
      },
    ]);
  });

  test('and the alarm on that queue notifies its topic, of its end too only with an OK action', async () => {
    await emit('to-closed-queue');
    await cloud.clock.advance(60_000);
    expect(cloud.cloudWatch.alarmState('dead-letters')).toBe('ALARM');
    expect(JSON.parse(published('alerts').at(-1) ?? '')).toMatchObject({
      AlarmName: 'dead-letters',
      NewStateValue: 'ALARM',
    });

    const before = published('alerts').length;
    cloud.sqs.queue(ARN('sqs', 'dead'))?.purge();
    await cloud.clock.advance(60_000);
    expect(cloud.cloudWatch.alarmState('dead-letters')).toBe('OK');
    expect(published('alerts')).toHaveLength(before);
  });
});

describe('a seeded cloud', () => {
  test('has a zone that its domain is delegated to', async () => {
    const resolver = new Resolver();
    resolver.setServers([`127.0.0.1:${cloud.dnsPort}`]);
    const [zone] = cloud.route53.publicZones();
    expect(zone).toMatchObject({ id: seed.hostedZoneId, name: 'example.test.' });
    expect((await resolver.resolveNs('example.test')).sort()).toEqual([...(zone?.nameServers ?? [])].sort());
    expect(await resolver.resolve4(seed.loadBalancerDnsName)).not.toEqual([]);
  });

  test('answers HTTP through its load balancer, and has no HTTPS yet', async () => {
    const response = await fetch(`http://127.0.0.1:${seed.httpPort}/path`);
    expect([response.status, await response.text()]).toEqual([
      200,
      `Hello from http://127.0.0.1:${seed.httpPort}/path\n`,
    ]);
    await expect(fetch(`https://127.0.0.1:${seed.httpsPort}/`)).rejects.toThrow('fetch failed');
  });
});

test('a cloud says which port is taken', async () => {
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
  const { port } = squatter.address() as AddressInfo;
  await expect(startCloud({ port })).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is in use, perhaps by another local cloud: stop it, or choose another port for the endpoint (0 picks any free one)`,
  );
  await expect(startCloud({ dnsPort: port })).rejects.toThrow('choose another port for DNS');
  await new Promise((resolve) => squatter.close(resolve));
});
