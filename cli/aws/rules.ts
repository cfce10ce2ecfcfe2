import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { callAws, clientOptions } from '../../shared/aws/call-aws';
import { stackResources } from './stack-resources';

/** A rule of the stack as EventBridge has it now. */
export interface StackRule {
  readonly name: string;
  /** `ENABLED` or `DISABLED`; `MISSING` when somebody has deleted it. */
  readonly state: string;
}

/** Every rule that the stack has made, and whether it is still there and at work. */
export async function rulesOf(stackName: string): Promise<StackRule[]> {
  const client = new EventBridgeClient(clientOptions);
  const rules: StackRule[] = [];
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
