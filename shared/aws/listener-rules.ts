import {
  type Action,
  CreateRuleCommand,
  type CreateRuleInput,
  type ElasticLoadBalancingV2Client,
  paginateDescribeRules,
  type Rule,
  type RuleCondition,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { PLACEHOLDERS, type ListenerAction, type ListenerRule, type Redirect } from '../domain/target/listener-rule';
import { TargetNotFoundError, TargetNotUsableError } from '../errors';
import type { DefaultAction, LoadBalancers } from '../ports/load-balancers';
import { callAws, callAwsPages } from './call-aws';

/** The rules of listeners in Elastic Load Balancing. */
export const elbListenerRules = (
  client: ElasticLoadBalancingV2Client,
): Pick<LoadBalancers, 'rules' | 'createRule'> => ({
  async rules(listenerArn) {
    const rules: ListenerRule[] = [];
    const action = `elasticloadbalancing:DescribeRules ${listenerArn}`;
    const pages = paginateDescribeRules({ client }, { ListenerArn: listenerArn });
    for await (const page of callAwsPages(action, pages, { ListenerNotFoundException: notFound(action) })) {
      rules.push(...(page.Rules ?? []).filter(({ IsDefault }) => !IsDefault).map(ruleOf));
    }
    return rules;
  },

  async createRule(listenerArn, { priority, actions, definition }) {
    const action = `elasticloadbalancing:CreateRule ${listenerArn}`;
    const notUsable = (cause: Error) =>
      new TargetNotUsableError(`${action}: rule ${priority}: ${cause.message}`, { cause });
    const input = {
      ...(definition as Pick<CreateRuleInput, 'Conditions' | 'Transforms'>),
      ListenerArn: listenerArn,
      Priority: priority,
      Actions: sdkActions(actions),
    };
    return callAws(
      action,
      client.send(new CreateRuleCommand(input)).then(
        () => true,
        (error: unknown) => {
          if (error instanceof Error && error.name === 'PriorityInUseException') return false;
          throw error;
        },
      ),
      {
        ListenerNotFoundException: notFound(action),
        TargetGroupNotFoundException: notFound(action),
        TooManyRulesException: notUsable,
        TargetGroupAssociationLimitException: notUsable,
        IncompatibleProtocolsException: notUsable,
        InvalidConfigurationRequestException: notUsable,
        InvalidLoadBalancerActionException: notUsable,
        UnsupportedProtocolException: notUsable,
        ValidationError: notUsable,
      },
    );
  },
});

const notFound = (action: string) => (cause: Error) =>
  new TargetNotFoundError(`${action}: ${cause.message}`, { cause });

const ruleOf = ({ Priority, Conditions = [], Actions = [], Transforms = [] }: Rule): ListenerRule => ({
  priority: Number(Priority),
  hosts: patternsOf(Conditions, 'host-header', 'HostHeaderConfig'),
  paths: patternsOf(Conditions, 'path-pattern', 'PathPatternConfig'),
  redirect: redirectOf(Actions),
  actions: actionsOf(Actions),
  definition: {
    Conditions: Conditions.map(withValuesOnce),
    ...(Transforms.length > 0 && { Transforms }),
  },
});

/** Undefined without such a condition, and with one by regular expressions. */
function patternsOf(
  conditions: readonly RuleCondition[],
  field: string,
  config: 'HostHeaderConfig' | 'PathPatternConfig',
): readonly string[] | undefined {
  const condition = conditions.find(({ Field }) => Field === field);
  if (!condition || condition[config]?.RegexValues?.length) return undefined;
  return condition[config]?.Values ?? condition.Values;
}

/** ELB describes the values of a condition twice, and accepts them once (aws-controllers-k8s/community #2759). */
function withValuesOnce(condition: RuleCondition): RuleCondition {
  const { Values: _twice, ...others } = condition;
  return Object.keys(others).length > 1 ? others : condition;
}

/** The actions of a rule or a listener. */
export const actionsOf = (actions: readonly Action[] = []): ListenerAction[] =>
  actions.map((action) => {
    const { TargetGroupArn: _twice, ...others } = action;
    return { type: action.Type ?? '', definition: action.ForwardConfig ? others : action };
  });

/** A default action as ELB takes it. */
export function actionsFor(action: DefaultAction): Action[] {
  if ('copyOf' in action) return sdkActions(action.copyOf);
  if ('forwardTo' in action) return [{ Type: 'forward', TargetGroupArn: action.forwardTo }];
  return [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: action.respond, ContentType: 'text/plain' } }];
}

const sdkActions = (actions: readonly ListenerAction[]): Action[] =>
  actions.map(({ definition }) => definition as Action);

/** The redirect among the actions of a rule or a listener. */
export function redirectOf(actions: readonly Action[] = []): Redirect | undefined {
  const config = actions.find(({ Type }) => Type === 'redirect')?.RedirectConfig;
  return (
    config && {
      protocol: config.Protocol ?? PLACEHOLDERS.protocol,
      port: config.Port ?? PLACEHOLDERS.port,
      host: config.Host ?? PLACEHOLDERS.host,
      path: config.Path ?? PLACEHOLDERS.path,
      query: config.Query ?? PLACEHOLDERS.query,
    }
  );
}
