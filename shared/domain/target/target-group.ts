/** A target group. */
export interface TargetGroup {
  readonly targetGroupArn: string;
  /** `instance`, `ip`, `lambda` or `alb`. */
  readonly targetType: string;
  /** Absent for Lambda functions, as is the VPC. */
  readonly protocol?: string | undefined;
  readonly vpcId?: string | undefined;
  readonly ipAddressType: string;
  /** The load balancer that forwards to it; ELB allows only one. */
  readonly loadBalancerArns: readonly string[];
}

/** What decides which target groups a load balancer can forward to. */
interface Forwarder {
  readonly loadBalancerArn: string;
  readonly vpcId: string;
  readonly ipAddressType: string;
}

const TARGET_TYPES = ['instance', 'ip', 'lambda'];
const PROTOCOLS = ['HTTP', 'HTTPS'];

/**
 * Why an HTTPS listener of an Application Load Balancer cannot forward to a target group; undefined if it can (Elastic Load
 * Balancing, "Target groups for your Application Load Balancers").
 */
export function targetGroupProblem(targetGroup: TargetGroup, loadBalancer: Forwarder): string | undefined {
  const { targetType, protocol = 'none', vpcId, ipAddressType, loadBalancerArns } = targetGroup;
  const other = loadBalancerArns.find((arn) => arn !== loadBalancer.loadBalancerArn);
  if (!TARGET_TYPES.includes(targetType)) {
    return `has targets of type ${targetType}; an Application Load Balancer forwards to ${TARGET_TYPES.join(', ')} only`;
  }
  if (targetType !== 'lambda') {
    if (!PROTOCOLS.includes(protocol)) {
      return `has the protocol ${protocol}; an HTTPS listener forwards to ${PROTOCOLS.join(' or ')} only`;
    }
    if (vpcId !== loadBalancer.vpcId) {
      return `is in the VPC ${vpcId ?? 'none'}; the load balancer is in ${loadBalancer.vpcId}`;
    }
    if (ipAddressType === 'ipv6' && loadBalancer.ipAddressType === 'ipv4') {
      return 'has IPv6 targets; the load balancer has IPv4 addresses only';
    }
  }
  return other && `is used by ${other}; ELB allows one load balancer per target group`;
}
