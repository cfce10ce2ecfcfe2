import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { callAwsPages, clientOptions } from '../../shared/aws/call-aws';

/** A resource that a stack has made. */
export interface StackResource {
  readonly logicalId: string;
  readonly physicalId: string;
  /** E.g. `AWS::IAM::Role`. */
  readonly type: string;
}

/** Every resource of a stack. */
export async function stackResources(
  stackName: string,
  client = new CloudFormationClient(clientOptions),
): Promise<StackResource[]> {
  const found: StackResource[] = [];
  const pages = paginateListStackResources({ client }, { StackName: stackName });
  for await (const page of callAwsPages(`cloudformation:ListStackResources ${stackName}`, pages)) {
    for (const { LogicalResourceId = '', PhysicalResourceId = '', ResourceType = '' } of page.StackResourceSummaries ??
      []) {
      found.push({ logicalId: LogicalResourceId, physicalId: PhysicalResourceId, type: ResourceType });
    }
  }
  return found;
}
