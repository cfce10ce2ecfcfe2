import { dynamoDbCertificateStates, SWEEP, type CertificateStates } from '../shared/aws/certificate-states';
import { snsNotifications, type Notifications } from '../shared/aws/notifications';
import { config, CertificateStateTable, Topics } from '../shared/config';
import { massChangeMessage } from '../shared/domain/mass-change';
import { notificationDue } from '../shared/domain/notification-reason';
import { HEALTH_ISSUES } from '../shared/domain/health-issues';
import { lambda } from '../shared/lambda';
import { NotifyMassChange, type Input } from '../shared/workflow';

interface Dependencies {
  readonly certificateStates: CertificateStates;
  readonly notifications: Notifications;
}

/** Tells people when a sweep is held back, again as the first of its certificates draws near its end, and when no longer. */
export const notifyMassChange =
  ({ certificateStates, notifications }: Dependencies) =>
  async ({ executionArn, guard }: Input<typeof NotifyMassChange>): Promise<Record<string, never>> => {
    const { daysLeft } = guard;
    const healthIssue = guard.isRefused ? { name: 'MassChange', cause: 'held back' } : undefined;
    const { lastNotified } = await certificateStates.get(SWEEP);
    const notificationReason = notificationDue(lastNotified, healthIssue, daysLeft);
    if (notificationReason === undefined) return {};
    await notifications.send(massChangeMessage(guard, HEALTH_ISSUES.MassChange, executionArn));
    await certificateStates.recordNotification(SWEEP, healthIssue && { ...healthIssue, daysLeft });
    return {};
  };

export const handler = lambda(NotifyMassChange, () =>
  notifyMassChange({
    certificateStates: dynamoDbCertificateStates(config(CertificateStateTable).certificateStateTable),
    notifications: snsNotifications(config(Topics)),
  }),
);
