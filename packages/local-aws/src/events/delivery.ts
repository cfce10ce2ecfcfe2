import type { Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../aws-error';
import type { EventFaults } from '../faults/event-faults';
import { eventTime, type EventEnvelope, type EventsWorld, type Rule } from './event-bus';
import { targetInput } from './target-input';

/** What EventBridge needs of the cloud to deliver events. */
export interface DeliveryDependencies {
  /** Faults to inject; none by default. */
  readonly faults?: EventFaults | undefined;
  /** Sends an event to a target, or throws the AwsError of the target's service. */
  deliver(
    target: { readonly arn: string; readonly roleArn?: string; readonly ruleArn: string },
    payload: string,
    envelope: EventEnvelope,
  ): Promise<void>;
  sendToDeadLetterQueue(queueArn: string, body: string, attributes: Readonly<Record<string, string>>): Promise<void>;
}

/** Delivers events to the targets of rules until stopped. */
export interface Delivery {
  start(event: EventEnvelope, rule: Rule, target: Target): void;
  stop(): void;
}

const FIRST_DELIVERY_MILLISECONDS = 5;
const DEFAULT_ATTEMPTS = 185;
const DEFAULT_AGE_SECONDS = 86_400;
// AWS publishes no figures for its back-off; these spread 185 retries over about 24 hours, its defaults.
const FIRST_RETRY_SECONDS = 1;
const LONGEST_RETRY_SECONDS = 600;

/** Delivers at once, retries transient errors, and sends what still fails to the target's dead-letter queue. */
export function createDelivery({ clock }: EventsWorld, dependencies: DeliveryDependencies): Delivery {
  let stopped = false;

  const later = (milliseconds: number, work: () => Promise<void>) => {
    clock.setTimeout(() => {
      if (!stopped) void clock.hold(work);
    }, milliseconds);
  };

  const giveUp = async (event: EventEnvelope, rule: Rule, target: Target, failure: Failure, exhausted?: string) => {
    const queueArn = target.DeadLetterConfig?.Arn;
    if (queueArn === undefined) return;
    const attributes = {
      RULE_ARN: rule.arn,
      TARGET_ARN: target.Arn ?? '',
      ERROR_CODE: failure.code,
      ERROR_MESSAGE: failure.message,
      RETRY_ATTEMPTS: String(failure.retries),
      ...(exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: exhausted }),
    };
    try {
      await dependencies.sendToDeadLetterQueue(queueArn, JSON.stringify(event), attributes);
    } catch (error) {
      // AWS drops the event and counts InvocationsFailedToBeSentToDLQ: there is no further destination.
      if (!(error instanceof AwsError)) throw error;
    }
  };

  const attempt = async (event: EventEnvelope, rule: Rule, target: Target, receivedAt: number, retries: number) => {
    try {
      const facts = { ruleArn: rule.arn, ruleName: rule.name, ingestionTime: eventTime(receivedAt) };
      const role = target.RoleArn === undefined ? {} : { roleArn: target.RoleArn };
      const address = { arn: target.Arn ?? '', ruleArn: rule.arn, ...role };
      dependencies.faults?.refuse(event, rule);
      await dependencies.deliver(address, targetInput(target, event, facts), event);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const failure = { code: errorCode(error), message: error.message, retries };
      if (!isPassing(error)) return giveUp(event, rule, target, failure);
      const policy = target.RetryPolicy;
      if (retries >= (policy?.MaximumRetryAttempts ?? DEFAULT_ATTEMPTS)) {
        return giveUp(event, rule, target, failure, 'MaximumRetryAttempts');
      }
      const ceiling = Math.min(FIRST_RETRY_SECONDS * 2 ** retries, LONGEST_RETRY_SECONDS);
      const pause = ceiling * (0.5 + Math.random() / 2) * 1000;
      const age = (policy?.MaximumEventAgeInSeconds ?? DEFAULT_AGE_SECONDS) * 1000;
      if (clock.now() + pause > receivedAt + age) {
        return giveUp(event, rule, target, failure, 'MaximumEventAgeInSeconds');
      }
      later(pause, () => attempt(event, rule, target, receivedAt, retries + 1));
    }
  };

  return {
    start(event, rule, target) {
      const receivedAt = clock.now();
      for (const late of dependencies.faults?.departures(event, rule) ?? [0]) {
        later(FIRST_DELIVERY_MILLISECONDS + late, () => attempt(event, rule, target, receivedAt, 0));
      }
    },
    stop() {
      stopped = true;
    },
  };
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly retries: number;
}

function isThrottling(error: AwsError): boolean {
  return error.status === 429 || /Throttl|TooManyRequests|RequestLimitExceeded/.test(error.code);
}

/** Only throttling and server errors are retried, not other 4xx errors. */
function isPassing(error: AwsError): boolean {
  return error.status >= 500 || isThrottling(error);
}

/** The codes of "Using dead-letter queues"; which service error becomes which code is not documented. */
function errorCode(error: AwsError): string {
  if (isThrottling(error)) return 'THROTTLING';
  if (error.status >= 500) return 'ERROR_FROM_TARGET';
  if (error.code === 'InvalidJsonException') return 'INVALID_JSON';
  if (/AccessDenied|NotAuthorized|AuthorizationError|KMSAccessDenied/.test(error.code)) return 'NO_PERMISSIONS';
  if (/NotFound|DoesNotExist|NonExistent/.test(error.code)) return 'NO_RESOURCE';
  if (/AlreadyExists/.test(error.code)) return 'RESOURCE_ALREADY_EXISTS';
  if (/LimitExceeded/.test(error.code)) return 'RESOURCE_LIMIT_EXCEEDED';
  if (/Validation|Invalid/.test(error.code)) return 'INVALID_PARAMETER';
  return 'SDK_CLIENT_ERROR';
}
