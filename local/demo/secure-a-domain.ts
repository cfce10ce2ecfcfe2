import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { clientOptions } from '../client-options';
import type { Cloud } from '../cloud';
import type { ExecutionView } from '../stepfunctions/stepfunctions';

/** The detail of a `Domain Requested` event. */
export interface DomainRequest {
  readonly domainName: string;
  readonly alternativeNames: readonly string[];
  readonly keyAlgorithm?: string | undefined;
}

/** Puts a `Domain Requested` event on the service's bus, as any sender would, and gives its id. */
export async function requestDomain(cloud: Cloud, bus: string, request: DomainRequest): Promise<string> {
  const client = new EventBridgeClient(clientOptions(cloud));
  const { Entries = [] } = await client.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: bus,
          Source: 'acm-autopilot.demo',
          DetailType: 'Domain Requested',
          Detail: JSON.stringify(request),
        },
      ],
    }),
  );
  client.destroy();
  const [entry] = Entries;
  if (entry?.EventId === undefined) {
    throw new Error(`EventBridge refused the event: ${entry?.ErrorCode ?? ''} ${entry?.ErrorMessage ?? ''}`);
  }
  return entry.EventId;
}

/** Waits until the first execution of a cloud has ended, however it ended. */
export function firstExecution({ stepFunctions }: Cloud): Promise<ExecutionView> {
  return new Promise((resolve) => {
    const look = setInterval(() => {
      const [execution] = stepFunctions.executions();
      if (execution === undefined || execution.status === 'RUNNING') return;
      clearInterval(look);
      resolve(execution);
    }, 50);
  });
}
