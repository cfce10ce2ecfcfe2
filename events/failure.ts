import { causeMessage, type FailedStates, firstFailure } from '../shared/domain/notification/failure-message';
import { domainInEvent } from './envelope';

/** What failed in an execution that an event requested, as people are notified of it and as its event says it. */
export interface Failure {
  /** Absent when the request names no valid domain. */
  readonly domainName?: string | undefined;
  readonly step: string;
  readonly error: string;
  readonly cause: string;
}

/** The failure of an execution, from the errors of its failed states and from the domain in its event, or else of its certificate. */
export const failureOf = (
  event: unknown,
  failed: FailedStates,
  certificate: { readonly domainName?: string } | undefined,
): Failure => ({
  domainName: domainInEvent(event) ?? certificate?.domainName,
  ...(firstFailure(failed) ?? UNKNOWN),
});

const UNKNOWN = { step: 'unknown', error: 'unknown', cause: causeMessage(undefined) };
