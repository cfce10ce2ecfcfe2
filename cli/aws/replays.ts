import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { RedriveExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { callAws, clientOptions } from '../../shared/aws/call-aws';
import { AwsRequestError } from '../../shared/errors';

/** An event as EventBridge delivers it. */
export interface StoredEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Ways to replay what failed; each is accepted by AWS, or throws. */
export interface Replays {
  /**
   * Emits the event on the service's bus again, as a new one.
   *
   * @returns its id
   * @throws AwsRequestError when the bus refuses it
   */
  emit(event: StoredEvent): Promise<string>;
  /** Invokes a function asynchronously, as a rule does. */
  invoke(functionArn: string, payload: unknown): Promise<void>;
  /** @returns the ARN of the execution */
  start(stateMachineArn: string, input: unknown): Promise<string>;
  publish(topicArn: string, message: { readonly subject?: string; readonly body: string }): Promise<void>;
  /** Redrives an execution from the state that it was in. */
  redrive(executionArn: string): Promise<void>;
}

/** Replays through the SDK. */
export function awsReplays(busName: string): Replays {
  const events = new EventBridgeClient(clientOptions);
  const lambda = new LambdaClient(clientOptions);
  const stepFunctions = new SFNClient(clientOptions);
  const topics = new SNSClient(clientOptions);

  return {
    async emit({ source, resources, detail, ...event }) {
      const action = `events:PutEvents ${busName}`;
      const entry = {
        EventBusName: busName,
        Source: source,
        DetailType: event['detail-type'],
        Resources: [...resources],
        Detail: JSON.stringify(detail),
      };
      const { Entries: [answer] = [] } = await callAws(action, events.send(new PutEventsCommand({ Entries: [entry] })));
      // PutEvents answers 200 even if it refuses an entry.
      if (!answer?.EventId) {
        throw new AwsRequestError(`${action}: ${answer?.ErrorCode ?? 'no answer'}: ${answer?.ErrorMessage ?? ''}`);
      }
      return answer.EventId;
    },

    async invoke(functionArn, payload) {
      const Payload = Buffer.from(JSON.stringify(payload));
      await callAws(
        `lambda:InvokeFunction ${functionArn}`,
        lambda.send(new InvokeCommand({ FunctionName: functionArn, InvocationType: 'Event', Payload })),
      );
    },

    async start(stateMachineArn, input) {
      const { executionArn = '' } = await callAws(
        `states:StartExecution ${stateMachineArn}`,
        stepFunctions.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) })),
      );
      return executionArn;
    },

    async publish(topicArn, { subject, body }) {
      await callAws(
        `sns:Publish ${topicArn}`,
        topics.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: body })),
      );
    },

    async redrive(executionArn) {
      await callAws(
        `states:RedriveExecution ${executionArn}`,
        stepFunctions.send(new RedriveExecutionCommand({ executionArn })),
      );
    },
  };
}
