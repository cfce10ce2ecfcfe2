import * as sdk from '@aws-sdk/client-sqs';
import { AwsError } from '../aws-error';
import type { Service, World } from '../world';
import { md5, md5OfAttributes } from './message-attributes';
import { sqsPermissions } from './permissions';
import { checkQueueAttributes, DEFAULT_ATTRIBUTES, readRedrivePolicy, type QueueAttributes } from './queue-attributes';
import { createQueue, type Queue } from './queue';

/** Simple Queue Service: standard queues. */
export interface Sqs {
  readonly service: Service;
  /** Undefined when no queue has this ARN. */
  readonly queue: (arn: string) => Queue | undefined;
}

/** How long a deleted queue's name cannot be reused, and a second purge is refused. */
const COOL_DOWN_SECONDS = 60;

const invalidValue = (value: string | number | undefined, parameter: string, reason: string) =>
  new AwsError(
    'InvalidParameterValue',
    `Value ${value ?? ''} for parameter ${parameter} is invalid. Reason: ${reason}`,
  );

function checkRange(value: number | undefined, parameter: string, least: number, most: number): void {
  if (value !== undefined && !(Number.isInteger(value) && value >= least && value <= most))
    throw invalidValue(value, parameter, `Must be between ${least} and ${most}, if provided.`);
}

/** @param endpoint the origin of the queues' URLs */
export function createSqs(
  world: World,
  endpoint: () => string = () => `https://sqs.${world.region}.amazonaws.com`,
): Sqs {
  const { clock } = world;
  const queues = new Map<string, Queue>();
  const deletedAt = new Map<string, number>();
  const purgedAt = new Map<string, number>();

  const arnOf = (name: string) => `arn:aws:sqs:${world.region}:${world.account}:${name}`;
  const urlOf = ({ name }: Queue) => `${endpoint()}/${world.account}/${name}`;
  const byArn = (arn: string) => [...queues.values()].find((queue) => queue.arn === arn);
  const isRecent = (instant: number | undefined) =>
    instant !== undefined && clock.now() - instant < COOL_DOWN_SECONDS * 1000;

  const named = (name: string | undefined): Queue => {
    const queue = queues.get(name ?? '');
    if (!queue) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    return queue;
  };
  // Only the path of a queue's URL identifies it: a queue may be reached under several origins.
  const at = ({ QueueUrl = '' }: { readonly QueueUrl?: string | undefined }) => named(QueueUrl.split('/').at(-1));

  const checkAttributes = (attributes: QueueAttributes) => {
    checkQueueAttributes(attributes);
    const redrive = readRedrivePolicy(attributes);
    if (redrive && !byArn(redrive.deadLetterTargetArn))
      throw invalidValue(attributes.RedrivePolicy, 'RedrivePolicy', 'Dead letter target does not exist.');
  };

  const reportedAttributes = (queue: Queue): Record<string, string> => {
    const now = clock.now();
    const messages = queue.messages();
    const hidden = messages.filter(({ visibleAt }) => visibleAt > now);
    const delayed = hidden.filter(({ receiveCount }) => receiveCount === 0);
    return {
      ...DEFAULT_ATTRIBUTES,
      ...queue.attributes,
      QueueArn: queue.arn,
      CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
      LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1000)),
      ApproximateNumberOfMessages: String(messages.length - hidden.length),
      ApproximateNumberOfMessagesNotVisible: String(hidden.length - delayed.length),
      ApproximateNumberOfMessagesDelayed: String(delayed.length),
    };
  };

  const operations = {
    CreateQueue({ QueueName = '', Attributes = {}, tags = {} }: sdk.CreateQueueCommandInput): sdk.CreateQueueResult {
      if (!/^[\w-]{1,80}$/.test(QueueName))
        throw new AwsError(
          'InvalidParameterValue',
          'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
        );
      checkAttributes(Attributes);
      const existing = queues.get(QueueName);
      if (existing) {
        const current = reportedAttributes(existing);
        const different = Object.entries(Attributes).find(([name, value]) => value !== current[name])?.[0];
        if (different)
          throw new AwsError(
            'QueueNameExists',
            `A queue already exists with the same name and a different value for attribute ${different}`,
          );
        return { QueueUrl: urlOf(existing) };
      }
      if (isRecent(deletedAt.get(QueueName)))
        throw new AwsError(
          'QueueDeletedRecently',
          'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
        );
      const queue = createQueue(clock, { name: QueueName, arn: arnOf(QueueName), attributes: Attributes, tags }, byArn);
      queues.set(QueueName, queue);
      return { QueueUrl: urlOf(queue) };
    },

    DeleteQueue(input: sdk.DeleteQueueCommandInput): void {
      const { name } = at(input);
      queues.delete(name);
      deletedAt.set(name, clock.now());
    },

    GetQueueUrl: ({ QueueName }: sdk.GetQueueUrlCommandInput): sdk.GetQueueUrlResult => ({
      QueueUrl: urlOf(named(QueueName)),
    }),

    ListQueues({ QueueNamePrefix = '', MaxResults, NextToken }: sdk.ListQueuesCommandInput): sdk.ListQueuesResult {
      checkRange(MaxResults, 'MaxResults', 1, 1000);
      const names = [...queues.keys()].filter((name) => name.startsWith(QueueNamePrefix)).sort();
      const rest = names.filter((name) => !NextToken || name > NextToken);
      const page = rest.slice(0, MaxResults ?? 1000);
      return {
        QueueUrls: page.map((name) => urlOf(named(name))),
        ...(rest.length > page.length && { NextToken: page.at(-1) }),
      };
    },

    GetQueueAttributes(input: sdk.GetQueueAttributesCommandInput): sdk.GetQueueAttributesResult {
      const names: readonly string[] = input.AttributeNames ?? [];
      const all = reportedAttributes(at(input));
      const wanted = Object.entries(all).filter(([name]) => names.includes('All') || names.includes(name));
      return { Attributes: Object.fromEntries(wanted) };
    },

    SetQueueAttributes(input: sdk.SetQueueAttributesCommandInput): void {
      const queue = at(input);
      checkAttributes(input.Attributes ?? {});
      queue.attributes = { ...queue.attributes, ...input.Attributes };
      queue.modifiedAt = clock.now();
    },

    SendMessage(input: sdk.SendMessageCommandInput): sdk.SendMessageResult {
      const queue = at(input);
      if (!input.MessageBody)
        throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
      if (input.MessageGroupId || input.MessageDeduplicationId || input.MessageSystemAttributes)
        throw new AwsError(
          'UnsupportedOperation',
          'The local cloud models neither message groups nor message system attributes.',
        );
      checkRange(input.DelaySeconds, 'DelaySeconds', 0, 900);
      const message = queue.send(input.MessageBody, input.MessageAttributes, input.DelaySeconds);
      return {
        MessageId: message.messageId,
        MD5OfMessageBody: md5(message.body),
        MD5OfMessageAttributes: md5OfAttributes(message.attributes),
      };
    },

    async ReceiveMessage(input: sdk.ReceiveMessageCommandInput): Promise<sdk.ReceiveMessageResult> {
      const queue = at(input);
      checkRange(input.MaxNumberOfMessages, 'MaxNumberOfMessages', 1, 10);
      checkRange(input.WaitTimeSeconds, 'WaitTimeSeconds', 0, 20);
      checkRange(input.VisibilityTimeout, 'VisibilityTimeout', 0, 43_200);
      const request = {
        maxMessages: input.MaxNumberOfMessages ?? 1,
        visibilityTimeout: input.VisibilityTimeout,
        attributeNames: input.MessageAttributeNames ?? [],
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- older clients name the system attributes here
        systemAttributeNames: [...(input.MessageSystemAttributeNames ?? []), ...(input.AttributeNames ?? [])],
      };
      const waitSeconds = input.WaitTimeSeconds ?? Number(reportedAttributes(queue).ReceiveMessageWaitTimeSeconds);
      const deadline = clock.now() + waitSeconds * 1000;
      for (;;) {
        const messages = queue.receive(request);
        if (messages.length > 0) return { Messages: messages };
        if (clock.now() >= deadline) return {};
        await queue.changed(deadline);
      }
    },

    DeleteMessage: (input: sdk.DeleteMessageCommandInput): void => at(input).delete(input.ReceiptHandle ?? ''),

    ChangeMessageVisibility(input: sdk.ChangeMessageVisibilityCommandInput): void {
      checkRange(input.VisibilityTimeout, 'VisibilityTimeout', 0, 43_200);
      at(input).changeVisibility(input.ReceiptHandle ?? '', input.VisibilityTimeout ?? 0);
    },

    PurgeQueue(input: sdk.PurgeQueueCommandInput): void {
      const queue = at(input);
      if (isRecent(purgedAt.get(queue.name)))
        throw new AwsError(
          'PurgeQueueInProgress',
          `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
        );
      purgedAt.set(queue.name, clock.now());
      queue.purge();
    },

    ListQueueTags: (input: sdk.ListQueueTagsCommandInput): sdk.ListQueueTagsResult => ({ Tags: { ...at(input).tags } }),

    TagQueue(input: sdk.TagQueueCommandInput): void {
      const queue = at(input);
      queue.tags = { ...queue.tags, ...input.Tags };
    },

    UntagQueue(input: sdk.UntagQueueCommandInput): void {
      const queue = at(input);
      queue.tags = Object.fromEntries(Object.entries(queue.tags).filter(([key]) => !input.TagKeys?.includes(key)));
    },
  };

  return {
    service: { signingName: 'sqs', sdk, operations, permissions: sqsPermissions(world), longPolls: ['ReceiveMessage'] },
    queue: byArn,
  };
}
