import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { Deployment } from './deployment';
import type { Item } from './item';

/** An event that a rule could not deliver; whose rule and target stand in the attributes of the message. */
const storedEvent = z.looseObject({
  id: z.string(),
  source: z.string(),
  'detail-type': z.string(),
  resources: z.array(z.string()),
  detail: z.record(z.string(), z.unknown()),
});
/** What Lambda says of an asynchronous invocation that failed for good ("Destinations"). */
const invocationRecord = z.looseObject({
  requestContext: z.looseObject({ functionArn: z.string(), condition: z.string() }),
  requestPayload: z.unknown(),
  responsePayload: z.looseObject({ errorType: z.string(), errorMessage: z.string() }).optional(),
});

/** Long enough to look at every letter and to replay it: until then nobody else is handed it. */
const VISIBILITY_SECONDS = 120;

interface Replay extends Pick<Item, 'what' | 'plan'> {
  readonly perform?: () => Promise<string>;
}

/** The letters of the dead-letter queue. A letter is deleted only after its replay was accepted; all others are left to be seen. */
export async function deadLetters(deployment: Deployment): Promise<{ items: Item[]; release(): Promise<void> }> {
  const { queues, stack } = deployment;
  const { QueueUrl } = await queues.send(new GetQueueUrlCommand({ QueueName: `${stack}-dead-letters` }));
  const kept = await receiveAll(deployment, QueueUrl);

  const items = [...kept].map(([id, message]): Item => {
    const { what, plan, perform } = read(deployment, message);
    if (!perform) return { id, what, plan };
    const replay = async () => {
      const accepted = await perform();
      await queues.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      kept.delete(id);
      return accepted;
    };
    return { id, what, plan, replay };
  });

  return {
    items,
    async release() {
      for (const { ReceiptHandle } of kept.values()) {
        await queues.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
      }
    },
  };
}

async function receiveAll({ queues }: Deployment, QueueUrl: string | undefined): Promise<Map<string, Message>> {
  const found = new Map<string, Message>();
  for (;;) {
    const { Messages = [] } = await queues.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        VisibilityTimeout: VISIBILITY_SECONDS,
        // A long poll asks every server of the queue: an empty answer means that it is empty.
        WaitTimeSeconds: 1,
      }),
    );
    for (const message of Messages) found.set(message.MessageId ?? '', message);
    if (Messages.length === 0) return found;
  }
}

function read(deployment: Deployment, { Body = '', MessageAttributes = {} }: Message): Replay {
  const body = parse(Body);
  const attribute = (name: string) => MessageAttributes[name]?.StringValue ?? '';
  const record = invocationRecord.safeParse(body);
  if (record.success) {
    const { requestContext, requestPayload, responsePayload } = record.data;
    const functionArn = requestContext.functionArn.replace(/:\$LATEST$/, '');
    const name = functionArn.split(':').at(-1) ?? '';
    const why = responsePayload
      ? `${responsePayload.errorType}: ${responsePayload.errorMessage}`
      : requestContext.condition;
    return {
      what: `${name}: ${why}`,
      plan: 'invoke the function again with the same event',
      async perform() {
        await deployment.invoke(functionArn, requestPayload);
        return `${name} is invoked again`;
      },
    };
  }
  const event = storedEvent.safeParse(body);
  const target = attribute('TARGET_ARN');
  if (!event.success || target === '') {
    return { what: 'neither an event of a rule nor a failed invocation', plan: 'left as it is: read it yourself' };
  }
  const rule = attribute('RULE_ARN').split('/').at(-1);
  const what = `"${event.data['detail-type']}" of ${event.data.source} by ${rule}: ${attribute('ERROR_CODE')} ${attribute('ERROR_MESSAGE')}`;
  return { what, ...toTarget(deployment, event.data, target) };
}

function toTarget(deployment: Deployment, event: z.infer<typeof storedEvent>, target: string): Omit<Replay, 'what'> {
  // Nobody but AWS may put an event with such a source: it goes straight to where its rule would have sent it.
  if (!event.source.startsWith('aws.')) {
    return {
      plan: 'put it on the bus again',
      perform: async () => `on the bus again as event ${await deployment.putAgain(event)}`,
    };
  }
  const name = target.split(':').at(-1) ?? '';
  switch (target.split(':')[2]) {
    case 'lambda':
      return {
        plan: `invoke ${name} with it, as the rule would`,
        async perform() {
          await deployment.invoke(target, event);
          return `${name} is invoked`;
        },
      };
    case 'states':
      return {
        plan: `start ${name} with it, as the rule would`,
        perform: async () => `started ${await deployment.start(target, event)}`,
      };
    case 'sns':
      return {
        plan: `publish it to ${name}`,
        async perform() {
          await deployment.publish(target, JSON.stringify(event, undefined, 2));
          return `published to ${name}`;
        },
      };
    default:
      return { plan: `left as it is: nothing is known of the target ${target}` };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Told as a letter that cannot be read.
    return undefined;
  }
}
