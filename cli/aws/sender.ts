import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type * as z from 'zod';
import type { EventContract } from '../../shared/ports/event-bus';
import { callAws, clientOptions } from '../../shared/aws/call-aws';

/** What the bus said of one event. */
export type Sent = { readonly eventId: string } | { readonly refused: string };

/** Puts requests on the service's bus, as any sender may. */
export interface Sender {
  /** How many events it takes at once. */
  readonly mostAtOnce: number;
  /** @param details at most {@link mostAtOnce}; the answers are in their order */
  send<Detail extends z.ZodType>(contract: EventContract<Detail>, details: readonly z.input<Detail>[]): Promise<Sent[]>;
}

/** Entries of one call (EventBridge API, PutEvents). */
const MOST_AT_ONCE = 10;

const SOURCE = 'acm-autopilot.cli';

/** EventBridge as the SDK reaches it. */
export function eventBridgeSender(eventBus: string, client = new EventBridgeClient(clientOptions)): Sender {
  return {
    mostAtOnce: MOST_AT_ONCE,

    async send({ detailType }, details) {
      const entries = details.map((detail) => ({
        EventBusName: eventBus,
        Source: SOURCE,
        DetailType: detailType,
        Detail: JSON.stringify(detail),
      }));
      const { Entries = [] } = await callAws(
        `events:PutEvents ${eventBus}`,
        client.send(new PutEventsCommand({ Entries: entries })),
      );
      // A refused entry is answered with HTTP 200 (EventBridge API, PutEvents).
      return details.map((_, index) => {
        const { EventId, ErrorCode = 'no answer', ErrorMessage = '' } = Entries[index] ?? {};
        return EventId === undefined ? { refused: `${ErrorCode}: ${ErrorMessage}` } : { eventId: EventId };
      });
    },
  };
}
