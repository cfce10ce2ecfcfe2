import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from './aws-error';
import type { Events } from './events/events';
import { isAllowed, policySchema } from './iam/policy';
import type { Iam } from './iam/iam';
import type { Kms } from './kms/kms';
import type { InvocationRecord } from './lambda/asynchronous-invocation';
import type { Lambda } from './lambda/lambda';
import type { Sns } from './sns/sns';
import type { Sqs } from './sqs/sqs';
import type { StepFunctions } from './stepfunctions/stepfunctions';
import type { Service } from './world';

/** Who sends: a service on behalf of one of its resources, or whoever holds a role. */
export type Sender = { readonly service: string; readonly sourceArn: string } | { readonly roleArn: string };

/** How the services of the cloud send to one another: by ARN, and only what the policies on both sides allow. */
export interface Delivery {
  /** @param payload JSON text */
  deliver(sender: Sender, targetArn: string, payload: string): Promise<void>;
  sendToQueue(sender: Sender, queueArn: string, body: string, attributes?: Readonly<Record<string, string>>): void;
  publish(sender: Sender, topicArn: string, message: string, subject?: string): void;
  /** Sends what Lambda says of an asynchronous invocation, as the function's role. */
  sendRecord(record: InvocationRecord, roleArn: string): Promise<void>;
}

interface Parts {
  readonly account: string;
  readonly iam: Iam;
  readonly kms: Kms;
  readonly lambda: Lambda;
  readonly sns: Sns;
  readonly sqs: Sqs;
  readonly events: Events;
  readonly stepFunctions: StepFunctions;
}

const KEY_ACTIONS = ['kms:GenerateDataKey', 'kms:Decrypt'];

/** A delivery that refuses what the sender's role, or the receiver's policy and its encryption key, do not allow. */
export function createDelivery({ account, events, iam, kms, lambda, sns, sqs, stepFunctions }: Parts): Delivery {
  const principalOf = (sender: Sender) => ('service' in sender ? sender.service : sender.roleArn);

  const authorize = (sender: Sender, action: string, resource: string, policyText?: string, isEncrypted = false) => {
    const isRoleAllowed = 'roleArn' in sender && iam.allows(sender.roleArn, action, resource);
    // EventBridge names no source to an encrypted topic: policies that ask for one refuse it (SNS, "Key management").
    const isNamed = 'service' in sender && !(isEncrypted && sender.service === 'events.amazonaws.com');
    const context: Record<string, string> = isNamed
      ? { 'aws:SourceArn': sender.sourceArn, 'aws:SourceAccount': account }
      : {};
    const request = { principal: principalOf(sender), action, resource, context };
    const isResourceOpen = policyText && isAllowed(policySchema.parse(JSON.parse(policyText)), request);
    if (!isRoleAllowed && !isResourceOpen) throw denied(sender, action, resource);
  };

  const authorizeKey = (sender: Sender, key: string | undefined) => {
    const refused = key && KEY_ACTIONS.find((action) => !kms.permits(key, principalOf(sender), action));
    if (refused)
      throw new AwsError('KMSAccessDeniedException', `${principalOf(sender)} may not ${refused} with ${key}`);
  };

  const authorizeInvocation = (sender: Sender, functionArn: string) => {
    const isPermitted =
      'service' in sender
        ? lambda.permits(functionArn, sender.service, sender.sourceArn)
        : iam.allows(sender.roleArn, 'lambda:InvokeFunction', functionArn);
    if (!isPermitted) throw denied(sender, 'lambda:InvokeFunction', functionArn);
  };

  const denied = (sender: Sender, action: string, resource: string) => {
    const message = `${principalOf(sender)} is not authorized to perform: ${action} on resource: ${resource}`;
    return new AwsError('AccessDeniedException', message, 403);
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

  const topicAttributes = z.object({
    Attributes: z.object({ Policy: z.string().optional(), KmsMasterKeyId: z.string().optional() }),
  });

  const delivery: Delivery = {
    sendToQueue(sender, queueArn, body, attributes = {}) {
      const queue = sqs.queue(queueArn);
      if (!queue) throw new AwsError('QueueDoesNotExist', `The queue ${queueArn} does not exist.`);
      authorize(sender, 'sqs:SendMessage', queueArn, queue.attributes['Policy']);
      authorizeKey(sender, queue.attributes['KmsMasterKeyId']);
      const typed = Object.entries(attributes).map(
        ([name, StringValue]) => [name, { DataType: 'String', StringValue }] as const,
      );
      queue.send(body, Object.fromEntries(typed));
    },

    publish(sender, topicArn, message, subject) {
      const described = call(sns.service, 'GetTopicAttributes', sender, { TopicArn: topicArn });
      const { Policy, KmsMasterKeyId } = topicAttributes.parse(described).Attributes;
      authorize(sender, 'sns:Publish', topicArn, Policy, KmsMasterKeyId !== undefined);
      authorizeKey(sender, KmsMasterKeyId);
      sns.publish(topicArn, { message, subject });
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
          authorize(sender, 'states:StartExecution', targetArn);
          stepFunctions.startExecution({ stateMachineArn: targetArn, input: payload });
          break;
        default:
          throw new AwsError('ValidationException', `the local cloud delivers nothing to ${targetArn}`);
      }
    },

    async sendRecord({ targetArn, body, attributes, isSuccess }, roleArn) {
      const sender = { roleArn };
      const text = JSON.stringify(body);
      if (targetArn.includes(':sqs:')) {
        delivery.sendToQueue(sender, targetArn, text, attributes);
      } else if (targetArn.includes(':event-bus/')) {
        authorize(sender, 'events:PutEvents', targetArn);
        const DetailType = `Lambda Function Invocation Result - ${isSuccess ? 'Success' : 'Failure'}`;
        const entry = { EventBusName: targetArn, Source: 'lambda', DetailType, Detail: text };
        await call(events.service, 'PutEvents', sender, { Entries: [entry] });
      } else {
        await delivery.deliver(sender, targetArn, text);
      }
    },
  };
  return delivery;
}
