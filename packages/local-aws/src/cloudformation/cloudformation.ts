import * as sdk from '@aws-sdk/client-cloudformation';
import type { DescribeStacksInput, GetTemplateInput, ListStackResourcesInput } from '@aws-sdk/client-cloudformation';
import type { Service, World } from '../world';
import { stackIdOf, type Stack } from './deploy';
import { validationError } from './template';

/** CloudFormation's API, read-only: stacks are deployed from packages, never over the wire. */
export function createCloudFormation(world: World, stacks: ReadonlyMap<string, Stack>): Service {
  const find = (nameOrId: string): Stack => {
    const stack = [...stacks.values()].find(({ name }) => nameOrId === name || nameOrId === stackIdOf(world, name));
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

  function describe({ name, createdAt, parameters, outputs }: Stack): sdk.Stack {
    return {
      StackName: name,
      StackId: stackIdOf(world, name),
      CreationTime: new Date(createdAt),
      StackStatus: 'CREATE_COMPLETE',
      Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
      Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
    };
  }
}
