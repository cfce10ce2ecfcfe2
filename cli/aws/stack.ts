import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import * as z from 'zod';
import { callAws, callAwsPages, clientOptions } from '../../shared/aws/call-aws';
import { ServiceUnavailableError } from '../../shared/errors';
import { CommandError } from '../errors';

/** A stack as CloudFormation describes it. */
export interface DescribedStack {
  /** Its ARN. */
  readonly id: string;
  readonly status: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Describes a stack.
 *
 * @throws CommandError when the stack does not exist, or the endpoint does not respond
 */
export async function describeStack(
  name: string,
  client = new CloudFormationClient(clientOptions),
): Promise<DescribedStack> {
  const { Stacks: [stack] = [] } = await callAws(
    `cloudformation:DescribeStacks ${name}`,
    client.send(new DescribeStacksCommand({ StackName: name })),
    { ValidationError: (cause) => notFound(name, cause) },
  ).catch((error: unknown) => {
    if (!(error instanceof ServiceUnavailableError)) throw error;
    throw new CommandError(
      error.message,
      'Check that the endpoint can be reached from here and, with --local, that `npm run local` is still running.',
      'EndpointNotReached',
    );
  });
  if (!stack) throw notFound(name);
  return {
    id: stack.StackId ?? '',
    status: stack.StackStatus ?? '',
    parameters: Object.fromEntries(
      (stack.Parameters ?? []).map(({ ParameterKey = '', ParameterValue = '' }) => [ParameterKey, ParameterValue]),
    ),
    outputs: Object.fromEntries(
      (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    ),
  };
}

const notFound = (name: string, cause?: Error) =>
  new CommandError(
    `There is no stack ${name} in this account and Region${cause ? `: ${cause.message}` : ''}`,
    'Name its stage and Region with --stage and --region, or deploy it: npm run deploy -- --stage NAME --region NAME.',
    'StackNotFound',
  );

/** A resource that a stack has created. */
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

const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});
/** The resources of a template, with their intrinsic functions unresolved. */
export type Template = z.output<typeof template>;

/** The template of a stack's last deployment; Serverless writes JSON. */
export async function stackTemplate(
  stackName: string,
  client = new CloudFormationClient(clientOptions),
): Promise<Template> {
  const { TemplateBody = '' } = await callAws(
    `cloudformation:GetTemplate ${stackName}`,
    client.send(new GetTemplateCommand({ StackName: stackName, TemplateStage: 'Processed' })),
  );
  return template.parse(JSON.parse(TemplateBody));
}
