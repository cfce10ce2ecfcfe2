import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { createClock } from '../src/clock';
import { createEvents } from '../src/events/events';
import { createWire } from '../src/wire/wire';

export interface Delivered {
  readonly arn: string;
  readonly payload: string;
  readonly at: number;
}

export interface DeadLetter {
  readonly queueArn: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:queue';
export const DEAD_LETTERS = 'arn:aws:sqs:us-east-1:123456789012:dead-letters';

/** EventBridge behind the wire, with a target that records what it receives unless it is set to fail. */
export async function startEvents() {
  const clock = createClock(Date.parse('2026-11-23T08:00:00Z'));
  const world = { clock, region: 'us-east-1', account: '123456789012' };
  const delivered: Delivered[] = [];
  const deadLetters: DeadLetter[] = [];
  let failure: ((attempt: number) => Error | undefined) | undefined;
  let attempts = 0;

  const events = createEvents(world, {
    async deliver({ arn }, payload) {
      attempts += 1;
      const error = failure?.(attempts);
      delivered.push({ arn, payload, at: clock.now() });
      if (error) throw error;
    },
    async sendToDeadLetterQueue(queueArn, body, attributes) {
      deadLetters.push({ queueArn, body, attributes });
    },
  });
  const wire = createWire({ ...world, emit: (event) => events.emit(event) }, [events.service], { throttling: false });
  const client = new EventBridgeClient({
    endpoint: await wire.listen(),
    region: world.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });

  return {
    clock,
    client,
    events,
    delivered,
    deadLetters,

    /** Makes each later delivery throw what is given for its number, counted from 1. */
    fail(with_: (attempt: number) => Error | undefined) {
      attempts = 0;
      failure = with_;
    },

    async rule(pattern: object, target: Partial<Target> = {}, bus?: string) {
      await client.send(new PutRuleCommand({ Name: 'rule', EventPattern: JSON.stringify(pattern), EventBusName: bus }));
      const targets = [{ Id: 'target', Arn: QUEUE, ...target }];
      await client.send(new PutTargetsCommand({ Rule: 'rule', EventBusName: bus, Targets: targets }));
    },

    put: (...entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries: entries })),

    async stop() {
      events.stop();
      client.destroy();
      await wire.close();
      clock.stop();
    },
  };
}

/** An entry of PutEvents. */
export function entry(fields: PutEventsRequestEntry = {}): PutEventsRequestEntry {
  return { Source: 'my.app', DetailType: 'Order Placed', Detail: '{"orderId":"o-1"}', ...fields };
}
