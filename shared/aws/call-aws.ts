import { AccessDeniedError, AwsRequestError, ServiceUnavailableError, ThrottledError } from '../errors';

/** For an error code of the service: the error of ours that it means. */
export type ErrorMap = Readonly<Record<string, (cause: Error) => Error>>;

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
export async function callAws<Answer>(
  action: string,
  answer: Promise<Answer>,
  errorMap: ErrorMap = {},
): Promise<Answer> {
  try {
    return await answer;
  } catch (thrown) {
    throw named(action, thrown, errorMap);
  }
}

/** The same for each page of a paginator. */
export async function* callAwsPages<Page>(
  action: string,
  pages: AsyncIterable<Page>,
  errorMap: ErrorMap = {},
): AsyncGenerator<Page> {
  const iterator = pages[Symbol.asyncIterator]();
  for (;;) {
    const next = await callAws(action, iterator.next(), errorMap);
    if (next.done) return;
    yield next.value;
  }
}

function named(action: string, thrown: unknown, errorMap: ErrorMap): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const meaning = errorMap[thrown.name];
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
} /**
 * Options of every SDK client: a hanging connection is given up long before the function's own time-out, so that the
 * workflow sees a named error and not a killed function. Endpoints and credentials are the SDK's own affair.
 */
export const clientOptions = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};
