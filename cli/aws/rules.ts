import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { asking, askingPages } from '../../shared/aws/asking';
import { clientOptions } from '../../shared/aws/client-options';

/** A rule of the stack as EventBridge has it now. */
export interface StackRule {
  readonly name: string;
  /** `ENABLED` or `DISABLED`; `MISSING` when somebody has deleted it. */
  readonly state: string;
}

/** Every rule that the stack has made, and whether it is still there and at work. */
export async function rulesOf(stackName: string): Promise<StackRule[]> {
  const cloudFormation = new CloudFormationClient(clientOptions);
  const client = new EventBridgeClient(clientOptions);
  const pages = paginateListStackResources({ client: cloudFormation }, { StackName: stackName });
  const rules: StackRule[] = [];
  for await (const page of askingPages(`cloudformation:ListStackResources ${stackName}`, pages)) {
    for (const { ResourceType, PhysicalResourceId = '' } of page.StackResourceSummaries ?? []) {
      if (ResourceType !== 'AWS::Events::Rule') continue;
      // A rule on a bus of its own goes by `bus|rule` (CloudFormation, AWS::Events::Rule, "Ref").
      const [name = '', EventBusName] = PhysicalResourceId.split('|').reverse();
      const rule = await asking(
        `events:DescribeRule ${name}`,
        client.send(new DescribeRuleCommand({ Name: name, EventBusName })).catch((error: unknown) => {
          if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
          throw error;
        }),
      );
      rules.push({ name, state: rule?.State ?? 'MISSING' });
    }
  }
  return rules;
}
