import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type * as z from 'zod';
import type { EventContract } from '../../events/event';
import { EventNotPublishedError } from '../errors';
import { callAws } from './call-aws';
import { clientOptions } from './client-options';

/** The service's own bus. */
export interface EventBus {
  /**
   * Publishes one event of a contract, its detail checked against the schema first.
   * @returns the event's id
   * @throws EventNotPublishedError
   */
  publish<Detail extends z.ZodType>(
    contract: EventContract<Detail> & { readonly source: string },
    detail: z.input<Detail>,
    resources: readonly string[],
  ): Promise<string>;
}

/** EventBridge as the SDK reaches it. */
export function eventBridgeBus(eventBus: string, client = new EventBridgeClient(clientOptions)): EventBus {
  return {
    async publish(contract, detail, resources) {
      const entry = {
        EventBusName: eventBus,
        Source: contract.source,
        DetailType: contract.detailType,
        Resources: [...resources],
        Detail: JSON.stringify(contract.detail.parse(detail)),
      };
      const { Entries = [] } = await callAws(
        `events:PutEvents ${eventBus}`,
        client.send(new PutEventsCommand({ Entries: [entry] })),
      );
      // A refused entry is answered with HTTP 200 (EventBridge API, PutEvents).
      const [result] = Entries;
      if (result?.EventId) return result.EventId;
      throw new EventNotPublishedError(
        `events:PutEvents ${eventBus}: "${contract.detailType}" was refused: ${result?.ErrorCode ?? 'no answer'}: ${result?.ErrorMessage ?? ''}`,
      );
    },
  };
}
