import type {
  CreateTopicInput,
  PublishInput,
  SubscribeInput,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-sns';
import { onResource, onAnyResource, requestTags, tagRecord } from '../iam/permissions';
import type { OperationPermissions, World } from '../world';

interface OfTopic {
  readonly TopicArn?: string | undefined;
}
interface OfSubscription {
  readonly SubscriptionArn?: string | undefined;
}

/** The IAM permissions that SNS's operations require (Service Authorization Reference, "Amazon SNS"). */
export function snsPermissions({ account, region }: Pick<World, 'account' | 'region'>): OperationPermissions {
  return {
    ...onAnyResource('ListTopics', 'ListSubscriptions'),
    ...onResource<OfTopic>(
      ['DeleteTopic', 'GetTopicAttributes', 'SetTopicAttributes', 'ConfirmSubscription', 'ListSubscriptionsByTopic'],
      ({ TopicArn = '' }) => TopicArn,
    ),
    // A subscription's ARN is its topic's ARN and an id; policies name the topic.
    ...onResource<OfSubscription>(
      ['Unsubscribe', 'GetSubscriptionAttributes', 'SetSubscriptionAttributes'],
      ({ SubscriptionArn = '' }) => SubscriptionArn.split(':').slice(0, 6).join(':'),
    ),
    ...onResource<PublishInput>(['Publish'], ({ TopicArn, TargetArn }) => TopicArn ?? TargetArn ?? '*'),
    ...onResource<SubscribeInput>(
      ['Subscribe'],
      ({ TopicArn = '' }) => TopicArn,
      ({ Endpoint, Protocol }) => ({ 'sns:Endpoint': Endpoint, 'sns:Protocol': Protocol }),
    ),
    CreateTopic({ Name, Tags }: CreateTopicInput) {
      const resource = `arn:aws:sns:${region}:${account}:${Name}`;
      const permission = { resource, context: requestTags(tagRecord(Tags)) };
      return Tags?.length ? [permission, { ...permission, action: 'sns:TagResource' }] : [permission];
    },
    ...onResource<TagResourceRequest>(
      ['TagResource'],
      ({ ResourceArn = '' }) => ResourceArn,
      ({ Tags }) => requestTags(tagRecord(Tags)),
    ),
    ...onResource<UntagResourceRequest>(
      ['UntagResource'],
      ({ ResourceArn = '' }) => ResourceArn,
      ({ TagKeys = [] }) => ({ 'aws:TagKeys': TagKeys }),
    ),
    ...onResource<{ ResourceArn?: string }>(['ListTagsForResource'], ({ ResourceArn = '' }) => ResourceArn),
  };
}
