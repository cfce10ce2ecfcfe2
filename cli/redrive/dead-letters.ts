import * as z from 'zod';
import type { Deployment } from '../aws/deployment';
import type { Letter, Letters } from '../aws/dead-letter-queue';
import type { Replays } from '../aws/replays';
import type { Item } from './failed-item';
import { untoldMessage } from './missed-notification';

/** An event that a rule could not deliver; whose rule and target stand in the attributes of the letter. */
const storedEvent = z.looseObject({
  id: z.string(),
  source: z.string(),
  'detail-type': z.string(),
  resources: z.array(z.string()),
  detail: z.record(z.string(), z.unknown()),
});
type StoredEvent = z.output<typeof storedEvent>;
/** What Lambda says of an asynchronous invocation that failed for good ("Destinations"). */
const invocationRecord = z.looseObject({
  requestContext: z.looseObject({ functionArn: z.string(), condition: z.string() }),
  requestPayload: z.unknown(),
  // A process that ended has no type of error ("Example invocation record"), one that was too late to begin has no payload.
  responsePayload: z.looseObject({ errorType: z.string().optional(), errorMessage: z.string() }).nullish(),
});
/** The detail of "Step Functions Execution Status Change". */
const endedExecution = z.looseObject({ executionArn: z.string(), status: z.string(), error: z.string().nullish() });

type Readers = Pick<Deployment, 'chatTopicArn' | 'runbookUrl'>;
interface Replay extends Pick<Item, 'what' | 'plan'> {
  readonly perform?: () => Promise<string>;
}

/** The letters of the dead-letter queue. One is deleted only after its replay was accepted; all others are left to be seen. */
export async function deadLetters(
  letters: Letters,
  replays: Replays,
  readers: Readers,
): Promise<{ items: Item[]; release(): Promise<void> }> {
  const kept = new Set(await letters.receiveAll());
  const items = [...kept].map((letter): Item => {
    const { id } = letter;
    const { what, plan, perform } = read(letter, replays, readers);
    if (!perform) return { id, what, plan };
    const replay = async () => {
      const accepted = await perform();
      await letters.delete(letter);
      kept.delete(letter);
      return accepted;
    };
    return { id, what, plan, replay };
  });
  return {
    items,
    async release() {
      for (const letter of kept) await letters.release(letter);
    },
  };
}

function read({ body, attributes }: Letter, replays: Replays, readers: Readers): Replay {
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
      what: `${name}: ${why}`,
      plan: 'invoke the function again with the same event',
      async perform() {
        await replays.invoke(functionArn, requestPayload);
        return `${name} is invoked again`;
      },
    };
  }
  const event = storedEvent.safeParse(document);
  const { TARGET_ARN: target, RULE_ARN: ruleArn = '', ERROR_CODE: code = '', ERROR_MESSAGE: why = '' } = attributes;
  if (!event.success || target === undefined) {
    return { what: 'neither an event of a rule nor a failed invocation', plan: 'left as it is: read it yourself' };
  }
  const rule = ruleArn.split('/').at(-1) ?? '';
  const what = `"${event.data['detail-type']}" of ${event.data.source} by ${rule}: ${code} ${why}`;
  return { what, ...toTarget(event.data, target, replays, readers) };
}

function toTarget(event: StoredEvent, target: string, replays: Replays, readers: Readers): Omit<Replay, 'what'> {
  // Nobody but AWS may put an event with such a source: it goes straight to where its rule would have sent it.
  if (!event.source.startsWith('aws.')) {
    return {
      plan: 'put it on the bus again',
      perform: async () => `on the bus again as event ${await replays.putAgain(event)}`,
    };
  }
  const name = target.split(':').at(-1) ?? '';
  switch (target.split(':')[2]) {
    case 'lambda':
      return {
        plan: `invoke ${name} with it, as the rule would`,
        async perform() {
          await replays.invoke(target, event);
          return `${name} is invoked`;
        },
      };
    case 'states':
      return {
        plan: `start ${name} with it, as the rule would`,
        perform: async () => `started ${await replays.start(target, event)}`,
      };
    case 'sns':
      return toTopic(event, target, name, replays, readers);
    default:
      return { plan: `left as it is: nothing is known of the target ${target}` };
  }
}

/** The rules make words of an event for a topic: whoever reads it there would not know what to do with the event itself. */
function toTopic({ detail }: StoredEvent, topicArn: string, name: string, replays: Replays, readers: Readers) {
  const ended = endedExecution.safeParse(detail);
  if (!ended.success) return { plan: `left as it is: what ${name} would say of it is not known` };
  const { executionArn, status, error } = ended.data;
  return {
    plan: `notify the subscribers of ${name}`,
    async perform() {
      const message = untoldMessage({ executionArn, status, error: error ?? undefined }, topicArn, readers);
      await replays.publish(topicArn, message);
      return `published to ${name}`;
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Told as a letter that cannot be read.
    return undefined;
  }
}
