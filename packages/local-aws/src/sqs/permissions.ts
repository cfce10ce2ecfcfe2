import type { CreateQueueRequest } from '@aws-sdk/client-sqs';
import { onResource, onAnyResource, requestTags } from '../iam/permissions';
import type { OperationPermissions, World } from '../world';

interface OfQueue {
  readonly QueueUrl?: string | undefined;
}

/** The IAM permissions that SQS's operations require (Service Authorization Reference, "Amazon SQS"). */
export function sqsPermissions({ account, region }: Pick<World, 'account' | 'region'>): OperationPermissions {
  const arn = (name = '') => `arn:aws:sqs:${region}:${account}:${name}`;
  const queue = ({ QueueUrl = '' }: OfQueue) => arn(QueueUrl.split('/').at(-1));

  return {
    ...onAnyResource('ListQueues'),
    ...onResource(
      [
        'DeleteQueue',
        'GetQueueAttributes',
        'SetQueueAttributes',
        'SendMessage',
        'ReceiveMessage',
        'DeleteMessage',
        'ChangeMessageVisibility',
        'PurgeQueue',
        'ListQueueTags',
      ],
      queue,
    ),
    ...onResource<{ QueueName?: string }>(['GetQueueUrl'], ({ QueueName }) => arn(QueueName)),
    CreateQueue({ QueueName, tags = {} }: CreateQueueRequest) {
      const permission = { resource: arn(QueueName), context: requestTags(tags) };
      return Object.keys(tags).length > 0 ? [permission, { ...permission, action: 'sqs:TagQueue' }] : [permission];
    },
    ...onResource<OfQueue & { Tags?: Record<string, string> }>(['TagQueue'], queue, ({ Tags = {} }) =>
      requestTags(Tags),
    ),
    ...onResource<OfQueue & { TagKeys?: string[] }>(['UntagQueue'], queue, ({ TagKeys = [] }) => ({
      'aws:TagKeys': TagKeys,
    })),
  };
}
