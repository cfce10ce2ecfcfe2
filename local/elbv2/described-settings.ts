import type {
  DescribeAccountLimitsInput,
  DescribeAccountLimitsOutput,
  DescribeListenerAttributesInput,
  DescribeListenerAttributesOutput,
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput,
  DescribeRulesInput,
  DescribeRulesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../aws-error';
import type { Inventory, Listener } from './inventory';
import { LISTENERS_PER_LOAD_BALANCER } from './listeners';
import { page } from './page';

/** What can be described and not changed here: rules other than the default, attributes and quotas. */
export function createDescribedSettings(inventory: Inventory, certificatesPerLoadBalancer: number) {
  return {
    /** The default rule alone, for rules with conditions are not modelled. */
    DescribeRules(input: DescribeRulesInput): DescribeRulesOutput {
      const { ListenerArn, RuleArns = [] } = input;
      if (Boolean(ListenerArn) === RuleArns.length > 0) {
        throw new AwsError('ValidationError', 'Either a listener ARN or rule ARNs must be specified');
      }
      const listeners = ListenerArn ? [inventory.listener(ListenerArn)] : RuleArns.map(listenerOfRule);
      const { items, ...next } = page(listeners, input);
      const rules = items.map(({ ruleArn, defaultActions }) => ({
        RuleArn: ruleArn,
        Priority: 'default',
        Conditions: [],
        Actions: [...defaultActions],
        IsDefault: true,
      }));
      return { Rules: rules, ...next };
    },

    /** The quotas that are enforced here. */
    DescribeAccountLimits(input: DescribeAccountLimitsInput): DescribeAccountLimitsOutput {
      const limits = [
        { Name: 'certificates-per-application-load-balancer', Max: String(certificatesPerLoadBalancer) },
        { Name: 'listeners-per-application-load-balancer', Max: String(LISTENERS_PER_LOAD_BALANCER) },
      ];
      const { items, ...next } = page(limits, input);
      return { Limits: items, ...next };
    },

    /** The attributes as this load balancer behaves; HTTP/2, which AWS switches on, it does not speak. */
    DescribeLoadBalancerAttributes(input: DescribeLoadBalancerAttributesInput): DescribeLoadBalancerAttributesOutput {
      inventory.loadBalancer(input.LoadBalancerArn);
      return {
        Attributes: [
          { Key: 'deletion_protection.enabled', Value: 'false' },
          { Key: 'access_logs.s3.enabled', Value: 'false' },
          { Key: 'connection_logs.s3.enabled', Value: 'false' },
          { Key: 'idle_timeout.timeout_seconds', Value: '60' },
          { Key: 'routing.http2.enabled', Value: 'false' },
          { Key: 'routing.http.preserve_host_header.enabled', Value: 'false' },
          { Key: 'routing.http.xff_header_processing.mode', Value: 'append' },
        ],
      };
    },

    DescribeListenerAttributes(input: DescribeListenerAttributesInput): DescribeListenerAttributesOutput {
      inventory.listener(input.ListenerArn);
      return { Attributes: [{ Key: 'routing.http.response.server.enabled', Value: 'true' }] };
    },
  };

  function listenerOfRule(ruleArn: string): Listener {
    const listener = [...inventory.listeners.values()].find((candidate) => candidate.ruleArn === ruleArn);
    if (!listener) throw new AwsError('RuleNotFound', 'One or more rules not found');
    return listener;
  }
}
