import { createHash, type Hash } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';

/** The attributes of a message, by name. */
export type MessageAttributes = Readonly<Record<string, MessageAttributeValue>>;

/** The MD5 digest of a text in UTF-8, in hexadecimal. */
export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

function addWithLength(hash: Hash, value: string | Uint8Array): void {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  hash.update(length).update(bytes);
}

/** The digest with which clients verify the attributes; SQS developer guide, Calculating the MD5 message digest. */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  for (const name of names) {
    const { DataType = '', StringValue, BinaryValue } = attributes[name] ?? {};
    addWithLength(hash, name);
    addWithLength(hash, DataType);
    hash.update(Buffer.from([BinaryValue ? 2 : 1]));
    addWithLength(hash, BinaryValue ?? StringValue ?? '');
  }
  return hash.digest('hex');
}

/** The attributes that a receiver requests by name, by prefix (`team.*`) or all (`All`, `.*`). */
export function selectAttributes(attributes: MessageAttributes, names: readonly string[]): MessageAttributes {
  const isWanted = (name: string) =>
    names.some(
      (wanted) =>
        wanted === 'All' || wanted === name || (wanted.endsWith('.*') && name.startsWith(wanted.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));
}
