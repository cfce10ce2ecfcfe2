import { AwsError } from '../aws-error';

/** What a receipt handle stands for: one receive of one message. */
export interface Receipt {
  readonly queueArn: string;
  readonly messageId: string;
  readonly receiveCount: number;
}

/** Opaque to clients. */
export const writeReceiptHandle = ({ queueArn, messageId, receiveCount }: Receipt): string =>
  Buffer.from([queueArn, messageId, receiveCount].join(' ')).toString('base64');

/** Refuses what is not a handle of this queue. */
export function readReceiptHandle(handle: string, queueArn: string): Receipt {
  const [arn, messageId, receiveCount] = Buffer.from(handle, 'base64').toString().split(' ');
  if (arn !== queueArn || !messageId || !receiveCount)
    throw new AwsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);
  return { queueArn: arn, messageId, receiveCount: Number(receiveCount) };
}
