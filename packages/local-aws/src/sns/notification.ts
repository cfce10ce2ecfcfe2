import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { AwsError } from '../aws-error';

/** A message to publish. */
export interface Publication {
  readonly subject?: string | undefined;
  readonly message: string;
  readonly attributes?: Readonly<Record<string, MessageAttributeValue>> | undefined;
  /** A text for each protocol instead of the message, from a publication with `MessageStructure: json`. */
  readonly messageByProtocol?: Readonly<Record<string, string>>;
}

/** A publication that a topic accepted. */
export interface Notification extends Publication {
  readonly messageId: string;
  readonly topicArn: string;
  /** Milliseconds since the epoch on the cloud's clock. */
  readonly publishedAt: number;
}

const MAX_MESSAGE_BYTES = 262_144;
/** Printable ASCII without a leading blank; SNS API reference, Publish. */
const SUBJECT = /^[\x21-\x7e][\x20-\x7e]{0,99}$/;

const invalid = (reason: string) => new AwsError('InvalidParameterException', `Invalid parameter: ${reason}`);

/** Checks a publication; throws SNS's errors. */
export function checkPublication({ subject, message, attributes = {} }: Publication): void {
  if (subject !== undefined && !SUBJECT.test(subject)) throw invalid('Subject');
  if (message === '') throw invalid('Empty message');
  for (const [name, { DataType = '', StringValue, BinaryValue }] of Object.entries(attributes)) {
    if (!/^(String|String\.Array|Number|Binary)$/.test(DataType))
      throw invalid(`MessageAttributes Reason: The message attribute '${name}' has an invalid message attribute type`);
    if (!(DataType === 'Binary' ? BinaryValue?.length : StringValue))
      throw invalid(`MessageAttributes Reason: The message attribute '${name}' must contain a non-empty value`);
  }
  if (Buffer.byteLength(message) > MAX_MESSAGE_BYTES) throw invalid('Message too long');
}

/** Reads the message of a publication with `MessageStructure: json`. */
export function readMessageByProtocol(message: string): Readonly<Record<string, string>> {
  const isText = (value: unknown): value is Record<string, string> =>
    typeof value === 'object' && value !== null && 'default' in value && typeof value.default === 'string';
  try {
    const parsed: unknown = JSON.parse(message);
    if (isText(parsed)) return parsed;
  } catch {
    throw invalid('Message Structure - JSON message body failed to parse');
  }
  throw invalid('Message Structure - No default entry in JSON message body');
}

/** The text of a notification for subscribers of a protocol. */
export const textFor = ({ message, messageByProtocol }: Notification, protocol: string): string =>
  messageByProtocol?.[protocol] ?? messageByProtocol?.default ?? message;

const envelopeAttributes = ({ attributes = {} }: Notification) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      { Type: DataType, Value: BinaryValue ? Buffer.from(BinaryValue).toString('base64') : StringValue },
    ]),
  );

/** The fields that the JSON envelopes share; SNS developer guide, Message body formats. Messages are not signed. */
function envelopeOf(notification: Notification, protocol: string) {
  const attributes = envelopeAttributes(notification);
  return {
    Type: 'Notification',
    MessageId: notification.messageId,
    TopicArn: notification.topicArn,
    ...(notification.subject !== undefined && { Subject: notification.subject }),
    Message: textFor(notification, protocol),
    Timestamp: new Date(notification.publishedAt).toISOString(),
    SignatureVersion: '1',
    Signature: 'UNSIGNED',
    ...(Object.keys(attributes).length > 0 && { MessageAttributes: attributes }),
  };
}

/** The body for queues and `email-json` subscribers without raw delivery. */
export const jsonEnvelope = (notification: Notification, protocol: string): string =>
  JSON.stringify(envelopeOf(notification, protocol), null, 2);

/** The event for a subscribed function. */
export const lambdaEvent = (notification: Notification, subscriptionArn: string) => ({
  Records: [
    {
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      EventSubscriptionArn: subscriptionArn,
      Sns: { Subject: null, MessageAttributes: {}, ...envelopeOf(notification, 'lambda') },
    },
  ],
});
