import * as errors from '../shared/errors';

/*
 * What workflows retry, each retrier named after the condition that it waits out. Delays grow to a maximum, with full jitter, so
 * that executions that failed together do not come back together.
 */

/** What a workflow can match: the named errors of the service, by class, and those that AWS raises around a step. */
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

/** An entry of a state's `Retry`, but for full jitter, which all have. */
export interface Retrier {
  readonly ErrorEquals: readonly [MatchableError, ...MatchableError[]];
  readonly IntervalSeconds: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds: number;
  readonly MaxAttempts: number;
}

/**
 * Lambda itself failed, or killed the function halfway, which is no worse: every step is idempotent. See "Handle transient Lambda
 * service exceptions" among the best practices of the Step Functions guide.
 */
export const lambdaFailed: Retrier = {
  ErrorEquals: [
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.Unknown',
    'Sandbox.Timedout',
    'Runtime.ExitError',
  ],
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxDelaySeconds: 30,
  MaxAttempts: 6,
};

const OVERLOADED = [errors.ThrottledError, 'Lambda.TooManyRequestsException', errors.ServiceUnavailableError] as const;
/** Outlasts a thousand domains requested at once, at the rates that AWS permits. */
const UNTIL_CALM = { IntervalSeconds: 2, BackoffRate: 1.5, MaxDelaySeconds: 30, MaxAttempts: 120 };

/** AWS throttles calls, or a service is unavailable. */
export const overloaded: Retrier = { ErrorEquals: OVERLOADED, ...UNTIL_CALM };

/** The same for a step that publishes: EventBridge can also accept the call and reject the event. */
export const overloadedOrNotPublished: Retrier = {
  ErrorEquals: [...OVERLOADED, errors.EventNotPublishedError],
  ...UNTIL_CALM,
};

/** A public resolver did not answer. */
export const dnsLookupFailed: Retrier = {
  ErrorEquals: [errors.DnsLookupError],
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxDelaySeconds: 20,
  MaxAttempts: 5,
};

/** Another execution holds the lock on the certificate, possibly for days. */
export const certificateLocked: Retrier = {
  ErrorEquals: [errors.CertificateLockedError],
  IntervalSeconds: 60,
  BackoffRate: 1.5,
  MaxDelaySeconds: 600,
  MaxAttempts: 900,
};

/** ACM provides the validation records of a new certificate name by name; the tags that IAM demands can lag too. */
export const validationRecordsPending: Retrier = {
  ErrorEquals: [errors.ValidationRecordsNotReadyError],
  IntervalSeconds: 2,
  BackoffRate: 1.3,
  MaxDelaySeconds: 20,
  MaxAttempts: 25,
};

const FOR_MINUTES = { IntervalSeconds: 2, BackoffRate: 1.5, MaxDelaySeconds: 20, MaxAttempts: 30 };

/** Route 53 is still applying an earlier change to the zone. */
export const zoneBusy: Retrier = { ErrorEquals: [errors.PriorRequestNotCompleteError], ...FOR_MINUTES };

/** A change was rejected because it is made already: by another execution, or by an attempt whose response was lost. */
export const dnsChangeRaced: Retrier = {
  ErrorEquals: [errors.DnsChangeRejectedError],
  IntervalSeconds: 1,
  BackoffRate: 2,
  MaxDelaySeconds: 5,
  MaxAttempts: 2,
};

/** ELB does not know a certificate yet that ACM has just issued. */
export const certificateNotPropagated: Retrier = { ErrorEquals: [errors.CertificateNotUsableError], ...FOR_MINUTES };

/** ELB does not know a listener yet that it has just created. */
export const listenerNotPropagated: Retrier = {
  ErrorEquals: [errors.TargetNotFoundError],
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxDelaySeconds: 10,
  MaxAttempts: 3,
};

/** ELB does not know the new default of a listener yet, or still treats the old one as the default. */
export const defaultNotPropagated: Retrier = {
  ErrorEquals: [errors.CertificateNotUsableError, errors.DefaultCertificateError],
  ...FOR_MINUTES,
};

/** The nodes of a load balancer learn of a certificate one by one. */
export const notServedYet: Retrier = {
  ErrorEquals: [
    errors.HttpsUnreachableError,
    errors.ServedCertificateMismatchError,
    errors.CertificateNotFoundError,
    errors.DnsLookupError,
  ],
  IntervalSeconds: 2,
  BackoffRate: 1.5,
  MaxDelaySeconds: 30,
  MaxAttempts: 16,
};

/** ACM takes minutes to notice that nothing uses a certificate any more. */
export const certificateInUse: Retrier = {
  ErrorEquals: [errors.CertificateInUseError],
  IntervalSeconds: 60,
  BackoffRate: 2,
  MaxDelaySeconds: 3600,
  MaxAttempts: 30,
};

/** IAM takes seconds to notice the tag that permits the call. */
export const tagNotPropagated: Retrier = {
  ErrorEquals: [errors.AccessDeniedError],
  IntervalSeconds: 2,
  BackoffRate: 1.5,
  MaxDelaySeconds: 10,
  MaxAttempts: 6,
};
