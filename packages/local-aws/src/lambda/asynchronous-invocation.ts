import type { Clock } from '../clock';
import { AwsError } from '../aws-error';
import type { InvocationResult } from './function-runner';

/** A function's settings for asynchronous invocation (PutFunctionEventInvokeConfig). */
export interface EventInvokeConfiguration {
  readonly maximumRetryAttempts?: number | undefined;
  readonly maximumEventAgeSeconds?: number | undefined;
  /** ARNs of a queue, topic, bus or function. */
  readonly onFailureArn?: string | undefined;
  readonly onSuccessArn?: string | undefined;
}

/** A message that Lambda sends about an invocation, to a queue, topic, bus or function. */
export interface InvocationRecord {
  readonly targetArn: string;
  /** The body: a destination's record, or for a dead-letter target the event itself. */
  readonly body: unknown;
  /** Message attributes; only a dead-letter target has them. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly isSuccess: boolean;
}

interface Policy extends EventInvokeConfiguration {
  readonly functionArn: string;
  readonly deadLetterTargetArn?: string | undefined;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/**
 * The delays before the second and third attempt of a function that failed ("Error handling for asynchronous
 * invocation").
 */
const RETRY_DELAYS = [MINUTE, 2 * MINUTE];
/** A throttled event returns to the queue, for one second at first and at most five minutes. */
const throttleDelay = (times: number) => Math.min(SECOND * 2 ** times, 5 * MINUTE);

/**
 * Processes an event as Lambda's internal queue does: a failed function is retried twice, a throttled one until the
 * event is too old; what never succeeds goes to the failure destination and the dead-letter target.
 */
export async function runAsynchronously(
  clock: Clock,
  policy: Policy,
  event: unknown,
  run: () => Promise<InvocationResult>,
  send: (record: InvocationRecord) => Promise<void>,
): Promise<void> {
  const expiresAt = clock.now() + (policy.maximumEventAgeSeconds ?? (6 * HOUR) / SECOND) * SECOND;
  const retries = policy.maximumRetryAttempts ?? RETRY_DELAYS.length;
  let attempts = 0;
  let throttles = 0;

  const attempt = async (): Promise<void> => {
    const result = await runOrThrottle(run);
    const delay = result ? RETRY_DELAYS[attempts] : throttleDelay(throttles);
    if (result) attempts += 1;
    else throttles += 1;

    if (result && !result.functionError) return finish('Success', result);
    if (result && attempts > retries) return finish('RetriesExhausted', result);
    if (delay === undefined || clock.now() + delay > expiresAt) return finish('EventAgeExceeded', result);
    clock.setTimeout(() => void clock.hold(attempt), delay);
  };

  const deliver = async (record: InvocationRecord) => {
    try {
      await send(record);
    } catch (error) {
      // A record that the target refuses is lost; AWS only counts it (DestinationDeliveryFailures, DeadLetterErrors).
      if (!(error instanceof AwsError)) throw error;
    }
  };

  const finish = async (condition: string, result: InvocationResult | undefined) => {
    const isSuccess = condition === 'Success';
    const destination = isSuccess ? policy.onSuccessArn : policy.onFailureArn;
    if (destination) {
      const body = destinationRecord(clock, policy.functionArn, condition, attempts, event, result);
      await deliver({ targetArn: destination, body, attributes: {}, isSuccess });
    }
    if (!isSuccess && policy.deadLetterTargetArn) {
      const attributes = deadLetterAttributes(result);
      await deliver({ targetArn: policy.deadLetterTargetArn, body: event, attributes, isSuccess });
    }
  };

  await attempt();
}

/** Undefined when the invocation was throttled. */
async function runOrThrottle(run: () => Promise<InvocationResult>) {
  try {
    return await run();
  } catch (error) {
    if (error instanceof AwsError && error.code === 'TooManyRequestsException') return undefined;
    throw error;
  }
}

function destinationRecord(
  clock: Clock,
  functionArn: string,
  condition: string,
  approximateInvokeCount: number,
  requestPayload: unknown,
  result: InvocationResult | undefined,
) {
  return {
    version: '1.0',
    timestamp: new Date(clock.now()).toISOString(),
    requestContext: {
      requestId: result?.requestId,
      functionArn: `${functionArn}:$LATEST`,
      condition,
      approximateInvokeCount,
    },
    requestPayload,
    ...(result && {
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        ...(result.functionError && { functionError: result.functionError }),
      },
      responsePayload: result.payload,
    }),
  };
}

function deadLetterAttributes(result: InvocationResult | undefined): Record<string, string> {
  if (!result) return { ErrorCode: '429', ErrorMessage: 'Rate Exceeded.' };
  const { payload } = result;
  const message =
    typeof payload === 'object' && payload && 'errorMessage' in payload ? String(payload.errorMessage) : '';
  return { RequestID: result.requestId, ErrorCode: '200', ErrorMessage: message.slice(0, 1024) };
}
