import type { CertificateDescription } from './description';

/** The progress of a certificate's issuance. */
export type Issuance =
  { readonly state: 'issued' } | { readonly state: 'pending' } | { readonly state: 'failed'; readonly reason: string };

/** Interprets ACM's status. A certificate that is neither `ISSUED` nor `PENDING_VALIDATION` will never be issued. */
export function issuanceOf(status: string, failureReason?: string): Issuance {
  if (status === 'ISSUED') return { state: 'issued' };
  if (status === 'PENDING_VALIDATION') return { state: 'pending' };
  return { state: 'failed', reason: failureReason ? `${status}: ${failureReason}` : status };
}

/** ACM's validation times out 72 hours after the request (ACM user guide, "DNS validation"). */
export const VALIDATION_TIMEOUT_SECONDS = 72 * 60 * 60;
const FIRST_WAIT_SECONDS = 60;
const MAX_WAIT_SECONDS = 30 * 60;

/**
 * How long to wait for the issuance event before polling ACM: exponential backoff from one minute to half an hour, capped at ACM's
 * time-out. A lost event delays the workflow by one such wait; 72 hours take about 150 of them.
 *
 * @param attempt the number of waits so far
 * @param elapsedSeconds the time since the certificate was requested
 */
export function nextWaitSeconds(attempt: number, elapsedSeconds: number): number {
  const backoff = Math.min(FIRST_WAIT_SECONDS * 2 ** attempt, MAX_WAIT_SECONDS);
  return Math.max(Math.min(backoff, Math.ceil(VALIDATION_TIMEOUT_SECONDS - elapsedSeconds)), FIRST_WAIT_SECONDS);
}

/** The first wait after a certificate was requested. */
export const FIRST_WAIT = { attempt: 0, intervalSeconds: FIRST_WAIT_SECONDS, pending: [] };

/** Whether ACM's validation time-out has passed, plus one wait for its status to be updated. */
export const hasValidationTimedOut = (elapsedSeconds: number): boolean =>
  elapsedSeconds >= VALIDATION_TIMEOUT_SECONDS + FIRST_WAIT_SECONDS;

/** How long the provisioning workflow has to attach a new certificate. */
const NEWLY_ISSUED_MILLISECONDS = 60 * 60 * 1_000;

/** Whether a certificate is still being attached after its issuance. A renewed one does not count: it is attached already. */
export const isNewlyIssued = ({ issuedAt, createdAt, renewal }: CertificateDescription, now: Date): boolean =>
  !renewal && now.getTime() - Date.parse(issuedAt ?? createdAt) < NEWLY_ISSUED_MILLISECONDS;
