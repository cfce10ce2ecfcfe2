import { z } from 'zod';
import { AwsError } from '../aws-error';

/** The settable attributes of a queue, as text by name. */
export type QueueAttributes = Readonly<Record<string, string>>;

/** The attributes that every queue has. */
export const DEFAULT_ATTRIBUTES = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
  VisibilityTimeout: '30',
} as const;

/** SQS API reference, SetQueueAttributes. */
const RANGES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  DelaySeconds: [0, 900],
  KmsDataKeyReusePeriodSeconds: [60, 86_400],
  MaximumMessageSize: [1024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  VisibilityTimeout: [0, 43_200],
};

const isJsonDocument = (text: string) => {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
};

const invalid = (name: string) => new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);

const redrivePolicy = z.object({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().int().min(1).max(1000),
});

/** A queue's dead-letter queue, and the number of receives before a message moves there. */
export type RedrivePolicy = z.infer<typeof redrivePolicy>;

/** Undefined when the queue has no redrive policy; an empty one removes it. */
export function readRedrivePolicy({ RedrivePolicy: text }: QueueAttributes): RedrivePolicy | undefined {
  if (!text) return undefined;
  const policy = redrivePolicy.safeParse(JSON.parse(text));
  if (policy.success) return policy.data;
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${text} for parameter RedrivePolicy is invalid. Reason: it needs deadLetterTargetArn and a maxReceiveCount from 1 to 1000.`,
  );
}

/** Refuses attributes that SQS refuses or that are not modelled. */
export function checkQueueAttributes(attributes: QueueAttributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    const range = RANGES[name];
    if (range) {
      const number = Number(value);
      if (!/^\d+$/.test(value) || number < range[0] || number > range[1]) throw invalid(name);
    } else if (name === 'RedrivePolicy' || name === 'RedriveAllowPolicy' || name === 'Policy') {
      if (value !== '' && !isJsonDocument(value)) throw invalid(name);
    } else if (name === 'SqsManagedSseEnabled') {
      if (value !== 'true' && value !== 'false') throw invalid(name);
    } else if (name === 'FifoQueue' || name === 'ContentBasedDeduplication') {
      throw new AwsError('UnsupportedOperation', 'The local cloud models standard queues only, not FIFO queues.');
    } else if (name !== 'KmsMasterKeyId') {
      throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
    }
  }
  readRedrivePolicy(attributes);
}
