import type {
  CreateRuleInput,
  CreateRuleOutput,
  DescribeRulesInput,
  DescribeRulesOutput,
  Rule as RuleDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../aws-error';
import { readActions } from './actions';
import { resourceId } from './addressing';
import type { Inventory, Listener, Rule } from './inventory';
import { page, refuseOtherMembers } from './input';
import { describeCondition, readConditions } from './rule-conditions';
import { within } from './target-groups';

/** AWS's default quota, without default rules ("Quotas for your Application Load Balancers"). */
export const RULES_PER_LOAD_BALANCER = 100;

/** The operations on the rules of listeners. */
export function createRules(inventory: Inventory) {
  return {
    CreateRule(input: CreateRuleInput): CreateRuleOutput {
      refuseOtherMembers(input, ['ListenerArn', 'Priority', 'Conditions', 'Actions']);
      const listener = inventory.listener(input.ListenerArn);
      const { loadBalancer, protocol } = listener;
      const rule: Rule = {
        arn: newRuleArn(listener.arn),
        priority: within('Priority', input.Priority, 1, 50_000),
        conditions: readConditions(input.Conditions),
        actions: readActions(input.Actions ?? [], protocol, loadBalancer, inventory),
      };
      if (listener.rules.some(({ priority }) => priority === rule.priority)) {
        throw new AwsError('PriorityInUse', `Priority '${rule.priority}' is currently in use`);
      }
      if (inventory.listenersOf(loadBalancer).flatMap(({ rules }) => rules).length >= RULES_PER_LOAD_BALANCER) {
        throw new AwsError(
          'TooManyRules',
          `The load balancer '${loadBalancer.arn}' has reached its limit of ${RULES_PER_LOAD_BALANCER} rules`,
        );
      }
      listener.rules = [...listener.rules, rule].sort((left, right) => left.priority - right.priority);
      return { Rules: [describe(rule)] };
    },

    DescribeRules(input: DescribeRulesInput): DescribeRulesOutput {
      const { ListenerArn, RuleArns = [] } = input;
      if (Boolean(ListenerArn) === RuleArns.length > 0) {
        throw new AwsError('ValidationError', 'Either a listener ARN or rule ARNs must be specified');
      }
      const rules = ListenerArn ? rulesOf(inventory.listener(ListenerArn)) : RuleArns.map(ruleOf);
      const { items, ...next } = page(rules, input);
      return { Rules: items, ...next };
    },
  };

  function ruleOf(ruleArn: string): RuleDescription {
    const rules = [...inventory.listeners.values()].flatMap(rulesOf);
    const rule = rules.find(({ RuleArn }) => RuleArn === ruleArn);
    if (!rule) throw new AwsError('RuleNotFound', 'One or more rules not found');
    return rule;
  }
}

/** The ARN of one more rule of a listener. */
export const newRuleArn = (listenerArn: string): string =>
  `${listenerArn.replace(':listener/', ':listener-rule/')}/${resourceId()}`;

/** In the order of evaluation. */
const rulesOf = ({ rules, ruleArn, defaultActions }: Listener): RuleDescription[] => [
  ...rules.map(describe),
  { RuleArn: ruleArn, Priority: 'default', Conditions: [], Actions: [...defaultActions], IsDefault: true },
];

const describe = ({ arn, priority, conditions, actions }: Rule): RuleDescription => ({
  RuleArn: arn,
  Priority: String(priority),
  Conditions: conditions.map(describeCondition),
  Actions: [...actions],
  IsDefault: false,
});
