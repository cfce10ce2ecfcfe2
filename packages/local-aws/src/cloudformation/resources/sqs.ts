import { z } from 'zod';
import { boolean, document, number, resourceType, tags } from '../resource-type';

/** Standard queues. */
export const sqsTypes = {
  'AWS::SQS::Queue': resourceType(
    z.strictObject({
      QueueName: z.string().optional(),
      DelaySeconds: number.optional(),
      KmsMasterKeyId: z.string().optional(),
      KmsDataKeyReusePeriodSeconds: number.optional(),
      MaximumMessageSize: number.optional(),
      MessageRetentionPeriod: number.optional(),
      ReceiveMessageWaitTimeSeconds: number.optional(),
      RedrivePolicy: document.optional(),
      RedriveAllowPolicy: document.optional(),
      SqsManagedSseEnabled: boolean.optional(),
      VisibilityTimeout: number.optional(),
      Tags: tags.optional(),
    }),
    async ({ QueueName: name, Tags, ...properties }, { call, generatedName, world }) => {
      const QueueName = name ?? generatedName.slice(-80);
      const attributes = Object.entries(properties).map(([key, value]) => [
        key,
        typeof value === 'object' ? JSON.stringify(value) : String(value),
      ]);
      const created = await call('sqs', 'CreateQueue', {
        QueueName,
        Attributes: Object.fromEntries(attributes) as Record<string, string>,
        tags: Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key, Value])),
      });
      const { QueueUrl } = z.object({ QueueUrl: z.string() }).parse(created);
      const Arn = `arn:aws:sqs:${world.region}:${world.account}:${QueueName}`;
      return { ref: QueueUrl, attributes: { Arn, QueueName, QueueUrl } };
    },
    { remove: ({ ref: QueueUrl }, { call }) => call('sqs', 'DeleteQueue', { QueueUrl }) },
  ),
  'AWS::SQS::QueuePolicy': resourceType(
    z.strictObject({ Queues: z.array(z.string()), PolicyDocument: document }),
    async ({ Queues, PolicyDocument }, { call, generatedName }) => {
      const Attributes = { Policy: JSON.stringify(PolicyDocument) };
      for (const QueueUrl of Queues) await call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes });
      return { ref: generatedName, attributes: {} };
    },
  ),
};
