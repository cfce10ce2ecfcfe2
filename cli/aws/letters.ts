import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { callAws, clientOptions } from '../../shared/aws/call-aws';

/** A message of a dead-letter queue. */
export interface Letter {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** What this reader of it is known by. */
  readonly receiptHandle: string | undefined;
}

/** A dead-letter queue, for somebody who reads all of it. */
export interface Letters {
  /** Every letter; for two minutes nobody else is handed them. */
  receiveAll(): Promise<Letter[]>;
  delete(letter: Letter): Promise<void>;
  /** Gives a letter back at once. */
  release(letter: Letter): Promise<void>;
}

/** Long enough to look at every letter and to replay it. */
const VISIBILITY_SECONDS = 120;

/** SQS as the SDK reaches it. */
export function sqsLetters(QueueUrl: string, client = new SQSClient(clientOptions)): Letters {
  return {
    async receiveAll() {
      const found = new Map<string, Letter>();
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

const letterOf = ({ MessageId = '', Body = '', MessageAttributes = {}, ReceiptHandle }: Message): Letter => ({
  id: MessageId,
  body: Body,
  attributes: Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
  ),
  receiptHandle: ReceiptHandle,
});
