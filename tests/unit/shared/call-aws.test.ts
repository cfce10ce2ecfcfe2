import { callAws, callAwsPages } from '../../../shared/aws/call-aws';
import { TargetNotFoundError } from '../../../shared/errors';

/** An error as the SDK throws it. */
const sdkError = (name: string, httpStatusCode = 400) =>
  Object.assign(new Error('said AWS'), { name, $metadata: { httpStatusCode } });

it.each<[string, Error, string]>([
  ['Throttling', sdkError('Throttling'), 'ThrottledError'],
  ['ThrottlingException', sdkError('ThrottlingException'), 'ThrottledError'],
  ['TooManyRequestsException', sdkError('TooManyRequestsException', 429), 'ThrottledError'],
  ["KMS's, as SNS passes it on", sdkError('KMSThrottlingException'), 'ThrottledError'],
  ['AccessDenied', sdkError('AccessDenied', 403), 'AccessDeniedError'],
  ['AccessDeniedException', sdkError('AccessDeniedException'), 'AccessDeniedError'],
  ['any error with HTTP 500', sdkError('InternalFailure', 500), 'ServiceUnavailableError'],
  ['any error with HTTP 503', sdkError('Whatever', 503), 'ServiceUnavailableError'],
  ['a time-out', Object.assign(new Error('late'), { name: 'TimeoutError' }), 'ServiceUnavailableError'],
  ['a refused connection', Object.assign(new Error('no'), { code: 'ECONNREFUSED' }), 'ServiceUnavailableError'],
  ['an error without a name of ours', sdkError('InvalidArnException'), 'AwsRequestError'],
])('%s', async (_code, thrown, name) => {
  const named = await callAws('acm:Do it', Promise.reject(thrown)).catch((error: unknown) => error);
  expect(named).toMatchObject({ name, cause: thrown, message: expect.stringMatching(/^acm:Do it: /) });
});

it('maps an error by the map of the call first', async () => {
  const unknown = (cause: Error) => new TargetNotFoundError('There is none', { cause });
  const answer = callAws('elb:Find', Promise.reject(sdkError('AccessDenied')), { AccessDenied: unknown });
  await expect(answer).rejects.toThrow(TargetNotFoundError);
});

it('does not convert an error that is not from AWS', async () => {
  const fault = new TypeError('a fault of ours');
  await expect(callAws('acm:Do', Promise.reject(fault))).rejects.toBe(fault);
});

it('converts the error of any page', async () => {
  async function* pages() {
    yield 1;
    throw sdkError('Throttling');
  }
  const seen: number[] = [];
  const reading = (async () => {
    for await (const page of callAwsPages('acm:List', pages())) seen.push(page);
  })();
  await expect(reading).rejects.toMatchObject({ name: 'ThrottledError' });
  expect(seen).toEqual([1]);
});
