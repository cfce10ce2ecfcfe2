import { randomUUID } from 'node:crypto';
import type { Access } from './access';
import { AwsError } from './aws-error';
import type { Events } from './events/events';
import type { Iam } from './iam/iam';
import { accessDenied } from './iam/access-denied';
import type { ConditionContext } from './iam/condition';
import type { InvocationRecord } from './lambda/asynchronous-invocation';
import type { InvocationResult } from './lambda/function-runner';
import type { Lambda } from './lambda/lambda';
import type { Sns } from './sns/sns';
import type { Sqs } from './sqs/sqs';
import type { StepFunctions } from './stepfunctions/stepfunctions';
import type { Service } from './world';

/** The sender: a service, on behalf of one of its resources or with a role that it assumes. */
export interface Sender {
  readonly service: string;
  /** The resource on whose behalf it sends, when no role is assumed. */
  readonly sourceArn?: string;
  readonly roleArn?: string;
}

/** Deliveries between the services of the cloud: by ARN, and only as the policies on both sides allow. */
export interface Delivery {
  /** @param payload JSON text */
  deliver(sender: Sender, targetArn: string, payload: string): Promise<void>;
  sendToQueue(sender: Sender, queueArn: string, body: string, attributes?: Readonly<Record<string, string>>): void;
  /** Invokes a function and waits for its response. */
  invoke(sender: Sender, functionArn: string, payload: unknown): Promise<InvocationResult>;
  publish(sender: Sender, topicArn: string, message: string, subject?: string): void;
  /** Sends the record of an asynchronous invocation, with the function's role. */
  sendRecord(record: InvocationRecord, roleArn: string): Promise<void>;
}

interface Parts {
  readonly account: string;
  readonly access: Access;
  readonly iam: Iam;
  readonly lambda: Lambda;
  readonly sns: Sns;
  readonly sqs: Sqs;
  readonly events: Events;
  readonly stepFunctions: StepFunctions;
}

/** Delivers what the sender's role, the receiver's policy and its encryption key allow, and refuses the rest. */
export function createDelivery({ account, access, events, iam, lambda, sns, sqs, stepFunctions }: Parts): Delivery {
  const principalOf = ({ roleArn, service }: Sender) => (roleArn ? iam.assumeRole(roleArn, service).arn : service);

  const authorize = (sender: Sender, action: string, resource: string, context: ConditionContext = {}) => {
    // EventBridge names no source to an encrypted topic, so a policy that requires one refuses it (SNS, "Key
    // management").
    const isNamed = !(sender.service === 'events.amazonaws.com' && sns.attributes(resource)?.['KmsMasterKeyId']);
    const source = { 'aws:SourceArn': sender.sourceArn, 'aws:SourceAccount': sender.sourceArn && account };
    const request = { principal: principalOf(sender), action, resource };
    access.check('events', { ...request, context: { ...(isNamed && source), ...context } });
  };

  const authorizeInvocation = (sender: Sender, functionArn: string) => {
    if (sender.roleArn) authorize(sender, 'lambda:InvokeFunction', functionArn);
    else if (!lambda.permits(functionArn, sender.service, sender.sourceArn ?? ''))
      throw accessDenied(
        'lambda',
        `${sender.service} is not authorized to perform: lambda:InvokeFunction on resource: ${functionArn}`,
      );
  };

  const call = (service: Service, operation: string, sender: Sender, input: unknown): unknown => {
    const principal = principalOf(sender);
    return service.operations[operation]?.(input, {
      service: service.signingName,
      operation,
      principal,
      requestId: randomUUID(),
    });
  };

  const delivery: Delivery = {
    sendToQueue(sender, queueArn, body, attributes = {}) {
      const queue = sqs.queue(queueArn);
      if (!queue) throw new AwsError('QueueDoesNotExist', `The queue ${queueArn} does not exist.`);
      authorize(sender, 'sqs:SendMessage', queueArn);
      const typed = Object.entries(attributes).map(
        ([name, StringValue]) => [name, { DataType: 'String', StringValue }] as const,
      );
      queue.send(body, Object.fromEntries(typed));
    },

    publish(sender, topicArn, message, subject) {
      authorize(sender, 'sns:Publish', topicArn);
      sns.publish(topicArn, { message, subject });
    },

    async invoke(sender, functionArn, payload) {
      authorizeInvocation(sender, functionArn);
      return lambda.invoke(functionArn, payload);
    },

    async deliver(sender, targetArn, payload) {
      switch (/^arn:aws:(\w+):/.exec(targetArn)?.[1]) {
        case 'sqs':
          delivery.sendToQueue(sender, targetArn, payload);
          break;
        case 'sns':
          delivery.publish(sender, targetArn, payload);
          break;
        case 'lambda':
          authorizeInvocation(sender, targetArn);
          await lambda.invokeAsync(targetArn, JSON.parse(payload));
          break;
        case 'states':
          authorize(sender, 'states:StartExecution', targetArn, { 'states:StateMachineQualifier': undefined });
          stepFunctions.startExecution({ stateMachineArn: targetArn, input: payload });
          break;
        default:
          throw new AwsError('ValidationException', `the local cloud delivers nothing to ${targetArn}`);
      }
    },

    async sendRecord({ targetArn, body, attributes, isSuccess }, roleArn) {
      const sender = { service: 'lambda.amazonaws.com', roleArn };
      const text = JSON.stringify(body);
      if (targetArn.includes(':sqs:')) {
        delivery.sendToQueue(sender, targetArn, text, attributes);
      } else if (targetArn.includes(':event-bus/')) {
        const DetailType = `Lambda Function Invocation Result - ${isSuccess ? 'Success' : 'Failure'}`;
        const context = { 'events:source': ['lambda'], 'events:detail-type': [DetailType] };
        authorize(sender, 'events:PutEvents', targetArn, context);
        const entry = { EventBusName: targetArn, Source: 'lambda', DetailType, Detail: text };
        await call(events.service, 'PutEvents', sender, { Entries: [entry] });
      } else {
        await delivery.deliver(sender, targetArn, text);
      }
    },
  };
  return delivery;
}
