import type { CreateStateMachineInput, UpdateStateMachineInput } from '@aws-sdk/client-sfn';
import { about, aboutNothing, requestTags } from '../iam/needs';
import type { Need, Needs, World } from '../world';

interface OfMachine {
  readonly stateMachineArn?: string | undefined;
}
interface OfExecution {
  readonly executionArn?: string | undefined;
}

const passRole = (roleArn: string | undefined): readonly Need[] =>
  roleArn === undefined
    ? []
    : [{ action: 'iam:PassRole', resource: roleArn, context: { 'iam:PassedToService': 'states.amazonaws.com' } }];

const tagRecord = (tags: readonly { key?: string | undefined; value?: string | undefined }[] = []) =>
  Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value]));

/** What Step Functions' operations need of the caller's policies (Service Authorization Reference, "AWS Step Functions"). */
export function stepFunctionsNeeds({ account, region }: Pick<World, 'account' | 'region'>): Needs {
  const machine = ({ stateMachineArn = '' }: OfMachine) => stateMachineArn;
  // Versions and aliases, which the qualifier tells, are not modelled.
  const unqualified = () => ({ 'states:StateMachineQualifier': undefined });

  return {
    // A task's token is the permission to answer it.
    ...aboutNothing(
      'ListStateMachines',
      'ValidateStateMachineDefinition',
      'SendTaskSuccess',
      'SendTaskFailure',
      'SendTaskHeartbeat',
    ),
    ...about(['StartExecution', 'ListExecutions', 'DescribeStateMachine'], machine, unqualified),
    ...about(['DeleteStateMachine'], machine),
    ...about<OfExecution>(
      [
        'DescribeExecution',
        'DescribeStateMachineForExecution',
        'GetExecutionHistory',
        'StopExecution',
        'RedriveExecution',
      ],
      ({ executionArn = '' }) => executionArn,
    ),
    CreateStateMachine({ name, roleArn, tags }: CreateStateMachineInput) {
      const resource = `arn:aws:states:${region}:${account}:stateMachine:${name}`;
      const need = { resource, context: requestTags(tagRecord(tags)) };
      return [need, ...(tags?.length ? [{ ...need, action: 'states:TagResource' }] : []), ...passRole(roleArn)];
    },
    UpdateStateMachine: (input: UpdateStateMachineInput) => [
      { resource: machine(input), context: requestTags({}) },
      ...passRole(input.roleArn),
    ],
    ...about<{ resourceArn?: string; tags?: { key?: string; value?: string }[] }>(
      ['TagResource'],
      ({ resourceArn = '' }) => resourceArn,
      ({ tags }) => requestTags(tagRecord(tags)),
    ),
    ...about<{ resourceArn?: string; tagKeys?: string[] }>(
      ['UntagResource'],
      ({ resourceArn = '' }) => resourceArn,
      ({ tagKeys = [] }) => ({ 'aws:TagKeys': tagKeys }),
    ),
    ...about<{ resourceArn?: string }>(['ListTagsForResource'], ({ resourceArn = '' }) => resourceArn),
  };
}
