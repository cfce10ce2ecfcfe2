import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
  type Message,
  type QueueAttributeName,
} from '@aws-sdk/client-sqs';
import { callAws, clientOptions } from '../../shared/aws/call-aws';

/** A message of a dead-letter queue. */
export interface DeadLetter {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Identifies this receipt of the message. */
  readonly receiptHandle: string | undefined;
}

/** A dead-letter queue of which every message is read. */
export interface DeadLetterQueue {
  /** Receives every message, and hides it from other readers for two minutes. */
  receiveAll(): Promise<DeadLetter[]>;
  delete(letter: DeadLetter): Promise<void>;
  /** Makes a message visible to other readers again. */
  release(letter: DeadLetter): Promise<void>;
}

/** Long enough to read every message and to replay it. */
const VISIBILITY_SECONDS = 120;

/** Reads a queue through the SDK. */
export function sqsDeadLetterQueue(QueueUrl: string, client = new SQSClient(clientOptions)): DeadLetterQueue {
  return {
    async receiveAll() {
      const found = new Map<string, DeadLetter>();
      for (;;) {
        const { Messages = [] } = await callAws(
          `sqs:ReceiveMessage ${QueueUrl}`,
          client.send(
            new ReceiveMessageCommand({
              QueueUrl,
              MaxNumberOfMessages: 10,
              MessageAttributeNames: ['All'],
              VisibilityTimeout: VISIBILITY_SECONDS,
              // A long poll asks every server of the queue: an empty answer means that it is empty.
              WaitTimeSeconds: 1,
            }),
          ),
        );
        for (const message of Messages) found.set(message.MessageId ?? '', letterOf(message));
        if (Messages.length === 0) return [...found.values()];
      }
    },

    async delete({ receiptHandle }) {
      await callAws(
        `sqs:DeleteMessage ${QueueUrl}`,
        client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receiptHandle })),
      );
    },

    async release({ receiptHandle }) {
      await callAws(
        `sqs:ChangeMessageVisibility ${QueueUrl}`,
        client.send(
          new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: 0 }),
        ),
      );
    },
  };
}

const letterOf = ({ MessageId = '', Body = '', MessageAttributes = {}, ReceiptHandle }: Message): DeadLetter => ({
  id: MessageId,
  body: Body,
  attributes: Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
  ),
  receiptHandle: ReceiptHandle,
});

const COUNTS: QueueAttributeName[] = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
];

/** How many messages a queue has, including those that another reader has received. */
export async function queueDepth(queueUrl: string, client = new SQSClient(clientOptions)): Promise<number> {
  const { Attributes = {} } = await callAws(
    `sqs:GetQueueAttributes ${queueUrl}`,
    client.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: COUNTS })),
  );
  return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
}
