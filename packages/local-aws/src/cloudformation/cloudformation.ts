import * as sdk from '@aws-sdk/client-cloudformation';
import type {
  DeleteStackInput,
  DescribeStacksInput,
  GetTemplateInput,
  ListStackResourcesInput,
} from '@aws-sdk/client-cloudformation';
import type { Service, World } from '../world';
import type { Undeleted } from './delete-stack';
import { stackIdOf, type Stack } from './deploy';
import { validationError } from './template';

/** CloudFormation's API, with which stacks are read and deleted: they are deployed from packages, never over the wire. */
export function createCloudFormation(
  world: World,
  stacks: Map<string, Stack>,
  deleteAll: (stack: Stack) => Promise<Undeleted>,
): Service {
  const isNamed =
    (nameOrId: string) =>
    ({ name }: Stack) =>
      nameOrId === name || nameOrId === stackIdOf(world, name);

  const find = (nameOrId: string): Stack => {
    const stack = [...stacks.values()].find(isNamed(nameOrId));
    if (!stack) throw validationError(`Stack with id ${nameOrId} does not exist`);
    return stack;
  };

  return {
    signingName: 'cloudformation',
    sdk,
    operations: {
      DescribeStacks: ({ StackName }: DescribeStacksInput) => ({
        Stacks: (StackName === undefined ? [...stacks.values()] : [find(StackName)]).map((stack) => describe(stack)),
      }),

      // AWS answers at once, and likewise for a stack that does not exist; here everything is deleted by then.
      async DeleteStack({ StackName = '', RetainResources = [], RoleARN }: DeleteStackInput) {
        if (RetainResources.length > 0 || RoleARN !== undefined) {
          throw validationError('The local cloud does not model RetainResources and RoleARN of DeleteStack');
        }
        const stack = [...stacks.values()].find(isNamed(StackName));
        if (!stack) return;
        const undeleted = await deleteAll(stack);
        if (Object.keys(undeleted).length === 0) stacks.delete(stack.name);
        else stacks.set(stack.name, { ...stack, resources: undeleted, status: 'DELETE_FAILED' });
      },

      // Transforms and macros are not modelled: the processed template is the original one.
      GetTemplate: ({ StackName = '' }: GetTemplateInput) => ({
        TemplateBody: JSON.stringify(find(StackName).template),
        StagesAvailable: ['Original', 'Processed'],
      }),

      // AWS paginates beyond a hundred; a single page is an answer that every client understands.
      ListStackResources({ StackName = '' }: ListStackResourcesInput) {
        const { createdAt, resources } = find(StackName);
        return {
          StackResourceSummaries: Object.entries(resources).map(([LogicalResourceId, { ref, type }]) => ({
            LogicalResourceId,
            PhysicalResourceId: ref,
            ResourceType: type,
            ResourceStatus: 'CREATE_COMPLETE',
            LastUpdatedTimestamp: new Date(createdAt),
          })),
        };
      },
    },
  };

  function describe({ name, createdAt, parameters, outputs, resources, status }: Stack): sdk.Stack {
    return {
      StackName: name,
      StackId: stackIdOf(world, name),
      CreationTime: new Date(createdAt),
      StackStatus: status,
      ...(status === 'DELETE_FAILED' && {
        StackStatusReason: `The following resource(s) failed to delete: [${Object.keys(resources).join(', ')}]. `,
      }),
      Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
      Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
    };
  }
}
