import {
  DescribeTagsCommand,
  type ElasticLoadBalancingV2Client,
  RemoveTagsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { TargetNotFoundError } from '../errors';
import type { LoadBalancers } from '../ports/load-balancers';
import { callAws } from './call-aws';

/** The tags of load balancers and listeners in Elastic Load Balancing. */
export const elbListenerTags = (
  client: ElasticLoadBalancingV2Client,
): Pick<LoadBalancers, 'listTags' | 'removeTag'> => ({
  async listTags(arns) {
    const action = `elasticloadbalancing:DescribeTags ${arns.join(' ')}`;
    const { TagDescriptions = [] } = await callAws(
      action,
      client.send(new DescribeTagsCommand({ ResourceArns: [...arns] })),
      { LoadBalancerNotFoundException: notFound(action), ListenerNotFoundException: notFound(action) },
    );
    const tags = TagDescriptions.flatMap(({ Tags = [] }) => Tags);
    return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
  },

  async removeTag(listenerArn, key) {
    const action = `elasticloadbalancing:RemoveTags ${listenerArn}`;
    await callAws(action, client.send(new RemoveTagsCommand({ ResourceArns: [listenerArn], TagKeys: [key] })), {
      ListenerNotFoundException: notFound(action),
    });
  },
});

const notFound = (action: string) => (cause: Error) =>
  new TargetNotFoundError(`${action}: ${cause.message}`, { cause });
