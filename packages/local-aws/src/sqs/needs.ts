import type { CreateQueueRequest } from '@aws-sdk/client-sqs';
import { about, aboutNothing, requestTags } from '../iam/needs';
import type { Needs, World } from '../world';

interface OfQueue {
  readonly QueueUrl?: string | undefined;
}

/** What SQS's operations need of the caller's policies (Service Authorization Reference, "Amazon SQS"). */
export function sqsNeeds({ account, region }: Pick<World, 'account' | 'region'>): Needs {
  const arn = (name = '') => `arn:aws:sqs:${region}:${account}:${name}`;
  const queue = ({ QueueUrl = '' }: OfQueue) => arn(QueueUrl.split('/').at(-1));

  return {
    ...aboutNothing('ListQueues'),
    ...about(
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
    ...about<{ QueueName?: string }>(['GetQueueUrl'], ({ QueueName }) => arn(QueueName)),
    CreateQueue({ QueueName, tags = {} }: CreateQueueRequest) {
      const need = { resource: arn(QueueName), context: requestTags(tags) };
      return Object.keys(tags).length > 0 ? [need, { ...need, action: 'sqs:TagQueue' }] : [need];
    },
    ...about<OfQueue & { Tags?: Record<string, string> }>(['TagQueue'], queue, ({ Tags = {} }) => requestTags(Tags)),
    ...about<OfQueue & { TagKeys?: string[] }>(['UntagQueue'], queue, ({ TagKeys = [] }) => ({
      'aws:TagKeys': TagKeys,
    })),
  };
}
