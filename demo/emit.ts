import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { clientOptions } from 'local-aws/clients';
import type { Cloud } from 'local-aws/cloud';

/** Puts an event on the service's bus, as any sender would; returns its id. */
export async function emit(
  { cloud, bus }: { readonly cloud: Cloud; readonly bus: string },
  detailType: string,
  detail: object,
): Promise<string> {
  const client = new EventBridgeClient(clientOptions(cloud));
  const entry = {
    EventBusName: bus,
    Source: 'acm-autopilot.demo',
    DetailType: detailType,
    Detail: JSON.stringify(detail),
  };
  const { Entries: [taken] = [] } = await client.send(new PutEventsCommand({ Entries: [entry] }));
  client.destroy();
  if (taken?.EventId !== undefined) return taken.EventId;
  throw new Error(
    `EventBridge refused the event ${detailType}: ${taken?.ErrorCode ?? ''} ${taken?.ErrorMessage ?? ''}`,
  );
}
