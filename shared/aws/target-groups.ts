import {
  DescribeTargetGroupsCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { TargetNotFoundError } from '../errors';
import type { LoadBalancers } from '../ports/load-balancers';
import { callAws } from './call-aws';

/** The target groups in Elastic Load Balancing. */
export const elbTargetGroups = (client: ElasticLoadBalancingV2Client): Pick<LoadBalancers, 'targetGroup'> => ({
  async targetGroup(targetGroupArn) {
    const notFound = (cause?: Error) =>
      new TargetNotFoundError(`The target group ${targetGroupArn} does not exist in this account and Region`, {
        cause,
      });
    const { TargetGroups: [found] = [] } = await callAws(
      `elasticloadbalancing:DescribeTargetGroups ${targetGroupArn}`,
      client.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [targetGroupArn] })),
      { TargetGroupNotFoundException: notFound, ValidationError: notFound },
    );
    if (!found) throw notFound();
    return {
      targetGroupArn,
      targetType: found.TargetType ?? '',
      protocol: found.Protocol,
      vpcId: found.VpcId,
      ipAddressType: found.IpAddressType ?? 'ipv4',
      loadBalancerArns: found.LoadBalancerArns ?? [],
    };
  },
});
