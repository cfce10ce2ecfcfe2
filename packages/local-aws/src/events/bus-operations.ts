import type {
  CreateEventBusRequest,
  DeleteEventBusRequest,
  DescribeEventBusRequest,
  ListEventBusesRequest,
  PutPermissionRequest,
  RemovePermissionRequest,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../aws-error';
import type { Operation } from '../world';
import { createBus, DEFAULT_BUS, type EventBus, type EventsWorld, requireBus } from './event-bus';
import { page } from './page';
import { addTags, type Tags } from './tag-operations';

const MOST_BUSES = 100;
const LONGEST_POLICY = 10_240;

/** The operations on event buses and their policies. */
export function busOperations(world: EventsWorld, buses: Map<string, EventBus>, tags: Tags): Record<string, Operation> {
  return {
    CreateEventBus(input: CreateEventBusRequest) {
      const name = input.Name ?? '';
      if (
        input.EventSourceName !== undefined ||
        input.KmsKeyIdentifier !== undefined ||
        input.LogConfig !== undefined
      ) {
        throw new AwsError(
          'ValidationException',
          'The local cloud models no partner event sources, KMS keys or logs of buses.',
        );
      }
      if (!/^[\w.-]{1,256}$/.test(name)) {
        throw new AwsError('ValidationException', `Invalid event bus name '${name}'.`);
      }
      if (buses.has(name)) throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
      if (buses.size >= MOST_BUSES) {
        throw new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
      }
      const bus = createBus(world, name);
      bus.description = input.Description;
      bus.deadLetterArn = input.DeadLetterConfig?.Arn;
      buses.set(name, bus);
      addTags(tags, bus.arn, input.Tags);
      return { EventBusArn: bus.arn, Description: bus.description };
    },

    DescribeEventBus: (input: DescribeEventBusRequest) => describe(requireBus(buses, input.Name)),

    ListEventBuses(input: ListEventBusesRequest) {
      const found = [...buses.values()].filter((bus) => bus.name.startsWith(input.NamePrefix ?? ''));
      const { items, next } = page(found.map(describe), input);
      return { EventBuses: items, ...next };
    },

    DeleteEventBus(input: DeleteEventBusRequest) {
      if (input.Name === DEFAULT_BUS) throw new AwsError('ValidationException', 'Cannot delete event bus default.');
      const bus = buses.get(input.Name ?? '');
      if (bus && bus.rules.size > 0) {
        throw new AwsError('ValidationException', `Event bus ${bus.name} can't be deleted since it has rules.`);
      }
      if (bus) tags.delete(bus.arn);
      buses.delete(input.Name ?? '');
      return {};
    },

    PutPermission(input: PutPermissionRequest) {
      const bus = requireBus(buses, input.EventBusName);
      const statements = input.Policy === undefined ? [statement(bus, input)] : parsePolicy(input.Policy);
      if (input.Policy !== undefined) bus.policy.clear();
      for (const [sid, body] of statements) bus.policy.set(sid, body);
      if ((policyOf(bus) ?? '').length > LONGEST_POLICY) {
        throw new AwsError('PolicyLengthExceededException', 'The event bus policy is too long.');
      }
      return {};
    },

    RemovePermission(input: RemovePermissionRequest) {
      const bus = requireBus(buses, input.EventBusName);
      if (input.RemoveAllPermissions) {
        bus.policy.clear();
      } else if (!bus.policy.delete(input.StatementId ?? '')) {
        throw new AwsError('ResourceNotFoundException', 'Statement with the provided id does not exist.');
      }
      return {};
    },
  };
}

function describe(bus: EventBus) {
  return {
    Name: bus.name,
    Arn: bus.arn,
    Description: bus.description,
    Policy: policyOf(bus),
    DeadLetterConfig: bus.deadLetterArn === undefined ? undefined : { Arn: bus.deadLetterArn },
    CreationTime: new Date(bus.createdAt),
    LastModifiedTime: new Date(bus.createdAt),
  };
}

/** The resource policy of a bus as JSON; undefined when it has no statement. */
export function policyOf(bus: EventBus): string | undefined {
  if (bus.policy.size === 0) return undefined;
  return JSON.stringify({ Version: '2012-10-17', Statement: [...bus.policy.values()] });
}

function statement(bus: EventBus, input: PutPermissionRequest): [string, unknown] {
  const { Action: action, Principal: principal, StatementId: sid } = input;
  if (sid === undefined || principal === undefined || action === undefined) {
    throw new AwsError('ValidationException', 'Action, Principal and StatementId are required without a Policy.');
  }
  const condition = input.Condition && {
    Condition: { [input.Condition.Type ?? '']: { [input.Condition.Key ?? '']: input.Condition.Value } },
  };
  const who = principal === '*' ? '*' : { AWS: `arn:aws:iam::${principal}:root` };
  return [sid, { Sid: sid, Effect: 'Allow', Principal: who, Action: action, Resource: bus.arn, ...condition }];
}

function parsePolicy(source: string): [string, unknown][] {
  try {
    const { Statement: statements } = JSON.parse(source) as { Statement: { Sid?: string }[] };
    return [statements].flat().map((body, index) => [body.Sid ?? String(index), body]);
  } catch (error) {
    throw new AwsError('ValidationException', `The policy is not valid JSON: ${String(error)}`);
  }
}
