import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { paginateListStateMachines, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';

/** An event as EventBridge hands it on. */
export interface StoredEvent {
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** One deployed stage of the service, as whoever holds the credentials reaches it. */
export interface Deployment {
  /** E.g. `acm-autopilot-prod`: how everything of it is named. */
  readonly stack: string;
  readonly queues: SQSClient;
  readonly stepFunctions: SFNClient;
  /** The ARNs of its workflows. */
  stateMachines(): Promise<readonly string[]>;
  /** Puts the event on the service's bus again, as a new one. @returns its id */
  putAgain(event: StoredEvent): Promise<string>;
  /** Invokes a function asynchronously, as a rule does. */
  invoke(functionArn: string, payload: unknown): Promise<void>;
  /** @returns the ARN of the execution */
  start(stateMachineArn: string, input: unknown): Promise<string>;
  publish(topicArn: string, message: string): Promise<void>;
  close(): void;
}

/** Every client takes credentials, and what is not given here, from where the AWS SDK looks for them. */
export function reachDeployment(
  stage: string,
  options: { readonly region?: string | undefined; readonly endpoint?: string | undefined },
): Deployment {
  const given = {
    ...(options.region && { region: options.region }),
    ...(options.endpoint && { endpoint: options.endpoint }),
  };
  const stack = `acm-autopilot-${stage}`;
  const clients = {
    events: new EventBridgeClient(given),
    lambda: new LambdaClient(given),
    queues: new SQSClient(given),
    stepFunctions: new SFNClient(given),
    topics: new SNSClient(given),
  };
  const { events, lambda, queues, stepFunctions, topics } = clients;

  return {
    stack,
    queues,
    stepFunctions,
    async stateMachines() {
      const found: string[] = [];
      for await (const page of paginateListStateMachines({ client: stepFunctions }, {})) {
        for (const { name = '', stateMachineArn = '' } of page.stateMachines ?? []) {
          // Another stage may be called `prod-eu`.
          if (name.startsWith(`${stack}-`) && WORKFLOWS.has(name.slice(stack.length + 1))) found.push(stateMachineArn);
        }
      }
      return found;
    },
    async putAgain({ source, resources, detail, ...event }) {
      const entry = {
        EventBusName: stack,
        Source: source,
        DetailType: event['detail-type'],
        Resources: [...resources],
        Detail: JSON.stringify(detail),
      };
      const { Entries: [answer] = [] } = await events.send(new PutEventsCommand({ Entries: [entry] }));
      // PutEvents answers 200 for an entry that it did not take.
      if (!answer?.EventId) throw new Error(`${answer?.ErrorCode}: ${answer?.ErrorMessage}`);
      return answer.EventId;
    },
    async invoke(functionArn, payload) {
      await lambda.send(
        new InvokeCommand({
          FunctionName: functionArn,
          InvocationType: 'Event',
          Payload: Buffer.from(JSON.stringify(payload)),
        }),
      );
    },
    async start(stateMachineArn, input) {
      const command = new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) });
      const { executionArn = '' } = await stepFunctions.send(command);
      return executionArn;
    },
    async publish(topicArn, message) {
      await topics.send(new PublishCommand({ TopicArn: topicArn, Message: message }));
    },
    close: () => Object.values(clients).forEach((client) => client.destroy()),
  };
}

const WORKFLOWS = new Set(['secure-domain', 'keep-certificate', 'retire-domain', 'sweep']);
