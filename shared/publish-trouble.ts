import { certificateAtRisk } from '../events/certificate-at-risk';
import { certificateRecovered } from '../events/certificate-recovered';
import type { EventBus } from './aws/event-bus';
import type { TroubleFacts } from './domain/trouble-message';

/**
 * Says on the bus what people are told of a certificate: `Certificate At Risk`, or `Certificate Recovered`.
 *
 * @throws EventNotPublishedError
 */
export async function publishTrouble(eventBus: EventBus, facts: TroubleFacts): Promise<void> {
  const { notice, certificateArn, domainName, name: trouble, daysLeft, notAfter, executionArn } = facts;
  const common = { certificateArn, domainName, trouble, daysLeft, notAfter, executionArn };
  if (notice === 'over') {
    await eventBus.publish(certificateRecovered, { ...common, how: facts.how }, [certificateArn]);
    return;
  }
  const { cause, advice, step, listenerArns } = facts;
  const detail = { ...common, cause, advice, step, notice, listenerArns: [...listenerArns] };
  await eventBus.publish(certificateAtRisk, detail, [certificateArn]);
}
