import type {
  AddTagsInput,
  CreateListenerInput,
  CreateLoadBalancerInput,
  CreateTargetGroupInput,
  ModifyListenerInput,
  RemoveTagsInput,
  Tag,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { onResource, onAnyResource, requestTags, tagRecord } from '../iam/permissions';
import type { RequiredPermission, OperationPermissions, World } from '../world';
import type { Inventory } from './inventory';

/** The IAM permissions that ELB's operations require (Service Authorization Reference, "Elastic Load Balancing V2"). */
export function elbPermissions({ account, region }: World, inventory: Inventory): OperationPermissions {
  const arn = (resource: string) => `arn:aws:elasticloadbalancing:${region}:${account}:${resource}`;
  const tagsOf = (resource: string) => {
    const tags = tagRecord(inventory.tags.get(resource));
    return { 'aws:ResourceTag': tags, 'elasticloadbalancing:ResourceTag': tags };
  };
  /** A new resource has only the tags that it is created with. */
  const creation = (
    operation: string,
    resource: string,
    tags: readonly Tag[] | undefined,
  ): readonly RequiredPermission[] =>
    !tags?.length
      ? []
      : [
          {
            action: 'elasticloadbalancing:AddTags',
            resource,
            context: {
              ...tagsOf(''),
              ...requestTags(tagRecord(tags)),
              'elasticloadbalancing:CreateAction': operation,
            },
          },
        ];

  return {
    ...onAnyResource(
      'DescribeLoadBalancers',
      'DescribeListeners',
      'DescribeListenerCertificates',
      'DescribeTargetGroups',
      'DescribeTargetHealth',
      'DescribeTags',
      'DescribeRules',
      'DescribeAccountLimits',
      'DescribeLoadBalancerAttributes',
      'DescribeListenerAttributes',
      'DescribeSSLPolicies',
    ),
    ...onResource<{ LoadBalancerArn: string }>(
      ['DeleteLoadBalancer'],
      ({ LoadBalancerArn }) => LoadBalancerArn,
      ({ LoadBalancerArn }) => tagsOf(LoadBalancerArn),
    ),
    ...onResource<{ ListenerArn: string }>(
      ['DeleteListener', 'CreateRule', 'AddListenerCertificates', 'RemoveListenerCertificates'],
      ({ ListenerArn }) => ListenerArn,
      ({ ListenerArn }) => tagsOf(ListenerArn),
    ),
    ...onResource<{ TargetGroupArn: string }>(
      ['DeleteTargetGroup', 'RegisterTargets', 'DeregisterTargets'],
      ({ TargetGroupArn }) => TargetGroupArn,
      ({ TargetGroupArn }) => tagsOf(TargetGroupArn),
    ),
    CreateLoadBalancer({ Name = '', Type, Tags }: CreateLoadBalancerInput) {
      const resource = arn(`loadbalancer/${Type === 'network' ? 'net' : 'app'}/${Name}/*`);
      const context = { ...tagsOf(''), ...requestTags(tagRecord(Tags)) };
      return [{ resource, context }, ...creation('CreateLoadBalancer', resource, Tags)];
    },
    CreateTargetGroup({ Name = '', Tags }: CreateTargetGroupInput) {
      const resource = arn(`targetgroup/${Name}/*`);
      const context = { ...tagsOf(''), ...requestTags(tagRecord(Tags)) };
      return [{ resource, context }, ...creation('CreateTargetGroup', resource, Tags)];
    },
    CreateListener(input: CreateListenerInput) {
      const resource = input.LoadBalancerArn ?? '';
      const listener = `${resource.replace(':loadbalancer/', ':listener/')}/*`;
      const context = { ...tagsOf(resource), ...listenerKeys(input), ...requestTags(tagRecord(input.Tags)) };
      return [{ resource, context }, ...creation('CreateListener', listener, input.Tags)];
    },
    ...onResource(
      ['ModifyListener'],
      ({ ListenerArn = '' }: ModifyListenerInput) => ListenerArn,
      (input) => ({ ...tagsOf(input.ListenerArn ?? ''), ...listenerKeys(input) }),
    ),
    AddTags: ({ ResourceArns = [], Tags }: AddTagsInput) =>
      ResourceArns.map((resource) => ({
        resource,
        context: {
          ...tagsOf(resource),
          ...requestTags(tagRecord(Tags)),
          'elasticloadbalancing:CreateAction': undefined,
        },
      })),
    RemoveTags: ({ ResourceArns = [], TagKeys = [] }: RemoveTagsInput) =>
      ResourceArns.map((resource) => ({ resource, context: { ...tagsOf(resource), 'aws:TagKeys': TagKeys } })),
  };
}

/** Only the settings that the request changes are condition keys of it. */
const listenerKeys = ({ Protocol, SslPolicy }: CreateListenerInput | ModifyListenerInput) => ({
  'elasticloadbalancing:ListenerProtocol': Protocol && [Protocol],
  'elasticloadbalancing:SecurityPolicy': SslPolicy && [SslPolicy],
});
