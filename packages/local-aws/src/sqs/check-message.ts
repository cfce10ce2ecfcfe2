import { AwsError } from '../aws-error';
import type { MessageAttributes } from './message-attributes';

const MAX_ATTRIBUTES = 10;
/** XML's characters: SQS allows no others in a body. */
const ALLOWED_BODY = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;

/** Names, types and values count towards a message's size. */
function bytesOfAttributes(attributes: MessageAttributes): number {
  return Object.entries(attributes).reduce(
    (bytes, [name, { DataType = '', StringValue, BinaryValue }]) =>
      bytes +
      Buffer.byteLength(name) +
      Buffer.byteLength(DataType) +
      Buffer.byteLength(BinaryValue ?? StringValue ?? ''),
    0,
  );
}

function checkAttributes(attributes: MessageAttributes): void {
  const names = Object.keys(attributes);
  if (names.length > MAX_ATTRIBUTES)
    throw new AwsError(
      'InvalidParameterValue',
      `Number of message attributes [${names.length}] exceeds the allowed maximum [${MAX_ATTRIBUTES}].`,
    );
  for (const [name, { DataType = '', StringValue, BinaryValue }] of Object.entries(attributes)) {
    if (!/^(String|Number|Binary)(\..+)?$/.test(DataType))
      throw new AwsError(
        'InvalidParameterValue',
        `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
      );
    if (!(DataType.startsWith('Binary') ? BinaryValue?.length : StringValue))
      throw new AwsError(
        'InvalidParameterValue',
        `The message attribute '${name}' must contain a non-empty message attribute value.`,
      );
  }
}

/**
 * Checks a message as SQS does: the number, types and values of its attributes, the characters of its body, and the
 * size of body and attributes together.
 */
export function checkMessage(body: string, attributes: MessageAttributes, maxBytes: number): void {
  checkAttributes(attributes);
  if (!ALLOWED_BODY.test(body))
    throw new AwsError('InvalidMessageContents', 'Invalid characters found in the message body.');
  if (Buffer.byteLength(body) + bytesOfAttributes(attributes) > maxBytes)
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${maxBytes} bytes.`,
    );
}
