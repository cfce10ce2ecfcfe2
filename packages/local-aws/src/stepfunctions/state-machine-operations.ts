import { randomUUID } from 'node:crypto';
import type {
  CreateStateMachineInput,
  DeleteStateMachineInput,
  DescribeStateMachineInput,
  ListStateMachinesInput,
  ListTagsForResourceInput,
  Tag,
  TagResourceInput,
  UntagResourceInput,
  UpdateStateMachineInput,
  ValidateStateMachineDefinitionInput,
} from '@aws-sdk/client-sfn';
import { AwsError } from '../aws-error';
import type { Operation, World } from '../world';
import { checkName, page } from './input';
import { describeStateMachine, parseDefinition, type StateMachine } from './state-machine';

/** The operations on state machines and their tags. */
export function stateMachineOperations(
  { account, clock, region }: World,
  machines: Map<string, StateMachine>,
): Record<string, Operation> {
  const tags = new Map<string, Map<string, string>>();

  const addTags = (arn: string, added: readonly Tag[] = []) => {
    const known = tags.get(arn) ?? new Map<string, string>();
    for (const { key = '', value = '' } of added) known.set(key, value);
    tags.set(arn, known);
  };

  return {
    CreateStateMachine(input: CreateStateMachineInput) {
      const name = checkName(input.name);
      refuseUnmodelled(input);
      const arn = `arn:aws:states:${region}:${account}:stateMachine:${name}`;
      const definition = input.definition ?? '';
      const roleArn = input.roleArn ?? '';
      const existing = machines.get(arn);
      if (existing) {
        if (existing.definition !== definition || existing.roleArn !== roleArn) {
          throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
        }
        return { stateMachineArn: arn, creationDate: new Date(existing.createdAt) };
      }
      const now = clock.now();
      machines.set(arn, {
        arn,
        name,
        createdAt: now,
        updatedAt: now,
        revisionId: randomUUID(),
        definition,
        machine: parseDefinition(definition),
        roleArn: checkRole(roleArn),
        description: undefined,
        loggingConfiguration: input.loggingConfiguration,
        tracingConfiguration: input.tracingConfiguration,
      });
      addTags(arn, input.tags);
      return { stateMachineArn: arn, creationDate: new Date(now) };
    },

    UpdateStateMachine(input: UpdateStateMachineInput) {
      const existing = requireStateMachine(machines, input.stateMachineArn);
      refuseUnmodelled(input);
      if (input.definition === undefined && input.roleArn === undefined) {
        throw new AwsError('MissingRequiredParameter', 'Either the definition or the roleArn must be specified.');
      }
      const definition = input.definition ?? existing.definition;
      const updated: StateMachine = {
        ...existing,
        updatedAt: clock.now(),
        revisionId: randomUUID(),
        definition,
        machine: parseDefinition(definition),
        roleArn: checkRole(input.roleArn ?? existing.roleArn),
        loggingConfiguration: input.loggingConfiguration ?? existing.loggingConfiguration,
        tracingConfiguration: input.tracingConfiguration ?? existing.tracingConfiguration,
      };
      machines.set(existing.arn, updated);
      return { updateDate: new Date(updated.updatedAt), revisionId: updated.revisionId };
    },

    DescribeStateMachine: (input: DescribeStateMachineInput) =>
      describeStateMachine(requireStateMachine(machines, input.stateMachineArn)),

    ListStateMachines(input: ListStateMachinesInput) {
      const found = [...machines.values()].map((machine) => ({
        stateMachineArn: machine.arn,
        name: machine.name,
        type: 'STANDARD' as const,
        creationDate: new Date(machine.createdAt),
      }));
      const { items, next } = page(found, input);
      return { stateMachines: items, ...next };
    },

    DeleteStateMachine(input: DeleteStateMachineInput) {
      // AWS lets running executions finish first, and answers likewise for a machine that does not exist.
      machines.delete(input.stateMachineArn ?? '');
      tags.delete(input.stateMachineArn ?? '');
      return {};
    },

    ValidateStateMachineDefinition(input: ValidateStateMachineDefinitionInput) {
      try {
        parseDefinition(input.definition ?? '');
        return { result: 'OK', diagnostics: [] };
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return {
          result: 'FAIL',
          diagnostics: [{ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message: error.message }],
        };
      }
    },

    TagResource(input: TagResourceInput) {
      addTags(requireStateMachine(machines, input.resourceArn).arn, input.tags);
      return {};
    },
    UntagResource(input: UntagResourceInput) {
      const known = tags.get(requireStateMachine(machines, input.resourceArn).arn);
      for (const key of input.tagKeys ?? []) known?.delete(key);
      return {};
    },
    ListTagsForResource(input: ListTagsForResourceInput) {
      const known = tags.get(requireStateMachine(machines, input.resourceArn).arn) ?? new Map<string, string>();
      return { tags: [...known].map(([key, value]) => ({ key, value })) };
    },
  };
}

/** The state machine that a request names; throws AWS's error when there is none. */
export function requireStateMachine(machines: ReadonlyMap<string, StateMachine>, arn = ''): StateMachine {
  if (!/^arn:aws:states:[\w-]+:\d+:stateMachine:[^:]+$/.test(arn)) {
    throw new AwsError(
      'InvalidArn',
      `Invalid Arn: '${arn}' (versions and aliases are not modelled by the local cloud)`,
    );
  }
  const machine = machines.get(arn);
  if (!machine) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  return machine;
}

function refuseUnmodelled(input: CreateStateMachineInput | UpdateStateMachineInput): void {
  const refuse = (what: string) => new AwsError('ValidationException', `The local cloud does not model ${what}.`);
  if ('type' in input && input.type !== undefined && input.type !== 'STANDARD') throw refuse(`${input.type} workflows`);
  if (input.publish) throw refuse('versions');
  if (input.encryptionConfiguration && input.encryptionConfiguration.type !== 'AWS_OWNED_KEY') {
    throw refuse('customer managed keys');
  }
}

function checkRole(roleArn: string): string {
  if (!/^arn:aws:iam::\d{12}:role\/.+$/.test(roleArn))
    throw new AwsError('InvalidArn', `Invalid Role Arn: '${roleArn}'`);
  return roleArn;
}
