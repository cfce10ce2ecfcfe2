import * as z from 'zod';
import { type Assessment, type HealthIssue, isConclusive, isOutOfScope } from '../assessment/verdict';

/** Days before expiry at which people are notified again of an unresolved health issue. */
const THRESHOLD_DAYS = [30, 14, 7, 3, 1, 0];

/** The last notification about a certificate. */
export const LastNotified = z.object({
  name: z.string(),
  cause: z.string(),
  /** The days left at that time; absent if the certificate had no expiry date yet. */
  daysLeft: z.number().optional(),
  /** The step that failed; absent for a health issue found by an assessment. */
  step: z.string().optional(),
});
export type LastNotified = Readonly<z.output<typeof LastNotified>>;

/** Why a notification is due. */
export type NotificationReason = 'opened' | 'changed' | 'expiry-near' | 'resolved';

/**
 * Decides whether a notification about a health issue is due: when it is detected, changes or is resolved, and when the days left
 * pass a threshold, but not every day.
 */
export function notificationDue(
  lastNotified: LastNotified | undefined,
  healthIssue: HealthIssue | undefined,
  daysLeft: number | undefined,
): NotificationReason | undefined {
  if (!healthIssue) return lastNotified && 'resolved';
  if (!lastNotified) return 'opened';
  if (lastNotified.name !== healthIssue.name || stableWords(lastNotified.cause) !== stableWords(healthIssue.cause))
    return 'changed';
  if (healthIssue.notifyOnce) return undefined;
  return thresholdOf(daysLeft) < thresholdOf(lastNotified.daysLeft) ? 'expiry-near' : undefined;
}

/** The lowest threshold passed so far; infinite before the first. */
const thresholdOf = (daysLeft = Infinity) => THRESHOLD_DAYS.findLast((days) => daysLeft <= days) ?? Infinity;

const IPV4_ADDRESSES = /\b\d{1,3}(\.\d{1,3}){3}\b/g;
/** The ids of requests, executions and newly requested certificates. */
const UUIDS = /\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;
/** Each step has its own role, and AWS denies the same call to each of them. */
const ASSUMED_ROLES = /\barn:[\w-]+:sts::\d+:assumed-role\/\S+/g;
const INSTANTS = /\b\d{4}-\d\d-\d\dT[\d:.]+Z/g;

/** Removes what varies between attempts (addresses, ids, roles, times, order), so that only a real change counts as one. */
const stableWords = (cause: string) =>
  cause
    .replace(IPV4_ADDRESSES, '')
    .replace(UUIDS, '')
    .replace(ASSUMED_ROLES, '')
    .replace(INSTANTS, '')
    .split(/[\s,;]+/)
    .sort()
    .join(' ');

/** The outcome of assessing and reconciling a certificate. */
export interface ReconciliationOutcome {
  readonly assessment?: Pick<Assessment, 'verdict' | 'healthIssue' | 'daysLeft'> | undefined;
  /** The step that failed, if one did. */
  readonly failure?: { readonly step: string; readonly error: string; readonly cause: string } | undefined;
  /** Whether another certificate replaced it. */
  readonly isReplaced?: boolean;
}

/** A notification that is due about a certificate's health issue. */
export interface HealthIssueNotification {
  readonly notificationReason: NotificationReason;
  /** The open or resolved health issue. */
  readonly healthIssue: Pick<HealthIssue, 'name' | 'cause'>;
  /** Whether the certificate is no longer monitored, so that its health issue is dropped without a notification. */
  readonly isDismissed: boolean;
  /** The record to store; undefined if the health issue is resolved. */
  readonly lastNotified: LastNotified | undefined;
}

/** The notification that is due after a reconciliation, given the last one; undefined if none is due. */
export function healthIssueNotification(
  lastNotified: LastNotified | undefined,
  outcome: ReconciliationOutcome,
): HealthIssueNotification | undefined {
  const { assessment, failure } = outcome;
  const healthIssue = healthIssueOf(outcome);
  const notificationReason = isPremature(lastNotified, healthIssue, outcome)
    ? undefined
    : notificationDue(lastNotified, healthIssue, assessment?.daysLeft);
  const reported = healthIssue ?? lastNotified;
  if (notificationReason === undefined || !reported) return undefined;
  const { name, cause } = reported;
  return {
    notificationReason,
    healthIssue: { name, cause },
    isDismissed: notificationReason === 'resolved' && assessment !== undefined && isOutOfScope(assessment.verdict),
    lastNotified: healthIssue && { name, cause, daysLeft: assessment?.daysLeft, step: failure?.step },
  };
}

/** A failed step counts as a health issue; a replacement resolves the one that the assessment found. */
function healthIssueOf({ assessment, failure, isReplaced = false }: ReconciliationOutcome): HealthIssue | undefined {
  if (failure) return { name: failure.error, cause: failure.cause };
  return isReplaced ? undefined : assessment?.healthIssue;
}

/** Whether the outcome may still change, so that it is too early for a notification. */
function isPremature(
  lastNotified: LastNotified | undefined,
  healthIssue: HealthIssue | undefined,
  outcome: ReconciliationOutcome,
): boolean {
  const { assessment, failure, isReplaced = false } = outcome;
  // After a notification of a failed replacement, report only the result of the next attempt, not its start.
  if (assessment?.verdict === 'replace' && !failure && !isReplaced && lastNotified?.step !== undefined) return true;
  return !healthIssue && !isReplaced && !(assessment && isConclusive(assessment.verdict));
}
