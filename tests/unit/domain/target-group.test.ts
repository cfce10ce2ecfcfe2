import { targetGroupProblem, type TargetGroup } from '../../../shared/domain/target/target-group';
import { aTargetGroup, LOAD_BALANCER, VPC } from '../../builders/document';

const OTHER = LOAD_BALANCER.replace('/web/', '/api/');
const lambda = { targetType: 'lambda', protocol: undefined, vpcId: undefined };
const problem = (changes: Partial<TargetGroup>, ipAddressType = 'ipv4') =>
  targetGroupProblem(aTargetGroup({ loadBalancerArns: [], ...changes }), {
    loadBalancerArn: LOAD_BALANCER,
    vpcId: VPC,
    ipAddressType,
  });

it.each<[string, string, Partial<TargetGroup>]>([
  ['of addresses', 'ipv4', {}],
  ['of instances that speak HTTPS', 'ipv4', { targetType: 'instance', protocol: 'HTTPS' }],
  ['of a Lambda function, which has neither protocol nor VPC', 'ipv4', lambda],
  ['that the load balancer uses already', 'ipv4', { loadBalancerArns: [LOAD_BALANCER] }],
  ['of a Lambda function that it uses already', 'ipv4', { ...lambda, loadBalancerArns: [LOAD_BALANCER] }],
  ['of IPv6 addresses behind a dual-stack load balancer', 'dualstack', { ipAddressType: 'ipv6' }],
  ['of IPv6 addresses where no IPv4 is public', 'dualstack-without-public-ipv4', { ipAddressType: 'ipv6' }],
])('a target group %s can be used', (_case, ipAddressType, changes) => {
  expect(problem(changes, ipAddressType)).toBeUndefined();
});

it.each<[string, Partial<TargetGroup>, RegExp]>([
  ['of another load balancer', { loadBalancerArns: [OTHER] }, /^is used by \S+\/app\/api\/\S+; ELB allows one/],
  ['of a Lambda function of another load balancer', { ...lambda, loadBalancerArns: [OTHER] }, /^is used by /],
  ['of another VPC', { vpcId: 'vpc-9' }, /^is in the VPC vpc-9; the load balancer is in vpc-0a1b2c3d$/],
  [
    'of load balancers',
    { targetType: 'alb', protocol: 'TCP' },
    /^has targets of type alb; .*instance, ip, lambda only/,
  ],
  ['that speaks TCP', { protocol: 'TCP' }, /^has the protocol TCP; an HTTPS listener forwards to HTTP or HTTPS only$/],
  ['of appliances', { protocol: 'GENEVE' }, /^has the protocol GENEVE/],
  ['of IPv6 addresses', { ipAddressType: 'ipv6' }, /^has IPv6 targets; the load balancer has IPv4 addresses only$/],
])('a target group %s cannot be used', (_case, changes, reason) => {
  expect(problem(changes)).toMatch(reason);
});
