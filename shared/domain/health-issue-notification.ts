import { notificationDue, type NotificationReason, type LastNotified } from './notification-reason';
import { settlesHealthIssue, isOutOfScope, type Assessment, type HealthIssue } from './verdict';

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
