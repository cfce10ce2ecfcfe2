import { GetQueueAttributesCommand, type QueueAttributeName, SQSClient } from '@aws-sdk/client-sqs';
import { callAws, clientOptions } from '../../shared/aws/call-aws';

const COUNTS: QueueAttributeName[] = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
];

/** How many messages wait in a queue, those that somebody is reading included. */
export async function queueDepth(queueUrl: string, client = new SQSClient(clientOptions)): Promise<number> {
  const { Attributes = {} } = await callAws(
    `sqs:GetQueueAttributes ${queueUrl}`,
    client.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: COUNTS })),
  );
  return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
}
