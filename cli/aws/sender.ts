import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type * as z from 'zod';
import { callAws, clientOptions } from '../../shared/aws/call-aws';
import type { EventContract } from '../../shared/ports/publishers';

/** The bus accepted an event, or refused it. */
export type Sent = { readonly eventId: string } | { readonly refused: string };

/** Emits requests on the service's bus, as any sender does. */
export interface Sender {
  /** How many events one call may have. */
  readonly batchSize: number;
  /** @param details at most {@link batchSize}; the results are in the same order */
  send<Detail extends z.ZodType>(contract: EventContract<Detail>, details: readonly z.input<Detail>[]): Promise<Sent[]>;
}

/** The limit of PutEvents (EventBridge API). */
const BATCH_SIZE = 10;

const SOURCE = 'acm-autopilot.cli';

/** Emits events through the SDK. */
export function eventBridgeSender(eventBus: string, client = new EventBridgeClient(clientOptions)): Sender {
  return {
    batchSize: BATCH_SIZE,

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
      // PutEvents answers 200 even if it refuses an entry.
      return details.map((_, index) => {
        const { EventId, ErrorCode = 'no answer', ErrorMessage = '' } = Entries[index] ?? {};
        return EventId === undefined ? { refused: `${ErrorCode}: ${ErrorMessage}` } : { eventId: EventId };
      });
    },
  };
}
