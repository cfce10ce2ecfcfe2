import type {
  DeleteRuleRequest,
  DescribeRuleRequest,
  DisableRuleRequest,
  EnableRuleRequest,
  ListRuleNamesByTargetRequest,
  ListRulesRequest,
  PutRuleRequest,
  Target,
  TestEventPatternRequest,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../aws-error';
import type { Operation } from '../world';
import { DEFAULT_BUS, type EventBus, type EventsWorld, requireBus, requireRule, type Rule } from './event-bus';
import { page } from './page';
import { parseEventPattern } from './pattern';
import { parseSchedule } from './schedule';
import { addTags, type Tags } from './tag-operations';

const MOST_RULES = 300;
const MOST_WILDCARD_RULES = 30;
const LONGEST_PATTERN = 2048;

/** The operations on rules; `changed` is called with every rule that was put, enabled, disabled or deleted. */
export function ruleOperations(
  { account, region }: EventsWorld,
  buses: ReadonlyMap<string, EventBus>,
  tags: Tags,
  changed: (rule: Rule) => void,
): Record<string, Operation> {
  const setState = (input: EnableRuleRequest | DisableRuleRequest, state: 'ENABLED' | 'DISABLED') => {
    const bus = requireBus(buses, input.EventBusName);
    const rule = { ...requireRule(bus, input.Name), state };
    bus.rules.set(rule.name, rule);
    changed(rule);
    return {};
  };

  return {
    PutRule(input: PutRuleRequest) {
      const bus = requireBus(buses, input.EventBusName);
      const name = input.Name ?? '';
      const existing = bus.rules.get(name);
      checkRule(input, bus, existing);
      const rule: Rule = {
        name,
        arn: `arn:aws:events:${region}:${account}:rule/${bus.name === DEFAULT_BUS ? '' : `${bus.name}/`}${name}`,
        busName: bus.name,
        state: input.State ?? 'ENABLED',
        description: input.Description,
        roleArn: input.RoleArn,
        pattern: input.EventPattern
          ? { source: input.EventPattern, parsed: parseEventPattern(input.EventPattern) }
          : undefined,
        scheduleExpression: input.ScheduleExpression || undefined,
        targets: existing?.targets ?? new Map<string, Target>(),
      };
      const wildcards = [...bus.rules.values()].filter(
        (other) => other.name !== name && other.pattern?.parsed.usesWildcard,
      );
      if (rule.pattern?.parsed.usesWildcard && wildcards.length >= MOST_WILDCARD_RULES) throw tooMany();
      bus.rules.set(name, rule);
      // PutRule sets tags only when it creates the rule.
      if (!existing) addTags(tags, rule.arn, input.Tags);
      changed(rule);
      return { RuleArn: rule.arn };
    },

    DescribeRule(input: DescribeRuleRequest) {
      return describe(requireRule(requireBus(buses, input.EventBusName), input.Name));
    },

    ListRules(input: ListRulesRequest) {
      const rules = [...requireBus(buses, input.EventBusName).rules.values()];
      const found = rules.filter((rule) => rule.name.startsWith(input.NamePrefix ?? ''));
      const { items, next } = page(found.map(describe), input);
      return { Rules: items, ...next };
    },

    ListRuleNamesByTarget(input: ListRuleNamesByTargetRequest) {
      const rules = [...requireBus(buses, input.EventBusName).rules.values()];
      const found = rules.filter((rule) => [...rule.targets.values()].some((target) => target.Arn === input.TargetArn));
      const { items, next } = page(
        found.map((rule) => rule.name),
        input,
      );
      return { RuleNames: items, ...next };
    },

    DeleteRule(input: DeleteRuleRequest) {
      const bus = requireBus(buses, input.EventBusName);
      const rule = bus.rules.get(input.Name ?? '');
      if (rule && rule.targets.size > 0) {
        throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
      }
      if (rule) {
        bus.rules.delete(rule.name);
        tags.delete(rule.arn);
        changed({ ...rule, state: 'DISABLED' });
      }
      return {};
    },

    EnableRule: (input: EnableRuleRequest) => setState(input, 'ENABLED'),
    DisableRule: (input: DisableRuleRequest) => setState(input, 'DISABLED'),

    TestEventPattern(input: TestEventPatternRequest) {
      const pattern = parseEventPattern(input.EventPattern ?? '');
      const event = parseObject(input.Event ?? '');
      const required = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];
      const missing = required.find((field) => !(field in event));
      if (missing) {
        throw new AwsError('ValidationException', `Parameter Event is not valid. Reason: ${missing} is missing.`);
      }
      return { Result: pattern.matches(event) };
    },
  };
}

function checkRule(input: PutRuleRequest, bus: EventBus, existing: Rule | undefined): void {
  if (!/^[\w.-]{1,64}$/.test(input.Name ?? '')) {
    throw new AwsError('ValidationException', `Invalid rule name '${input.Name ?? ''}'.`);
  }
  if (!input.EventPattern && !input.ScheduleExpression) {
    throw new AwsError('ValidationException', 'Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (input.ScheduleExpression) {
    if (bus.name !== DEFAULT_BUS) {
      throw new AwsError('ValidationException', 'ScheduleExpression is supported only on the default event bus.');
    }
    parseSchedule(input.ScheduleExpression);
  }
  // The error code for a pattern that is too long is not documented.
  if ((input.EventPattern ?? '').length > LONGEST_PATTERN) {
    throw new AwsError('LimitExceededException', `The event pattern is longer than ${LONGEST_PATTERN} characters.`);
  }
  if (!existing && bus.rules.size >= MOST_RULES) throw tooMany();
}

function describe(rule: Rule) {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventPattern: rule.pattern?.source,
    ScheduleExpression: rule.scheduleExpression,
    State: rule.state,
    Description: rule.description,
    RoleArn: rule.roleArn,
    EventBusName: rule.busName,
  };
}

function tooMany(): AwsError {
  return new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
}

function parseObject(source: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(source);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Refused below, like any other value that is not an object.
  }
  throw new AwsError('ValidationException', 'Parameter Event is not valid.');
}
