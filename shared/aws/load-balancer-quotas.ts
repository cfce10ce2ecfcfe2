import {
  DescribeAccountLimitsCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { LEAST_CERTIFICATE_QUOTA, LEAST_RULE_QUOTA } from '../domain/target/load-balancer';
import type { LoadBalancers } from '../ports/load-balancers';
import { callAws } from './call-aws';

/** The account's quotas in Elastic Load Balancing. */
export const elbQuotas = (
  client: ElasticLoadBalancingV2Client,
): Pick<LoadBalancers, 'certificateQuota' | 'ruleQuota'> => ({
  async certificateQuota() {
    return quotaOf('certificates-per-application-load-balancer', LEAST_CERTIFICATE_QUOTA, client);
  },

  async ruleQuota() {
    return quotaOf('rules-per-application-load-balancer', LEAST_RULE_QUOTA, client);
  },
});

async function quotaOf(name: string, least: number, client: ElasticLoadBalancingV2Client): Promise<number> {
  const { Limits = [] } = await callAws(
    'elasticloadbalancing:DescribeAccountLimits',
    client.send(new DescribeAccountLimitsCommand({})),
  );
  return Number(Limits.find(({ Name }) => Name === name)?.Max ?? least);
}
