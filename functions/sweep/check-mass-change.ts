import { readDetail, readEnvelope } from '../../events/envelope';
import { sweepRequested } from '../../events/sweep-requested';
import { dynamoDbCertificateStates } from '../../shared/aws/certificate-states';
import { snsNotifications } from '../../shared/aws/notifications';
import { CertificateStateTable, config, MassChangeLimit, NotificationTopics } from '../../shared/config';
import { HEALTH_ISSUES } from '../../shared/domain/assessment/health-issues';
import { type MassChange, massChange, massChangeMessage } from '../../shared/domain/inventory/mass-change';
import { notificationDue } from '../../shared/domain/notification/health-issue-notification';
import { lambda } from '../../shared/lambda';
import type { Notifications } from '../../shared/ports/publishers';
import { type CertificateStates, SWEEP_KEY } from '../../shared/ports/state';
import { CheckMassChange, type Input, type Output } from '../../shared/steps';

interface Dependencies {
  readonly certificateStates: CertificateStates;
  readonly notifications: Notifications;
  readonly massChangePercent: number;
}

/**
 * Blocks a sweep that would replace too many certificates at once, unless its event allows it. Notifies people when a sweep is blocked,
 * again when expiry of its first certificate is near, and when it is no longer blocked.
 *
 * @throws InvalidRequestError when a `Sweep Requested` event violates its contract
 */
export const checkMassChange =
  ({ massChangePercent, ...channels }: Dependencies) =>
  async ({ event, executionArn, tally }: Input<typeof CheckMassChange>): Promise<Output<typeof CheckMassChange>> => {
    const change = massChange(tally.disruptive, tally.managed, massChangePercent);
    const isRefused = change.isRefused && !allowsMassChange(event);
    const guard = { ...change, isRefused, daysLeft: tally.disruptiveDaysLeft };
    await notifyIfDue(guard, executionArn, channels);
    return { guard };
  };

/** The scheduled event has another detail type, and does not allow mass changes. */
const allowsMassChange = (event: unknown): boolean =>
  readEnvelope(event).detailType === sweepRequested.detailType && readDetail(event, sweepRequested).allowMassChange;

async function notifyIfDue(
  guard: MassChange,
  executionArn: string,
  { certificateStates, notifications }: Omit<Dependencies, 'massChangePercent'>,
): Promise<void> {
  const { daysLeft } = guard;
  const healthIssue = guard.isRefused ? { name: 'MassChange', cause: 'blocked' } : undefined;
  const { lastNotified } = await certificateStates.get(SWEEP_KEY);
  const notificationReason = notificationDue(lastNotified, healthIssue, daysLeft);
  if (notificationReason === undefined) return;
  await notifications.send(massChangeMessage(guard, HEALTH_ISSUES.MassChange, executionArn));
  await certificateStates.recordNotification(SWEEP_KEY, healthIssue && { ...healthIssue, daysLeft });
}

export const handler = lambda(CheckMassChange, () =>
  checkMassChange({
    certificateStates: dynamoDbCertificateStates(config(CertificateStateTable).certificateStateTable),
    notifications: snsNotifications(config(NotificationTopics)),
    ...config(MassChangeLimit),
  }),
);
