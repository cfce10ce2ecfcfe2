import type { CreateStateMachineInput, UpdateStateMachineInput } from '@aws-sdk/client-sfn';
import { onResource, onAnyResource, requestTags } from '../iam/permissions';
import type { RequiredPermission, OperationPermissions, World } from '../world';

interface OfMachine {
  readonly stateMachineArn?: string | undefined;
}
interface OfExecution {
  readonly executionArn?: string | undefined;
}

const passRole = (roleArn: string | undefined): readonly RequiredPermission[] =>
  roleArn === undefined
    ? []
    : [{ action: 'iam:PassRole', resource: roleArn, context: { 'iam:PassedToService': 'states.amazonaws.com' } }];

const tagRecord = (tags: readonly { key?: string | undefined; value?: string | undefined }[] = []) =>
  Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value]));

/** The IAM permissions that Step Functions' operations require (Service Authorization Reference, "AWS Step Functions"). */
export function stepFunctionsPermissions({ account, region }: Pick<World, 'account' | 'region'>): OperationPermissions {
  const machine = ({ stateMachineArn = '' }: OfMachine) => stateMachineArn;
  // Versions and aliases, which the qualifier tells, are not modelled.
  const unqualified = () => ({ 'states:StateMachineQualifier': undefined });

  return {
    // A task's token is the permission to answer it.
    ...onAnyResource(
      'ListStateMachines',
      'ValidateStateMachineDefinition',
      'SendTaskSuccess',
      'SendTaskFailure',
      'SendTaskHeartbeat',
    ),
    ...onResource(['StartExecution', 'ListExecutions', 'DescribeStateMachine'], machine, unqualified),
    ...onResource(['DeleteStateMachine'], machine),
    ...onResource<OfExecution>(
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
      const permission = { resource, context: requestTags(tagRecord(tags)) };
      return [
        permission,
        ...(tags?.length ? [{ ...permission, action: 'states:TagResource' }] : []),
        ...passRole(roleArn),
      ];
    },
    UpdateStateMachine: (input: UpdateStateMachineInput) => [
      { resource: machine(input), context: requestTags({}) },
      ...passRole(input.roleArn),
    ],
    ...onResource<{ resourceArn?: string; tags?: { key?: string; value?: string }[] }>(
      ['TagResource'],
      ({ resourceArn = '' }) => resourceArn,
      ({ tags }) => requestTags(tagRecord(tags)),
    ),
    ...onResource<{ resourceArn?: string; tagKeys?: string[] }>(
      ['UntagResource'],
      ({ resourceArn = '' }) => resourceArn,
      ({ tagKeys = [] }) => ({ 'aws:TagKeys': tagKeys }),
    ),
    ...onResource<{ resourceArn?: string }>(['ListTagsForResource'], ({ resourceArn = '' }) => resourceArn),
  };
}
