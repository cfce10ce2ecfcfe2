import {
  type Action,
  type ElasticLoadBalancingV2Client,
  paginateDescribeRules,
  type Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { KEPT, type ListenerRule, type Redirect } from '../domain/target/listener-rule';
import { TargetNotFoundError } from '../errors';
import type { LoadBalancers } from '../ports/load-balancers';
import { callAwsPages } from './call-aws';

/** The rules of listeners in Elastic Load Balancing. */
export const elbListenerRules = (client: ElasticLoadBalancingV2Client): Pick<LoadBalancers, 'rules'> => ({
  async rules(listenerArn) {
    const rules: ListenerRule[] = [];
    const action = `elasticloadbalancing:DescribeRules ${listenerArn}`;
    const pages = paginateDescribeRules({ client }, { ListenerArn: listenerArn });
    const notFound = (cause: Error) => new TargetNotFoundError(`${action}: ${cause.message}`, { cause });
    for await (const page of callAwsPages(action, pages, { ListenerNotFoundException: notFound })) {
      rules.push(...(page.Rules ?? []).filter(({ IsDefault }) => !IsDefault).map(ruleOf));
    }
    return rules;
  },
});

const ruleOf = ({ Priority, Conditions = [], Actions }: Rule): ListenerRule => {
  const host = Conditions.find(({ Field }) => Field === 'host-header');
  const isByPattern = host !== undefined && !host.HostHeaderConfig?.RegexValues?.length;
  return {
    priority: Number(Priority),
    hosts: isByPattern ? (host.HostHeaderConfig?.Values ?? host.Values) : undefined,
    redirect: redirectOf(Actions),
  };
};

/** The redirect among the actions of a rule or a listener. */
export function redirectOf(actions: readonly Action[] = []): Redirect | undefined {
  const config = actions.find(({ Type }) => Type === 'redirect')?.RedirectConfig;
  return (
    config && {
      protocol: config.Protocol ?? KEPT.protocol,
      port: config.Port ?? KEPT.port,
      host: config.Host ?? KEPT.host,
      path: config.Path ?? KEPT.path,
      query: config.Query ?? KEPT.query,
    }
  );
}
