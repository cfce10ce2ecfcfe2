import { AccessDeniedError, AwsRequestError, ServiceUnavailableError, ThrottledError } from '../errors';

/** Maps error codes of an AWS service to named errors. */
export type ErrorMap = Readonly<Record<string, (cause: Error) => Error>>;

const THROTTLING =
  /^(Throttling|ThrottlingException|ThrottledException|TooManyRequestsException|RequestLimitExceeded|RequestThrottled|ProvisionedThroughputExceededException|KMSThrottling|KMSThrottlingException|SlowDown)$/;
const DENIED =
  /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationError|AuthorizationErrorException)$/;
const UNREACHABLE = /^(TimeoutError|AbortError|NetworkingError)$|^E(CONN|TIMEDOUT|AI_AGAIN|PIPE|NOTFOUND)/;

/**
 * Awaits one call of the AWS SDK and converts its errors to named ones: by `errorMap` first, then by the codes that all services
 * share. An unknown error keeps the code and the message of AWS.
 *
 * @param action the IAM action and its resource, for the message
 * @throws ThrottledError, AccessDeniedError, ServiceUnavailableError, AwsRequestError, and the errors of `errorMap`
 */
export async function callAws<Result>(action: string, call: Promise<Result>, errorMap: ErrorMap = {}): Promise<Result> {
  try {
    return await call;
  } catch (thrown) {
    throw namedError(action, thrown, errorMap);
  }
}

/** {@link callAws} for each page of a paginator. */
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

function namedError(action: string, thrown: unknown, errorMap: ErrorMap): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const mapped = errorMap[thrown.name];
  if (mapped) return mapped(thrown);
  const message = `${action}: ${thrown.name}: ${thrown.message}`;
  if (THROTTLING.test(thrown.name)) return new ThrottledError(message, { cause: thrown });
  if (DENIED.test(thrown.name)) return new AccessDeniedError(message, { cause: thrown });
  if (isUnavailable(thrown)) return new ServiceUnavailableError(message, { cause: thrown });
  return '$metadata' in thrown ? new AwsRequestError(message, { cause: thrown }) : thrown;
}

function isUnavailable(thrown: Error): boolean {
  const { $metadata, code } = thrown as { $metadata?: { httpStatusCode?: number }; code?: string };
  return ($metadata?.httpStatusCode ?? 0) >= 500 || UNREACHABLE.test(thrown.name) || UNREACHABLE.test(code ?? '');
}

/**
 * Options of every SDK client: a hanging request times out well before the function does, so that the workflow gets a named error.
 * Endpoints and credentials come from the SDK's default chain.
 */
export const clientOptions = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};
