import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { callAws, clientOptions } from '../../shared/aws/call-aws';

/** How many subscriptions a topic has: those that get messages, and those that nobody has confirmed yet. */
export async function subscriptionsOf(
  topicArn: string,
  client = new SNSClient(clientOptions),
): Promise<{ readonly confirmed: number; readonly pending: number }> {
  const { Attributes = {} } = await callAws(
    `sns:GetTopicAttributes ${topicArn}`,
    client.send(new GetTopicAttributesCommand({ TopicArn: topicArn })),
  );
  const { SubscriptionsConfirmed = '0', SubscriptionsPending = '0' } = Attributes;
  return { confirmed: Number(SubscriptionsConfirmed), pending: Number(SubscriptionsPending) };
}
