import { AccessDeniedError, AwsRequestError, ServiceUnavailableError, ThrottledError } from '../errors';

/** For an error code of the service: the error of ours that it means. */
export type Meanings = Readonly<Record<string, (cause: Error) => Error>>;

const THROTTLING =
  /^(Throttling|ThrottlingException|ThrottledException|TooManyRequestsException|RequestLimitExceeded|RequestThrottled|ProvisionedThroughputExceededException|KMSThrottling|KMSThrottlingException|SlowDown)$/;
const DENIED =
  /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationError|AuthorizationErrorException)$/;
const UNREACHABLE = /^(TimeoutError|AbortError|NetworkingError)$|^E(CONN|TIMEDOUT|AI_AGAIN|PIPE|NOTFOUND)/;

/**
 * Awaits one call of the AWS SDK and gives its errors our names: first what this call says they mean, then what every
 * service means alike. Nothing is swallowed: a code without a name of ours keeps AWS's own code and text.
 *
 * @param action the IAM action and what it is asked about, for the message
 * @throws ThrottledError, AccessDeniedError, ServiceUnavailableError, AwsRequestError, and what `meanings` names
 */
export async function asking<Answer>(
  action: string,
  answer: Promise<Answer>,
  meanings: Meanings = {},
): Promise<Answer> {
  try {
    return await answer;
  } catch (thrown) {
    throw named(action, thrown, meanings);
  }
}

/** The same for each page of a paginator. */
export async function* askingPages<Page>(
  action: string,
  pages: AsyncIterable<Page>,
  meanings: Meanings = {},
): AsyncGenerator<Page> {
  const iterator = pages[Symbol.asyncIterator]();
  for (;;) {
    const next = await asking(action, iterator.next(), meanings);
    if (next.done) return;
    yield next.value;
  }
}

function named(action: string, thrown: unknown, meanings: Meanings): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const meaning = meanings[thrown.name];
  if (meaning) return meaning(thrown);
  const message = `${action}: ${thrown.name}: ${thrown.message}`;
  if (THROTTLING.test(thrown.name)) return new ThrottledError(message, { cause: thrown });
  if (DENIED.test(thrown.name)) return new AccessDeniedError(message, { cause: thrown });
  if (isUnwell(thrown)) return new ServiceUnavailableError(message, { cause: thrown });
  return '$metadata' in thrown ? new AwsRequestError(message, { cause: thrown }) : thrown;
}

function isUnwell(thrown: Error): boolean {
  const { $metadata, code } = thrown as { $metadata?: { httpStatusCode?: number }; code?: string };
  return ($metadata?.httpStatusCode ?? 0) >= 500 || UNREACHABLE.test(thrown.name) || UNREACHABLE.test(code ?? '');
}
