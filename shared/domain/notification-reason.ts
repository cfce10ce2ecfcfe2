import * as z from 'zod';
import type { HealthIssue } from './verdict';

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
