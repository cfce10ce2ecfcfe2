import type * as errors from '../shared/errors';
import {
  AccessDeniedError,
  CertificateInHandError,
  CertificateInUseError,
  CertificateNotFoundError,
  CertificateNotUsableError,
  DefaultCertificateError,
  DnsChangeRejectedError,
  DnsLookupError,
  EventNotPublishedError,
  HttpsUnreachableError,
  PriorRequestNotCompleteError,
  ServedCertificateMismatchError,
  ServiceUnavailableError,
  TargetNotFoundError,
  ThrottledError,
  ValidationRecordsNotReadyError,
} from '../shared/errors';

/*
 * What the workflows wait for and try again, each by the name of what may be the matter. Delays grow up to a maximum, and are
 * spread with full jitter, so that many executions do not come back all at once.
 */

/** What a workflow can tell apart: the service's named errors, by class, and those that AWS raises around a step. */
export type MatchableError =
  | (typeof errors)[keyof typeof errors]
  | 'Lambda.AWSLambdaException'
  | 'Lambda.ClientExecutionTimeoutException'
  | 'Lambda.SdkClientException'
  | 'Lambda.ServiceException'
  | 'Lambda.TooManyRequestsException'
  | 'Lambda.Unknown'
  | 'Runtime.ExitError'
  | 'Sandbox.Timedout'
  | 'States.Timeout';

/** The names by which Step Functions sees errors. */
export const namesOf = (matched: readonly MatchableError[]): string[] =>
  matched.map((error) => (typeof error === 'string' ? error : new error().name));

interface Pace {
  readonly intervalSeconds: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number;
  readonly maxAttempts: number;
}

const retrier = (matched: readonly [MatchableError, ...MatchableError[]], pace: Pace) => ({
  ErrorEquals: namesOf(matched),
  IntervalSeconds: pace.intervalSeconds,
  BackoffRate: pace.backoffRate,
  MaxDelaySeconds: pace.maxDelaySeconds,
  MaxAttempts: pace.maxAttempts,
  JitterStrategy: 'FULL' as const,
});

/** Errors that a state waits out, and how patiently. */
export type Retrier = Readonly<ReturnType<typeof retrier>>;

/**
 * Lambda failed before the function ran, or killed it in the middle of its work, which is no worse: every step may be repeated.
 * Step Functions guide, "Best practices": "Handle transient Lambda service exceptions".
 */
export const lambdaFailed = retrier(
  [
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.Unknown',
    'Sandbox.Timedout',
    'Runtime.ExitError',
  ],
  { intervalSeconds: 2, backoffRate: 2, maxDelaySeconds: 30, maxAttempts: 6 },
);

const OVERLOADED = [ThrottledError, 'Lambda.TooManyRequestsException', ServiceUnavailableError] as const;
/** Outlasts a thousand domains requested at once, at the rates that AWS allows. */
const UNTIL_IT_SUBSIDES = { intervalSeconds: 2, backoffRate: 1.5, maxDelaySeconds: 30, maxAttempts: 120 };

/** AWS throttles a call or is unavailable. */
export const overloaded = retrier(OVERLOADED, UNTIL_IT_SUBSIDES);

/** The same for a step that publishes: the bus can also take the call and refuse the event. */
export const overloadedOrNotPublished = retrier([...OVERLOADED, EventNotPublishedError], UNTIL_IT_SUBSIDES);

/** A public resolver did not answer. */
export const dnsLookupFailed = retrier([DnsLookupError], {
  intervalSeconds: 2,
  backoffRate: 2,
  maxDelaySeconds: 20,
  maxAttempts: 5,
});

/** Another execution holds the certificate, and may for days. */
export const certificateLocked = retrier([CertificateInHandError], {
  intervalSeconds: 60,
  backoffRate: 1.5,
  maxDelaySeconds: 600,
  maxAttempts: 900,
});

/** ACM provides the validation records of a new certificate name by name, within a minute or so; its tags can be late too. */
export const validationRecordsPending = retrier([ValidationRecordsNotReadyError], {
  intervalSeconds: 2,
  backoffRate: 1.3,
  maxDelaySeconds: 20,
  maxAttempts: 25,
});

/** Route 53 is still applying an earlier change to the same zone. */
export const zoneBusy = retrier([PriorRequestNotCompleteError], {
  intervalSeconds: 2,
  backoffRate: 1.5,
  maxDelaySeconds: 20,
  maxAttempts: 30,
});

/** A rejected change batch may mean that the answer to an earlier attempt was lost, or that another execution was faster. */
export const dnsChangeRaced = retrier([DnsChangeRejectedError], {
  intervalSeconds: 1,
  backoffRate: 2,
  maxDelaySeconds: 5,
  maxAttempts: 2,
});

/** ELB does not know a certificate that ACM has only just issued. */
export const certificateNotPropagated = retrier([CertificateNotUsableError], {
  intervalSeconds: 2,
  backoffRate: 1.5,
  maxDelaySeconds: 20,
  maxAttempts: 30,
});

/** ELB does not know a listener that it has only just created. */
export const listenerNotPropagated = retrier([TargetNotFoundError], {
  intervalSeconds: 2,
  backoffRate: 2,
  maxDelaySeconds: 10,
  maxAttempts: 3,
});

/** A listener's default was exchanged, and ELB does not know the new one, or still treats the old one as the default. */
export const defaultNotPropagated = retrier([CertificateNotUsableError, DefaultCertificateError], {
  intervalSeconds: 2,
  backoffRate: 1.5,
  maxDelaySeconds: 20,
  maxAttempts: 30,
});

/** The nodes of a load balancer learn of a certificate one after the other. */
export const notServedYet = retrier(
  [HttpsUnreachableError, ServedCertificateMismatchError, CertificateNotFoundError, DnsLookupError],
  { intervalSeconds: 2, backoffRate: 1.5, maxDelaySeconds: 30, maxAttempts: 16 },
);

/** ACM learns only minutes later that nothing uses a certificate any more. */
export const certificateInUse = retrier([CertificateInUseError], {
  intervalSeconds: 60,
  backoffRate: 2,
  maxDelaySeconds: 3600,
  maxAttempts: 30,
});

/** IAM learns of the tag that permits the call seconds after the tag was set. */
export const tagNotPropagated = retrier([AccessDeniedError], {
  intervalSeconds: 2,
  backoffRate: 1.5,
  maxDelaySeconds: 10,
  maxAttempts: 6,
});
