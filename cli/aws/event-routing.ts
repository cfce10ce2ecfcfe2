import { DescribeEventBusCommand, DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { callAws, clientOptions } from '../../shared/aws/call-aws';
import { stackResources } from './stack';

/** The ARN of a bus; fails if the bus was deleted. */
export async function busArn(name: string, client = new EventBridgeClient(clientOptions)): Promise<string> {
  const { Arn = '' } = await callAws(
    `events:DescribeEventBus ${name}`,
    client.send(new DescribeEventBusCommand({ Name: name })),
  );
  return Arn;
}

/** The current state of a rule of the stack. */
export interface RuleState {
  readonly name: string;
  /** `ENABLED` or `DISABLED`; `MISSING` if the rule was deleted. */
  readonly state: string;
}

/** The current state of every rule that the stack has created. */
export async function ruleStates(stackName: string): Promise<RuleState[]> {
  const client = new EventBridgeClient(clientOptions);
  const rules: RuleState[] = [];
  for (const { type, physicalId } of await stackResources(stackName)) {
    if (type !== 'AWS::Events::Rule') continue;
    // A rule on a bus of its own goes by `bus|rule` (CloudFormation, AWS::Events::Rule, "Ref").
    const [name = '', EventBusName] = physicalId.split('|').reverse();
    const rule = await callAws(
      `events:DescribeRule ${name}`,
      client.send(new DescribeRuleCommand({ Name: name, EventBusName })).catch((error: unknown) => {
        if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
        throw error;
      }),
    );
    rules.push({ name, state: rule?.State ?? 'MISSING' });
  }
  return rules;
}

/** How many subscriptions a topic has: those that receive messages, and those that are not confirmed yet. */
export async function subscriptionCounts(
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
