import { randomUUID } from 'node:crypto';
import type { Message } from '@aws-sdk/client-sqs';
import { AwsError } from '../aws-error';
import type { Clock } from '../clock';
import { md5, md5OfAttributes, selectAttributes, type MessageAttributes } from './message-attributes';
import { checkMessage } from './check-message';
import { DEFAULT_ATTRIBUTES, readRedrivePolicy, type QueueAttributes } from './queue-attributes';

/** A message in a queue. Times are milliseconds since the epoch, on the cloud's clock. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly sentAt: number;
  /** Until then it is invisible: delayed or in flight. */
  readonly visibleAt: number;
  readonly receiveCount: number;
  readonly firstReceivedAt?: number;
  /** The source queue of a dead letter. */
  readonly deadLetterSourceArn?: string;
}

/** The parameters of ReceiveMessage. */
export interface ReceiveRequest {
  readonly maxMessages: number;
  /** In seconds; by default the queue's. */
  readonly visibilityTimeout: number | undefined;
  readonly attributeNames: readonly string[];
  readonly systemAttributeNames: readonly string[];
}

/** One standard queue. */
export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  attributes: QueueAttributes;
  modifiedAt: number;
  tags: Readonly<Record<string, string>>;
  send(body: string, attributes?: MessageAttributes, delaySeconds?: number): QueuedMessage;
  /** Every message that is not deleted, including those in flight. */
  messages(): readonly QueuedMessage[];
  receive(request: ReceiveRequest): Message[];
  /** Resolves when messages may have become visible, and at the latest at the deadline. */
  changed(deadline: number): Promise<void>;
  /** Accepts a dead letter from its source queue. */
  bury(message: QueuedMessage, sourceArn: string): void;
  delete(receiptHandle: string): void;
  changeVisibility(receiptHandle: string, timeoutSeconds: number): void;
  purge(): void;
}

const SENDER_ID = 'AIDALOCALCLOUD0000000';

const notEmpty = <T extends object>(name: string, values: T) =>
  Object.keys(values).length > 0 ? { [name]: values } : {};

/** @param deadLetterQueue finds the queue of a redrive policy */
export function createQueue(
  clock: Clock,
  identity: Pick<Queue, 'name' | 'arn' | 'attributes' | 'tags'>,
  deadLetterQueue: (arn: string) => Queue | undefined,
): Queue {
  let stored: QueuedMessage[] = [];
  let waiting: (() => void)[] = [];

  const setting = (name: keyof typeof DEFAULT_ATTRIBUTES) => Number(queue.attributes[name] ?? DEFAULT_ATTRIBUTES[name]);
  const wake = () => {
    for (const resume of waiting) resume();
  };
  const replace = (message: QueuedMessage) => {
    stored = stored.map((other) => (other.messageId === message.messageId ? message : other));
    wake();
  };
  const dropExpired = () => {
    const oldest = clock.now() - setting('MessageRetentionPeriod') * 1000;
    stored = stored.filter(({ sentAt }) => sentAt > oldest);
  };

  const systemAttributes = (message: QueuedMessage, names: readonly string[]): Record<string, string> => {
    const values: Record<string, string> = {
      SenderId: SENDER_ID,
      SentTimestamp: String(message.sentAt),
      ApproximateReceiveCount: String(message.receiveCount),
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
      ...(message.deadLetterSourceArn && { DeadLetterQueueSourceArn: message.deadLetterSourceArn }),
    };
    return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes('All') || names.includes(name)));
  };

  const take = (message: QueuedMessage, request: ReceiveRequest): Message => {
    const now = clock.now();
    const taken: QueuedMessage = {
      ...message,
      receiveCount: message.receiveCount + 1,
      firstReceivedAt: message.firstReceivedAt ?? now,
      visibleAt: now + (request.visibilityTimeout ?? setting('VisibilityTimeout')) * 1000,
    };
    stored = stored.map((other) => (other === message ? taken : other));
    const attributes = selectAttributes(taken.attributes, request.attributeNames);
    return {
      MessageId: taken.messageId,
      ReceiptHandle: writeReceiptHandle({
        queueArn: queue.arn,
        messageId: taken.messageId,
        receiveCount: taken.receiveCount,
      }),
      Body: taken.body,
      MD5OfBody: md5(taken.body),
      ...notEmpty('Attributes', systemAttributes(taken, request.systemAttributeNames)),
      ...notEmpty('MessageAttributes', attributes),
      MD5OfMessageAttributes: md5OfAttributes(attributes),
    };
  };

  const queue: Queue = {
    ...identity,
    createdAt: clock.now(),
    modifiedAt: clock.now(),

    send(body, attributes = {}, delaySeconds = setting('DelaySeconds')) {
      checkMessage(body, attributes, setting('MaximumMessageSize'));
      const now = clock.now();
      const message: QueuedMessage = {
        messageId: randomUUID(),
        body,
        attributes,
        sentAt: now,
        visibleAt: now + delaySeconds * 1000,
        receiveCount: 0,
      };
      stored.push(message);
      wake();
      return message;
    },

    messages() {
      dropExpired();
      return stored;
    },

    receive(request) {
      dropExpired();
      const policy = readRedrivePolicy(queue.attributes);
      const graveyard = policy && deadLetterQueue(policy.deadLetterTargetArn);
      const received: Message[] = [];
      for (const message of stored.filter(({ visibleAt }) => visibleAt <= clock.now())) {
        if (received.length === request.maxMessages) break;
        if (policy && graveyard && message.receiveCount >= policy.maxReceiveCount) {
          stored = stored.filter((other) => other !== message);
          graveyard.bury(message, queue.arn);
        } else {
          received.push(take(message, request));
        }
      }
      return received;
    },

    changed(deadline) {
      const nextVisible = stored.map(({ visibleAt }) => visibleAt).filter((instant) => instant > clock.now());
      return new Promise((resolve) => {
        const done = () => {
          clock.clearTimeout(timer);
          waiting = waiting.filter((resume) => resume !== done);
          resolve();
        };
        const timer = clock.setTimeout(done, Math.min(deadline, ...nextVisible) - clock.now());
        waiting.push(done);
      });
    },

    bury(message, sourceArn) {
      // It keeps its original enqueue time, and so its age; SQS developer guide, Using dead-letter queues.
      stored.push({ ...message, receiveCount: 0, visibleAt: clock.now(), deadLetterSourceArn: sourceArn });
      wake();
    },

    delete(receiptHandle) {
      const { messageId, receiveCount } = readReceiptHandle(receiptHandle, queue.arn);
      // The handle of an earlier receive is accepted, but deletes nothing.
      stored = stored.filter((message) => message.messageId !== messageId || message.receiveCount !== receiveCount);
    },

    changeVisibility(receiptHandle, timeoutSeconds) {
      const { messageId } = readReceiptHandle(receiptHandle, queue.arn);
      const message = queue.messages().find((candidate) => candidate.messageId === messageId);
      if (!message)
        throw new AwsError(
          'InvalidParameterValue',
          `Value ${receiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
        );
      if (message.visibleAt <= clock.now()) throw new AwsError('MessageNotInflight', 'The message is not in flight.');
      replace({ ...message, visibleAt: clock.now() + timeoutSeconds * 1000 });
    },

    purge() {
      stored = [];
    },
  };
  return queue;
}

/** The content of a receipt handle: one receive of one message. */
interface Receipt {
  readonly queueArn: string;
  readonly messageId: string;
  readonly receiveCount: number;
}

/** Opaque to clients. */
const writeReceiptHandle = ({ queueArn, messageId, receiveCount }: Receipt): string =>
  Buffer.from([queueArn, messageId, receiveCount].join(' ')).toString('base64');

/** Throws SQS's error for anything but a handle of this queue. */
function readReceiptHandle(handle: string, queueArn: string): Receipt {
  const [arn, messageId, receiveCount] = Buffer.from(handle, 'base64').toString().split(' ');
  if (arn !== queueArn || !messageId || !receiveCount)
    throw new AwsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);
  return { queueArn: arn, messageId, receiveCount: Number(receiveCount) };
}
