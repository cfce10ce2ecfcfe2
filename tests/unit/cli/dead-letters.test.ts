import type { DeadLetter, DeadLetterQueue } from '../../../cli/aws/dead-letter-queue';
import type { Replays } from '../../../cli/aws/replays';
import { perChannel } from '../../../shared/domain/notification/channels';
import { deadLetters } from '../../../cli/redrive/dead-letters';

const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:acm-autopilot-dev-receiveCertificateEvent';

/** What Lambda keeps of an invocation that failed for good. */
const record = (responsePayload: object | null | undefined) => ({
  version: '1.0',
  requestContext: { functionArn: `${FUNCTION}:$LATEST`, condition: 'EventAgeExceeded', approximateInvokeCount: 1 },
  requestPayload: { id: 'e1' },
  responsePayload,
});

it.each<[string, object | null | undefined, string]>([
  ['that threw', { errorType: 'TypeError', errorMessage: 'broken' }, 'TypeError: broken'],
  [
    'whose process ended',
    { errorMessage: 'RequestId: 1 Process exited before completing request' },
    'RequestId: 1 Process exited before completing request',
  ],
  ['that never began', null, 'EventAgeExceeded'],
  ['without an answer', undefined, 'EventAgeExceeded'],
])('an invocation %s is listed and replayed', async (_, responsePayload, why) => {
  const letter: DeadLetter = {
    id: 'l1',
    body: JSON.stringify(record(responsePayload)),
    attributes: {},
    receiptHandle: 'r1',
  };
  const deleted: DeadLetter[] = [];
  const invoked: unknown[][] = [];
  const queue: DeadLetterQueue = {
    receiveAll: async () => [letter],
    delete: async (gone) => void deleted.push(gone),
    release: async () => undefined,
  };
  const refused = () => Promise.reject(new Error('only an invocation is expected'));
  const replays: Replays = {
    emit: refused,
    start: refused,
    publish: refused,
    redrive: refused,
    invoke: async (...args) => void invoked.push(args),
  };
  const { items } = await deadLetters(queue, replays, { topicArns: perChannel(() => ''), runbookUrl: '' });
  expect(items).toMatchObject([{ id: 'l1', description: `acm-autopilot-dev-receiveCertificateEvent: ${why}` }]);
  await items[0]?.replay?.();
  expect(invoked).toEqual([[FUNCTION, { id: 'e1' }]]);
  expect(deleted).toEqual([letter]);
});
