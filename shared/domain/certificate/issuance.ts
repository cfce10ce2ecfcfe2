/** What ACM's status of a certificate means for whoever waits for it. */
export type Issuance =
  { readonly state: 'issued' } | { readonly state: 'pending' } | { readonly state: 'failed'; readonly reason: string };

/** Reads ACM's status: every status but two ends the wait, for none of the others ever becomes `ISSUED`. */
export function issuanceOf(status: string, failureReason?: string): Issuance {
  if (status === 'ISSUED') return { state: 'issued' };
  if (status === 'PENDING_VALIDATION') return { state: 'pending' };
  return { state: 'failed', reason: failureReason ? `${status}: ${failureReason}` : status };
}

/** ACM gives up on a validation 72 hours after the request (ACM user guide, "DNS validation"). */
export const VALIDATION_BOUND_SECONDS = 72 * 60 * 60;
const FIRST_WAIT_SECONDS = 60;
const LONGEST_WAIT_SECONDS = 30 * 60;

/**
 * How long to wait for the issuance event before asking ACM again: a minute at first, then twice as long each time up to
 * half an hour, and never past ACM's own bound. A lost event costs one such wait; 72 hours take about 150 of them.
 *
 * @param attempt how many waits have passed already
 * @param elapsedSeconds since the certificate was requested
 */
export function nextWaitSeconds(attempt: number, elapsedSeconds: number): number {
  const growing = Math.min(FIRST_WAIT_SECONDS * 2 ** attempt, LONGEST_WAIT_SECONDS);
  return Math.max(Math.min(growing, Math.ceil(VALIDATION_BOUND_SECONDS - elapsedSeconds)), FIRST_WAIT_SECONDS);
}

/** Whether ACM's own bound has passed, with a wait to spare for its status to follow. */
export const isPastBound = (elapsedSeconds: number): boolean =>
  elapsedSeconds >= VALIDATION_BOUND_SECONDS + FIRST_WAIT_SECONDS;
