import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { callAws, clientOptions } from '../../shared/aws/call-aws';
import { ServiceUnavailableError } from '../../shared/errors';
import { Problem } from '../problem';

/** A stack as CloudFormation describes it. */
export interface DescribedStack {
  /** Its ARN. */
  readonly id: string;
  readonly status: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Asks CloudFormation for a stack.
 *
 * @throws Problem when there is none of this name, or nothing answers
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
    throw new Problem(
      error.message,
      'Check that the endpoint can be reached from here and, with --local, that `npm run local` is still running.',
      'NoAnswer',
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
  new Problem(
    `There is no stack ${name} in this account and Region${cause ? `: ${cause.message}` : ''}`,
    'Name its stage and Region with --stage and --region, or deploy it: npm run deploy -- --stage NAME --region NAME.',
    'StackNotFound',
  );
