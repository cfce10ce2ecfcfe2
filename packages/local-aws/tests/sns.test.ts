import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  InvalidParameterException,
  ListSubscriptionsByTopicCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  NotFoundException,
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
  type SubscribeCommandInput,
} from '@aws-sdk/client-sns';
import { createClock, type Clock } from '../src/clock';
import { createSns, type Sns } from '../src/sns/sns';
import { createSqs, type Sqs } from '../src/sqs/sqs';
import { createWire, type Wire } from '../src/wire/wire';
import type { World } from '../src/world';

const NOW = Date.parse('2026-11-23T10:20:30.000Z');
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:failures';
const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:failures';
const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:on-failure';
const TWO_DAYS = 2 * 24 * 3600 * 1000;

let clock: Clock;
let wire: Wire;
let sns: Sns;
let sqs: Sqs;
let client: SNSClient;
let invocations: { functionArn: string; event: unknown }[];

beforeEach(async () => {
  clock = createClock(NOW);
  const world: World = { clock, region: 'eu-west-1', account: '123456789012', emit: () => undefined };
  invocations = [];
  sqs = createSqs(world);
  sns = createSns(world, {
    queue: sqs.queue,
    invoke: async (functionArn, event) => void invocations.push({ functionArn, event }),
  });
  wire = createWire(world, [sns.service, sqs.service]);
  client = new SNSClient({
    region: 'eu-west-1',
    endpoint: await wire.listen(),
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  await client.send(new CreateTopicCommand({ Name: 'failures', Tags: [{ Key: 'team', Value: 'web' }] }));
});

afterEach(async () => {
  client.destroy();
  await wire.close();
  clock.stop();
});

const subscribe = (input: Omit<SubscribeCommandInput, 'TopicArn'>) =>
  client.send(new SubscribeCommand({ TopicArn: TOPIC, ...input }));
const publish = (message: string, subject?: string) =>
  client.send(new PublishCommand({ TopicArn: TOPIC, Message: message, Subject: subject }));
/** A queue that the topic can deliver to. */
const makeQueue = () =>
  sqs.service.operations.CreateQueue?.(
    { QueueName: 'failures' },
    { service: 'sqs', operation: 'CreateQueue', principal: '', requestId: '' },
  );
const queued = () => (sqs.queue(QUEUE)?.messages() ?? []).map(({ body, attributes }) => ({ body, attributes }));

describe('topics', () => {
  it('are created once, listed, described, changed and deleted', async () => {
    const again = await client.send(new CreateTopicCommand({ Name: 'failures' }));
    expect(again.TopicArn).toBe(TOPIC);
    await expect(
      client.send(new CreateTopicCommand({ Name: 'failures', Tags: [{ Key: 'team', Value: 'other' }] })),
    ).rejects.toBeInstanceOf(InvalidParameterException);

    await client.send(
      new SetTopicAttributesCommand({ TopicArn: TOPIC, AttributeName: 'DisplayName', AttributeValue: 'Failures' }),
    );
    await subscribe({ Protocol: 'email', Endpoint: 'ops@example.com' });
    const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn: TOPIC }));
    expect(Attributes).toMatchObject({
      DisplayName: 'Failures',
      SubscriptionsPending: '1',
      SubscriptionsConfirmed: '0',
    });
    const { Topics } = await client.send(new ListTopicsCommand({}));
    expect(Topics).toEqual([{ TopicArn: TOPIC }]);

    await client.send(new DeleteTopicCommand({ TopicArn: TOPIC }));
    await expect(publish('x')).rejects.toBeInstanceOf(NotFoundException);
  });

  it('carry tags', async () => {
    await client.send(new TagResourceCommand({ ResourceArn: TOPIC, Tags: [{ Key: 'stage', Value: 'dev' }] }));
    await client.send(new UntagResourceCommand({ ResourceArn: TOPIC, TagKeys: ['team'] }));
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceArn: TOPIC }));
    expect(Tags).toEqual([{ Key: 'stage', Value: 'dev' }]);
  });

  it('refuse an attribute that is not modelled', async () => {
    await expect(
      client.send(new CreateTopicCommand({ Name: 'other', Attributes: { FifoTopic: 'true' } })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: AttributeName Reason: the local cloud does not model FifoTopic',
    });
  });

  it.each([
    ['a subject of 100 characters', 'x'.repeat(100), 'm', undefined],
    ['a subject of 101 characters', 'x'.repeat(101), 'm', 'Invalid parameter: Subject'],
    ['a subject with a line break', 'a\nb', 'm', 'Invalid parameter: Subject'],
    ['a subject that is not ASCII', 'naïve', 'm', 'Invalid parameter: Subject'],
    ['a subject that begins with a blank', ' x', 'm', 'Invalid parameter: Subject'],
    ['an empty message', 's', '', 'Invalid parameter: Empty message'],
    ['a message of 256 KiB', 's', 'é'.repeat(131_072), undefined],
    ['a longer message', 's', 'é'.repeat(131_072) + 'x', 'Invalid parameter: Message too long'],
  ])('check %s', async (_, subject, message, refusal) => {
    if (refusal === undefined) {
      await publish(message, subject);
      expect(sns.published(TOPIC)).toMatchObject([{ subject, message }]);
    } else {
      await expect(publish(message, subject)).rejects.toMatchObject({ message: refusal });
      expect(sns.published(TOPIC)).toEqual([]);
    }
  });
});

describe('subscriptions', () => {
  it('deliver to a queue in an envelope', async () => {
    await makeQueue();
    await subscribe({ Protocol: 'sqs', Endpoint: QUEUE });
    const { MessageId } = await client.send(
      new PublishCommand({
        TopicArn: TOPIC,
        Message: 'a\n"b"',
        Subject: 'Failed',
        MessageAttributes: { step: { DataType: 'String', StringValue: 'verify' } },
      }),
    );
    expect(queued()).toHaveLength(1);
    const envelope = JSON.parse(queued()[0]?.body ?? '');
    expect(envelope).toMatchObject({
      Type: 'Notification',
      MessageId,
      TopicArn: TOPIC,
      Subject: 'Failed',
      Message: 'a\n"b"',
      MessageAttributes: { step: { Type: 'String', Value: 'verify' } },
    });
    expect(Date.parse(envelope.Timestamp)).toBeGreaterThanOrEqual(NOW);
  });

  it('deliver the bare message and its attributes to a queue with raw delivery', async () => {
    await makeQueue();
    await subscribe({ Protocol: 'sqs', Endpoint: QUEUE, Attributes: { RawMessageDelivery: 'true' } });
    await client.send(
      new PublishCommand({
        TopicArn: TOPIC,
        Message: 'bare',
        MessageAttributes: { step: { DataType: 'String', StringValue: 'verify' } },
      }),
    );
    expect(queued()).toEqual([{ body: 'bare', attributes: { step: { DataType: 'String', StringValue: 'verify' } } }]);
  });

  it('deliver to a function', async () => {
    const { SubscriptionArn } = await subscribe({ Protocol: 'lambda', Endpoint: FUNCTION });
    await publish('hello');
    expect(invocations).toMatchObject([
      {
        functionArn: FUNCTION,
        event: {
          Records: [
            {
              EventSource: 'aws:sns',
              EventSubscriptionArn: SubscriptionArn,
              Sns: { Message: 'hello', Subject: null, MessageAttributes: {} },
            },
          ],
        },
      },
    ]);
  });

  it('deliver to a mailbox once it is confirmed, within two days', async () => {
    const pending = await subscribe({ Protocol: 'email', Endpoint: 'ops@example.com' });
    expect(pending.SubscriptionArn).toBe('pending confirmation');
    await publish('too early');
    expect(sns.deliveries().map(({ subject }) => subject)).toEqual(['AWS Notification - Subscription Confirmation']);

    const Token = sns.deliveries()[0]?.body.split('\n').at(-1);
    const { SubscriptionArn } = await client.send(new ConfirmSubscriptionCommand({ TopicArn: TOPIC, Token }));
    await publish('in time', 'Failed');
    expect(sns.deliveries().at(-1)).toMatchObject({ to: 'ops@example.com', subject: 'Failed', body: 'in time' });

    const { Attributes } = await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    expect(Attributes).toMatchObject({ PendingConfirmation: 'false', Protocol: 'email' });
    await clock.advance(TWO_DAYS + 1);
    await expect(client.send(new ConfirmSubscriptionCommand({ TopicArn: TOPIC, Token }))).rejects.toMatchObject({
      message: 'Invalid parameter: Token',
    });
  });

  it('pick their own text from a message with one for each protocol', async () => {
    await makeQueue();
    await subscribe({ Protocol: 'sqs', Endpoint: QUEUE, Attributes: { RawMessageDelivery: 'true' } });
    await client.send(
      new PublishCommand({
        TopicArn: TOPIC,
        MessageStructure: 'json',
        Message: JSON.stringify({ default: 'all', sqs: 'queue' }),
      }),
    );
    expect(queued()).toMatchObject([{ body: 'queue' }]);
    await expect(
      client.send(new PublishCommand({ TopicArn: TOPIC, MessageStructure: 'json', Message: '{"sqs":"queue"}' })),
    ).rejects.toBeInstanceOf(InvalidParameterException);
  });

  it('are made once for an endpoint, listed, and end', async () => {
    const { SubscriptionArn } = await subscribe({ Protocol: 'sqs', Endpoint: QUEUE });
    expect((await subscribe({ Protocol: 'sqs', Endpoint: QUEUE })).SubscriptionArn).toBe(SubscriptionArn);
    const list = async () =>
      (await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: TOPIC }))).Subscriptions;
    expect(await list()).toEqual([
      { SubscriptionArn, TopicArn: TOPIC, Protocol: 'sqs', Endpoint: QUEUE, Owner: '123456789012' },
    ]);
    await client.send(new UnsubscribeCommand({ SubscriptionArn }));
    expect(await list()).toEqual([]);
  });

  it.each([
    ['a filter policy', { Protocol: 'sqs', Endpoint: QUEUE, Attributes: { FilterPolicy: '{}' } }, 'FilterPolicy'],
    [
      'raw delivery to a mailbox',
      { Protocol: 'email', Endpoint: 'a@b.c', Attributes: { RawMessageDelivery: 'true' } },
      'RawMessageDelivery',
    ],
    ['a protocol that is not modelled', { Protocol: 'sms', Endpoint: '+3531234567' }, 'Protocol'],
    ['an endpoint of another kind', { Protocol: 'sqs', Endpoint: FUNCTION }, 'endpoint'],
  ])('refuse %s', async (_, input, named) => {
    await expect(subscribe(input)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(named),
    });
    expect((await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: TOPIC }))).Subscriptions).toEqual([]);
  });
});
