import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EventNotPublishedError } from '../errors';
import type { EventBus } from '../ports/publishers';
import { callAws, clientOptions } from './call-aws';

/** An EventBridge event bus. */
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
      // A rejected entry is reported with HTTP 200 (EventBridge API, PutEvents).
      const [result] = Entries;
      if (result?.EventId) return result.EventId;
      throw new EventNotPublishedError(
        `events:PutEvents ${eventBus}: "${contract.detailType}" was rejected: ${result?.ErrorCode ?? 'no entry in the response'}: ${result?.ErrorMessage ?? ''}`,
      );
    },
  };
}
