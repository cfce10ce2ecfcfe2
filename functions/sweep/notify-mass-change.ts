import { dynamoDbCertificateStates } from '../../shared/aws/certificate-states';
import { snsNotifications } from '../../shared/aws/notifications';
import { CertificateStateTable, config, NotificationTopics } from '../../shared/config';
import { HEALTH_ISSUES } from '../../shared/domain/assessment/health-issues';
import { massChangeMessage } from '../../shared/domain/inventory/mass-change';
import { notificationDue } from '../../shared/domain/notification/health-issue-notification';
import { lambda } from '../../shared/lambda';
import type { Notifications } from '../../shared/ports/notifications';
import { type CertificateStates, SWEEP_KEY } from '../../shared/ports/state';
import { type Input, NotifyMassChange } from '../../shared/steps';

interface Dependencies {
  readonly certificateStates: CertificateStates;
  readonly notifications: Notifications;
}

/** Notifies people when a sweep is blocked, again when expiry of its first certificate is near, and when it is no longer blocked. */
export const notifyMassChange =
  ({ certificateStates, notifications }: Dependencies) =>
  async ({ executionArn, guard }: Input<typeof NotifyMassChange>): Promise<Record<string, never>> => {
    const { daysLeft } = guard;
    const healthIssue = guard.isRefused ? { name: 'MassChange', cause: 'blocked' } : undefined;
    const { lastNotified } = await certificateStates.get(SWEEP_KEY);
    const notificationReason = notificationDue(lastNotified, healthIssue, daysLeft);
    if (notificationReason === undefined) return {};
    await notifications.send(massChangeMessage(guard, HEALTH_ISSUES.MassChange, executionArn));
    await certificateStates.recordNotification(SWEEP_KEY, healthIssue && { ...healthIssue, daysLeft });
    return {};
  };

export const handler = lambda(NotifyMassChange, () =>
  notifyMassChange({
    certificateStates: dynamoDbCertificateStates(config(CertificateStateTable).certificateStateTable),
    notifications: snsNotifications(config(NotificationTopics)),
  }),
);
