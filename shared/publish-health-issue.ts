import { certificateAtRisk } from '../events/certificate-at-risk';
import { certificateRecovered } from '../events/certificate-recovered';
import type { EventBus } from './aws/event-bus';
import type { HealthIssueFacts } from './domain/health-issue-message';

/**
 * Says on the bus what people are told of a certificate: `Certificate At Risk`, or `Certificate Recovered`.
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
