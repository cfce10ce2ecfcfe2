import { publishHealthIssue } from '../../events/health-issue';
import { adviceFor } from '../../shared/advice';
import { dynamoDbCertificateStates } from '../../shared/aws/certificate-states';
import { eventBridgeBus } from '../../shared/aws/event-bus';
import { snsNotifications } from '../../shared/aws/notifications';
import { CertificateStateTable, config, EventBusName, NotificationTopics, StackName } from '../../shared/config';
import { firstFailure } from '../../shared/domain/notification/failure-message';
import { type HealthIssueFacts, healthIssueMessage } from '../../shared/domain/notification/health-issue-message';
import {
  healthIssueNotification,
  type HealthIssueNotification,
} from '../../shared/domain/notification/health-issue-notification';
import { lambda } from '../../shared/lambda';
import { putFailure } from '../../shared/metrics';
import type { EventBus, Notifications } from '../../shared/ports/publishers';
import type { CertificateStates } from '../../shared/ports/state';
import { type Input, NotifyHealthIssue, type Output } from '../../shared/steps';

interface Dependencies {
  readonly certificateStates: CertificateStates;
  readonly notifications: Notifications;
  readonly eventBus: EventBus;
  readonly stack: string;
}

/**
 * Publishes an event and notifies people when a health issue opens, changes, nears expiry or is resolved. Delivery is at-least-once: the
 * notification is recorded last, so a crash in between sends it twice. The event comes first, because programs tolerate duplicates
 * better than people do.
 *
 * @throws EventNotPublishedError
 */
export const notifyHealthIssue =
  ({ certificateStates, notifications, eventBus, stack }: Dependencies) =>
  async (document: Input<typeof NotifyHealthIssue>): Promise<Output<typeof NotifyHealthIssue>> => {
    const { certificateArn, assessment, replacementEvent, failed = {}, certificate } = document;
    const failure = firstFailure(failed);
    const { lastNotified } = await certificateStates.get(certificateArn);
    const notification = healthIssueNotification(lastNotified, {
      assessment,
      failure,
      isReplaced: replacementEvent !== undefined,
    });
    if (notification && !notification.isDismissed) {
      const facts = factsOf(document, notification, failure?.step);
      await publishHealthIssue(eventBus, facts);
      await notifications.send(healthIssueMessage(facts));
    }
    if (notification) await certificateStates.recordNotification(certificateArn, notification.lastNotified);
    if (failure) putFailure(stack, failure.error);
    return { failure: failure && { domainName: certificate?.domainName, ...failure } };
  };

function factsOf(
  {
    certificateArn,
    certificate,
    assessment,
    attachments = [],
    replacement,
    replacementEvent,
    executionArn,
  }: Input<typeof NotifyHealthIssue>,
  { notificationReason, healthIssue: { name, cause } }: HealthIssueNotification,
  step: string | undefined,
): HealthIssueFacts {
  return {
    ...{ notificationReason, certificateArn, name, cause, executionArn, step, domainName: certificate?.domainName },
    advice: adviceFor(name, 'sweep'),
    daysLeft: assessment?.daysLeft,
    notAfter: certificate?.notAfter,
    listenerArns: attachments.map(({ listenerArn }) => listenerArn),
    how: replacementEvent ? 'replaced' : assessment?.verdict === 'renewed' ? 'renewed' : 'fixed',
    replacedBy: replacementEvent && replacement?.certificateArn,
  };
}

export const handler = lambda(NotifyHealthIssue, () =>
  notifyHealthIssue({
    certificateStates: dynamoDbCertificateStates(config(CertificateStateTable).certificateStateTable),
    notifications: snsNotifications(config(NotificationTopics)),
    eventBus: eventBridgeBus(config(EventBusName).eventBus),
    ...config(StackName),
  }),
);
