import * as z from 'zod';
import { type Assessment, type HealthIssue, isOutOfScope, settlesHealthIssue } from '../assessment/verdict';

/** Days before a certificate's end at which a health issue that lasts is told again. */
const THRESHOLD_DAYS = [30, 14, 7, 3, 1, 0];

/** What people were told last about a certificate. */
export const LastNotified = z.object({
  name: z.string(),
  cause: z.string(),
  /** The days left at that time; absent when the certificate had no end yet. */
  daysLeft: z.number().optional(),
  /** The step whose failure it was; absent for what a look at the certificate found. */
  step: z.string().optional(),
});
export type LastNotified = Readonly<z.output<typeof LastNotified>>;

/** Why people should be told now. */
export type NotificationReason = 'opened' | 'changed' | 'expiry-near' | 'resolved';

/**
 * Whether people should be told of a health issue now: when it begins, when it changes, when a threshold of days is passed, and when
 * it is over; never only because a day went by.
 */
export function notificationDue(
  lastNotified: LastNotified | undefined,
  healthIssue: HealthIssue | undefined,
  daysLeft: number | undefined,
): NotificationReason | undefined {
  if (!healthIssue) return lastNotified && 'resolved';
  if (!lastNotified) return 'opened';
  if (lastNotified.name !== healthIssue.name || words(lastNotified.cause) !== words(healthIssue.cause))
    return 'changed';
  if (healthIssue.once) return undefined;
  return thresholdOf(daysLeft) < thresholdOf(lastNotified.daysLeft) ? 'expiry-near' : undefined;
}

/** The smallest threshold that has been passed; infinite before the first. */
const thresholdOf = (daysLeft = Infinity) => THRESHOLD_DAYS.findLast((days) => daysLeft <= days) ?? Infinity;

const IPV4_ADDRESSES = /\b\d{1,3}(\.\d{1,3}){3}\b/g;
/** Of requests, of executions, and of the certificate that an attempt requested. */
const UUIDS = /\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;
/** Who was refused: every step has a role of its own, and the same look is refused to each. */
const ASSUMED_ROLES = /\barn:[\w-]+:sts::\d+:assumed-role\/\S+/g;
const INSTANTS = /\b\d{4}-\d\d-\d\dT[\d:.]+Z/g;

/** The same whatever the order in which DNS or AWS lists things, whichever node of a load balancer it was, whichever step and whichever attempt. */
const words = (cause: string) =>
  cause
    .replace(IPV4_ADDRESSES, '')
    .replace(UUIDS, '')
    .replace(ASSUMED_ROLES, '')
    .replace(INSTANTS, '')
    .split(/[\s,;]+/)
    .sort()
    .join(' ');

/** What was seen of a certificate, and what became of it. */
export interface SeenCertificate {
  readonly assessment?: Pick<Assessment, 'verdict' | 'healthIssue' | 'daysLeft'> | undefined;
  /** The step that failed, if one did. */
  readonly failure?: { readonly step: string; readonly error: string; readonly cause: string } | undefined;
  /** Whether another certificate took its place. */
  readonly isReplaced?: boolean;
}

/** What there is to tell of a certificate's health issue. */
export interface HealthIssueNotification {
  readonly notificationReason: NotificationReason;
  /** The health issue, or the one that is over. */
  readonly healthIssue: Pick<HealthIssue, 'name' | 'cause'>;
  /** Whether it is over with the certificate itself: forgotten, and told to nobody. */
  readonly isDismissed: boolean;
  /** What people know from now on; undefined when it is over. */
  readonly lastNotified: LastNotified | undefined;
}

/** What people have to be told of a certificate, from what they were told last and what was seen now; undefined for nothing. */
export function healthIssueNotification(
  lastNotified: LastNotified | undefined,
  seen: SeenCertificate,
): HealthIssueNotification | undefined {
  const { assessment, failure } = seen;
  const healthIssue = healthIssueOf(seen);
  const notificationReason = isUnsettled(lastNotified, healthIssue, seen)
    ? undefined
    : notificationDue(lastNotified, healthIssue, assessment?.daysLeft);
  const subject = healthIssue ?? lastNotified;
  if (notificationReason === undefined || !subject) return undefined;
  const { name, cause } = subject;
  return {
    notificationReason,
    healthIssue: { name, cause },
    isDismissed: notificationReason === 'resolved' && assessment !== undefined && isOutOfScope(assessment.verdict),
    lastNotified: healthIssue && { name, cause, daysLeft: assessment?.daysLeft, step: failure?.step },
  };
}

/** A step that failed is a health issue like any other; one that another certificate has ended is none. */
function healthIssueOf({ assessment, failure, isReplaced = false }: SeenCertificate): HealthIssue | undefined {
  if (failure) return { name: failure.error, cause: failure.cause };
  return isReplaced ? undefined : assessment?.healthIssue;
}

/** Whether what was seen is not the last word, so that there is no news yet. */
function isUnsettled(
  lastNotified: LastNotified | undefined,
  healthIssue: HealthIssue | undefined,
  seen: SeenCertificate,
): boolean {
  const { assessment, failure, isReplaced = false } = seen;
  // While people know that the last attempt to replace it has failed, the next attempt is no news: how it ends will be.
  if (assessment?.verdict === 'replace' && !failure && !isReplaced && lastNotified?.step !== undefined) return true;
  return !healthIssue && !isReplaced && !(assessment && settlesHealthIssue(assessment.verdict));
}
