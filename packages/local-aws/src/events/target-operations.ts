import type {
  ListTargetsByRuleRequest,
  PutTargetsRequest,
  RemoveTargetsRequest,
  Target,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../aws-error';
import type { Operation } from '../world';
import { type EventBus, requireBus, requireRule } from './event-bus';
import { page } from './page';
import { checkTargetInput } from './target-input';

const MOST_TARGETS = 5;
const TARGET_SERVICES = ['states', 'lambda', 'sqs', 'sns', 'events'];
const MODELLED_SETTINGS = new Set([
  ...['Id', 'Arn', 'RoleArn', 'Input', 'InputPath', 'InputTransformer', 'RetryPolicy', 'DeadLetterConfig'],
]);

/** The operations on the targets of rules. */
export function targetOperations(buses: ReadonlyMap<string, EventBus>): Record<string, Operation> {
  return {
    PutTargets(input: PutTargetsRequest) {
      const rule = requireRule(requireBus(buses, input.EventBusName), input.Rule);
      const targets = input.Targets ?? [];
      for (const target of targets) checkTarget(target);
      const ids = new Set([...rule.targets.keys(), ...targets.map((target) => target.Id ?? '')]);
      if (ids.size > MOST_TARGETS) {
        throw new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
      }
      for (const target of targets) rule.targets.set(target.Id ?? '', target);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },

    ListTargetsByRule(input: ListTargetsByRuleRequest) {
      const rule = requireRule(requireBus(buses, input.EventBusName), input.Rule);
      const { items, next } = page([...rule.targets.values()], input);
      return { Targets: items, ...next };
    },

    RemoveTargets(input: RemoveTargetsRequest) {
      const rule = requireRule(requireBus(buses, input.EventBusName), input.Rule);
      for (const id of input.Ids ?? []) rule.targets.delete(id);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  };
}

function checkTarget(target: Target): void {
  const refuse = (reason: string) => new AwsError('ValidationException', `${reason} for target ${target.Id ?? ''}.`);
  const settings = Object.entries(target).filter(([, value]) => value !== undefined);
  const unknown = settings.find(([setting]) => !MODELLED_SETTINGS.has(setting));
  if (unknown) throw refuse(`The local cloud does not model ${unknown[0]}`);
  if (!/^[\w.-]{1,64}$/.test(target.Id ?? '')) throw refuse('Invalid Id');
  const service = /^arn:aws:(\w+):/.exec(target.Arn ?? '')?.[1] ?? '';
  if (!TARGET_SERVICES.includes(service)) throw refuse(`The local cloud does not model the target ${target.Arn ?? ''}`);
  if (service === 'states' && target.RoleArn === undefined) throw refuse('RoleArn is required');
  const { MaximumRetryAttempts: attempts = 0, MaximumEventAgeInSeconds: age = 60 } = target.RetryPolicy ?? {};
  if (attempts < 0 || attempts > 185) throw refuse('MaximumRetryAttempts must be between 0 and 185');
  if (age < 60 || age > 86_400) throw refuse('MaximumEventAgeInSeconds must be between 60 and 86400');
  const deadLetterArn = target.DeadLetterConfig?.Arn;
  if (deadLetterArn !== undefined && !/^arn:aws:sqs:.*(?<!\.fifo)$/.test(deadLetterArn)) {
    throw refuse('The dead-letter queue must be a standard SQS queue');
  }
  checkTargetInput(target);
}
