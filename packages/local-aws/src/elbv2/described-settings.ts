import type {
  DescribeAccountLimitsInput,
  DescribeAccountLimitsOutput,
  DescribeListenerAttributesInput,
  DescribeListenerAttributesOutput,
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Inventory } from './inventory';
import { LISTENERS_PER_LOAD_BALANCER } from './listeners';
import { page } from './input';
import { RULES_PER_LOAD_BALANCER } from './rules';

/** Attributes and quotas, which can be described here but not changed. */
export function createDescribedSettings(inventory: Inventory, certificatesPerLoadBalancer: number) {
  return {
    /** The quotas that are enforced here. */
    DescribeAccountLimits(input: DescribeAccountLimitsInput): DescribeAccountLimitsOutput {
      const limits = [
        { Name: 'certificates-per-application-load-balancer', Max: String(certificatesPerLoadBalancer) },
        { Name: 'listeners-per-application-load-balancer', Max: String(LISTENERS_PER_LOAD_BALANCER) },
        { Name: 'rules-per-application-load-balancer', Max: String(RULES_PER_LOAD_BALANCER) },
      ];
      const { items, ...next } = page(limits, input);
      return { Limits: items, ...next };
    },

    /** The attributes that match this load balancer's behaviour: it has no HTTP/2, which AWS enables by default. */
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
}
