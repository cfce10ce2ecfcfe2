import * as z from 'zod';
import type { DeadLetter, DeadLetterQueue } from '../aws/dead-letter-queue';
import type { Deployment } from '../aws/deployment';
import type { Replays } from '../aws/replays';
import type { FailedItem } from './failed-item';
import { missedNotification } from './missed-notification';

/** An event that a rule could not deliver; the rule and its target are among the attributes of the message. */
const storedEvent = z.looseObject({
  id: z.string(),
  source: z.string(),
  'detail-type': z.string(),
  resources: z.array(z.string()),
  detail: z.record(z.string(), z.unknown()),
});
type StoredEvent = z.output<typeof storedEvent>;
/** Lambda's record of an asynchronous invocation whose retries are exhausted ("Destinations"). */
const invocationRecord = z.looseObject({
  requestContext: z.looseObject({ functionArn: z.string(), condition: z.string() }),
  requestPayload: z.unknown(),
  // A process that exited has no type of error ("Example invocation record"); an event that expired has no payload.
  responsePayload: z.looseObject({ errorType: z.string().optional(), errorMessage: z.string() }).nullish(),
});
/** The detail of "Step Functions Execution Status Change". */
const endedExecution = z.looseObject({ executionArn: z.string(), status: z.string(), error: z.string().nullish() });

type Channels = Pick<Deployment, 'topicArns' | 'runbookUrl'>;
interface Replay extends Pick<FailedItem, 'description' | 'plan'> {
  readonly perform?: () => Promise<string>;
}

/** The dead letters of a queue. Each is deleted once its replay was accepted; all others stay, and `release` makes them visible. */
export async function deadLetters(
  queue: DeadLetterQueue,
  replays: Replays,
  channels: Channels,
): Promise<{ items: FailedItem[]; release(): Promise<void> }> {
  const remaining = new Set(await queue.receiveAll());
  const items = [...remaining].map((letter): FailedItem => {
    const { id } = letter;
    const { description, plan, perform } = replayOf(letter, replays, channels);
    if (!perform) return { id, description, plan };
    const replay = async () => {
      const accepted = await perform();
      await queue.delete(letter);
      remaining.delete(letter);
      return accepted;
    };
    return { id, description, plan, replay };
  });
  return {
    items,
    async release() {
      for (const letter of remaining) await queue.release(letter);
    },
  };
}

function replayOf({ body, attributes }: DeadLetter, replays: Replays, channels: Channels): Replay {
  const document = parse(body);
  const record = invocationRecord.safeParse(document);
  if (record.success) {
    const { requestContext, requestPayload, responsePayload } = record.data;
    const functionArn = requestContext.functionArn.replace(/:\$LATEST$/, '');
    const name = functionArn.split(':').at(-1) ?? '';
    const why = responsePayload
      ? [responsePayload.errorType, responsePayload.errorMessage].filter((part) => part !== undefined).join(': ')
      : requestContext.condition;
    return {
      description: `${name}: ${why}`,
      plan: 'invoke the function again with the same event',
      async perform() {
        await replays.invoke(functionArn, requestPayload);
        return `invoked ${name} again`;
      },
    };
  }
  const event = storedEvent.safeParse(document);
  const { TARGET_ARN: target, RULE_ARN: ruleArn = '', ERROR_CODE: code = '', ERROR_MESSAGE: why = '' } = attributes;
  if (!event.success || target === undefined) {
    return {
      description: 'neither an event of a rule nor a failed invocation',
      plan: 'not replayed: inspect it yourself',
    };
  }
  const rule = ruleArn.split('/').at(-1) ?? '';
  const description = `"${event.data['detail-type']}" of ${event.data.source} by ${rule}: ${code} ${why}`;
  return { description, ...replayToTarget(event.data, target, replays, channels) };
}

function replayToTarget(
  event: StoredEvent,
  target: string,
  replays: Replays,
  channels: Channels,
): Omit<Replay, 'description'> {
  // Only AWS may emit an event with a source of AWS: it is sent to its rule's target directly.
  if (!event.source.startsWith('aws.')) {
    return {
      plan: 'emit it again',
      perform: async () => `emitted again as event ${await replays.emit(event)}`,
    };
  }
  const name = target.split(':').at(-1) ?? '';
  switch (target.split(':')[2]) {
    case 'lambda':
      return {
        plan: `invoke ${name} with it, as the rule would`,
        async perform() {
          await replays.invoke(target, event);
          return `invoked ${name}`;
        },
      };
    case 'states':
      return {
        plan: `start ${name} with it, as the rule would`,
        perform: async () => `started ${await replays.start(target, event)}`,
      };
    case 'sns':
      return replayToTopic(event, target, name, replays, channels);
    default:
      return { plan: `not replayed: the target ${target} is unknown` };
  }
}

/** A rule sends a topic a text made of the event: subscribers could do nothing with the event itself. */
function replayToTopic({ detail }: StoredEvent, topicArn: string, name: string, replays: Replays, channels: Channels) {
  const ended = endedExecution.safeParse(detail);
  if (!ended.success) return { plan: `not replayed: the notification that ${name} missed is unknown` };
  const { executionArn, status, error } = ended.data;
  return {
    plan: `notify the subscribers of ${name}`,
    async perform() {
      const message = missedNotification({ executionArn, status, error: error ?? undefined }, topicArn, channels);
      await replays.publish(topicArn, message);
      return `published to ${name}`;
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Listed as a dead letter that cannot be replayed.
    return undefined;
  }
}
