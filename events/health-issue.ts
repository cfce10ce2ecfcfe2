import type { HealthIssueFacts } from '../shared/domain/notification/health-issue-message';
import type { EventBus } from '../shared/ports/publishers';
import { certificateAtRisk } from './certificate-at-risk';
import { certificateRecovered } from './certificate-recovered';

/**
 * Publishes `Certificate At Risk` for a health issue, or `Certificate Recovered` once it is resolved.
 *
 * @throws EventNotPublishedError
 */
export async function publishHealthIssue(eventBus: EventBus, facts: HealthIssueFacts): Promise<void> {
  const { notificationReason, certificateArn, domainName, name: healthIssue, daysLeft, notAfter, executionArn } = facts;
  const common = { certificateArn, domainName, healthIssue, daysLeft, notAfter, executionArn };
  if (notificationReason === 'resolved') {
    await eventBus.publish(certificateRecovered, { ...common, how: facts.how }, [certificateArn]);
    return;
  }
  const { cause, advice, step, listenerArns } = facts;
  const detail = { ...common, cause, advice, step, notificationReason, listenerArns: [...listenerArns] };
  await eventBus.publish(certificateAtRisk, detail, [certificateArn]);
}
