import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  MessageNotInflight,
  PurgeQueueCommand,
  QueueDoesNotExist,
  QueueNameExists,
  ReceiveMessageCommand,
  ReceiptHandleIsInvalid,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { createClock, type Clock } from '../src/clock';
import { createSqs, type Sqs } from '../src/sqs/sqs';
import { createWire, type Wire } from '../src/wire/wire';

let clock: Clock;
let wire: Wire;
let sqs: Sqs;
let client: SQSClient;

const arn = (name: string) => `arn:aws:sqs:eu-west-1:123456789012:${name}`;

beforeEach(async () => {
  clock = createClock();
  sqs = createSqs({ clock, region: 'eu-west-1', account: '123456789012', emit: () => undefined });
  wire = createWire({ clock, region: 'eu-west-1', account: '123456789012', emit: () => undefined }, [sqs.service]);
  client = new SQSClient({
    region: 'eu-west-1',
    endpoint: await wire.listen(),
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  await wire.close();
  clock.stop();
});

async function create(name: string, attributes: Record<string, string> = {}): Promise<string> {
  const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  return QueueUrl;
}
const send = (url: string, body: string) => client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));
const receive = async (url: string, options: { WaitTimeSeconds?: number; MaxNumberOfMessages?: number } = {}) => {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
      ...options,
    }),
  );
  return Messages;
};
const bodies = async (url: string) => (await receive(url, { MaxNumberOfMessages: 10 })).map(({ Body }) => Body);

/** Resolves when the latest call is a receive that the service has begun to handle. */
async function pollIsWaiting(): Promise<void> {
  const isWaiting = () => {
    const call = wire.calls.at(-1);
    return call?.operation === 'ReceiveMessage' && call.input !== undefined;
  };
  while (!isWaiting()) await new Promise((resolve) => setImmediate(resolve));
}

describe('queues', () => {
  it('are created once, found by name and by prefix, and report their attributes', async () => {
    const url = await create('failures', { VisibilityTimeout: '60' });
    await expect(create('failures', { VisibilityTimeout: '60' })).resolves.toBe(url);
    await expect(create('failures', { VisibilityTimeout: '61' })).rejects.toBeInstanceOf(QueueNameExists);
    await create('others');

    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: 'failures' }));
    expect(QueueUrl).toBe('https://sqs.eu-west-1.amazonaws.com/123456789012/failures');
    const { QueueUrls } = await client.send(new ListQueuesCommand({ QueueNamePrefix: 'fail' }));
    expect(QueueUrls).toEqual([url]);

    await client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { MessageRetentionPeriod: '60' } }));
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));
    expect(Attributes).toMatchObject({
      QueueArn: arn('failures'),
      VisibilityTimeout: '60',
      MessageRetentionPeriod: '60',
      MaximumMessageSize: '1048576',
      ApproximateNumberOfMessages: '0',
    });
  });

  it('keep their name for 60 seconds after deletion', async () => {
    const url = await create('failures');
    await client.send(new DeleteQueueCommand({ QueueUrl: url }));
    await expect(send(url, 'x')).rejects.toBeInstanceOf(QueueDoesNotExist);
    await expect(create('failures')).rejects.toMatchObject({ name: 'QueueDeletedRecently' });
    await clock.advance(60_000);
    await create('failures');
  });

  it.each([
    ['a time-out out of range', { VisibilityTimeout: '43201' }, 'InvalidAttributeValue'],
    ['a policy that is not JSON', { Policy: '{' }, 'InvalidAttributeValue'],
    ['an attribute that does not exist', { Colour: 'red' }, 'InvalidAttributeName'],
    ['FIFO, which is not modelled', { FifoQueue: 'true' }, 'UnsupportedOperation'],
    [
      'a dead-letter queue that does not exist',
      { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn('none'), maxReceiveCount: 1 }) },
      'InvalidParameterValue',
    ],
  ])('refuse %s', async (_, attributes, name) => {
    await expect(create('failures', attributes)).rejects.toMatchObject({ name });
  });
});

describe('messages', () => {
  it('carry their body and attributes to a receiver, and are gone once deleted', async () => {
    const url = await create('failures');
    await client.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: '<né>\n',
        MessageAttributes: {
          ERROR_CODE: { DataType: 'String', StringValue: 'NO_PERMISSIONS' },
          raw: { DataType: 'Binary', BinaryValue: Buffer.from([1, 2]) },
        },
      }),
    );
    const [message] = await receive(url);
    expect(message).toMatchObject({
      Body: '<né>\n',
      MessageAttributes: {
        ERROR_CODE: { StringValue: 'NO_PERMISSIONS' },
        raw: { BinaryValue: Uint8Array.from([1, 2]) },
      },
      Attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.stringMatching(/^\d{13}$/) },
    });
    await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle }));
    expect(sqs.queue(arn('failures'))?.messages()).toEqual([]);
  });

  it('come back when their visibility time-out ends', async () => {
    const url = await create('failures', { VisibilityTimeout: '30' });
    await send(url, 'x');
    const [first] = await receive(url);
    expect(await bodies(url)).toEqual([]);
    await clock.advance(30_000);
    const [second] = await receive(url);
    expect(second).toMatchObject({ MessageId: first?.MessageId, Attributes: { ApproximateReceiveCount: '2' } });
    // The first receive's handle no longer deletes.
    await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first?.ReceiptHandle }));
    expect(sqs.queue(arn('failures'))?.messages()).toHaveLength(1);
  });

  it('can be given back or held longer while in flight', async () => {
    const url = await create('failures');
    await send(url, 'x');
    const [message] = await receive(url);
    const change = (VisibilityTimeout: number) =>
      client.send(
        new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout }),
      );
    await change(600);
    await clock.advance(599_000);
    expect(await bodies(url)).toEqual([]);
    await change(0);
    await expect(change(5)).rejects.toBeInstanceOf(MessageNotInflight);
    expect(await bodies(url)).toEqual(['x']);
  });

  it('are lost when their retention period ends', async () => {
    const url = await create('failures', { MessageRetentionPeriod: '60' });
    await send(url, 'old');
    await clock.advance(59_000);
    await send(url, 'new');
    await clock.advance(1_000);
    expect(await bodies(url)).toEqual(['new']);
  });

  it('go to the dead-letter queue after as many receives as the redrive policy allows', async () => {
    const dead = await create('dead');
    const url = await create('failures', {
      VisibilityTimeout: '0',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn('dead'), maxReceiveCount: 2 }),
    });
    await send(url, 'x');
    expect([await bodies(url), await bodies(url), await bodies(url)]).toEqual([['x'], ['x'], []]);
    const [message] = await receive(dead);
    expect(message).toMatchObject({ Body: 'x', Attributes: { DeadLetterQueueSourceArn: arn('failures') } });
  });

  it('reach a long poll that was already waiting, sent or delayed', async () => {
    const url = await create('failures');
    const first = receive(url, { WaitTimeSeconds: 20 });
    await pollIsWaiting();
    sqs.queue(arn('failures'))?.send('from a neighbour');
    expect((await first)[0]).toMatchObject({ Body: 'from a neighbour' });

    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'late', DelaySeconds: 15 }));
    const second = receive(url, { WaitTimeSeconds: 20 });
    await pollIsWaiting();
    await clock.advance(15_000);
    expect((await second)[0]).toMatchObject({ Body: 'late' });
  });

  it('leave a long poll empty when none comes', async () => {
    const url = await create('failures');
    const poll = receive(url, { WaitTimeSeconds: 20 });
    await pollIsWaiting();
    await clock.advance(20_000);
    expect(await poll).toEqual([]);
  });

  it('are all dropped by a purge, of which one a minute is allowed', async () => {
    const url = await create('failures');
    await send(url, 'x');
    await client.send(new PurgeQueueCommand({ QueueUrl: url }));
    expect(await bodies(url)).toEqual([]);
    await expect(client.send(new PurgeQueueCommand({ QueueUrl: url }))).rejects.toMatchObject({
      name: 'PurgeQueueInProgress',
    });
  });

  it.each([
    ['when longer than 1 MiB', 'x'.repeat(1_048_577), 'InvalidParameterValue'],
    ['with a character that XML lacks', 'a\u0001', 'InvalidMessageContents'],
    ['without a body', '', 'MissingParameter'],
  ])('are refused %s', async (_, body, name) => {
    await expect(send(await create('failures'), body)).rejects.toMatchObject({ name });
  });

  it('are not deleted by a handle of another queue', async () => {
    const url = await create('failures');
    const other = await create('others');
    await send(other, 'x');
    const [message] = await receive(other);
    await expect(
      client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle })),
    ).rejects.toBeInstanceOf(ReceiptHandleIsInvalid);
  });
});
