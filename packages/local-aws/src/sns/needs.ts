import type {
  CreateTopicInput,
  PublishInput,
  SubscribeInput,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-sns';
import { about, aboutNothing, requestTags, tagRecord } from '../iam/needs';
import type { Needs, World } from '../world';

interface OfTopic {
  readonly TopicArn?: string | undefined;
}
interface OfSubscription {
  readonly SubscriptionArn?: string | undefined;
}

/** What SNS's operations need of the caller's policies (Service Authorization Reference, "Amazon SNS"). */
export function snsNeeds({ account, region }: Pick<World, 'account' | 'region'>): Needs {
  return {
    ...aboutNothing('ListTopics', 'ListSubscriptions'),
    ...about<OfTopic>(
      ['DeleteTopic', 'GetTopicAttributes', 'SetTopicAttributes', 'ConfirmSubscription', 'ListSubscriptionsByTopic'],
      ({ TopicArn = '' }) => TopicArn,
    ),
    // A subscription's ARN is its topic's, and an id: policies name the topic.
    ...about<OfSubscription>(
      ['Unsubscribe', 'GetSubscriptionAttributes', 'SetSubscriptionAttributes'],
      ({ SubscriptionArn = '' }) => SubscriptionArn.split(':').slice(0, 6).join(':'),
    ),
    ...about<PublishInput>(['Publish'], ({ TopicArn, TargetArn }) => TopicArn ?? TargetArn ?? '*'),
    ...about<SubscribeInput>(
      ['Subscribe'],
      ({ TopicArn = '' }) => TopicArn,
      ({ Endpoint, Protocol }) => ({ 'sns:Endpoint': Endpoint, 'sns:Protocol': Protocol }),
    ),
    CreateTopic({ Name, Tags }: CreateTopicInput) {
      const resource = `arn:aws:sns:${region}:${account}:${Name}`;
      const need = { resource, context: requestTags(tagRecord(Tags)) };
      return Tags?.length ? [need, { ...need, action: 'sns:TagResource' }] : [need];
    },
    ...about<TagResourceRequest>(
      ['TagResource'],
      ({ ResourceArn = '' }) => ResourceArn,
      ({ Tags }) => requestTags(tagRecord(Tags)),
    ),
    ...about<UntagResourceRequest>(
      ['UntagResource'],
      ({ ResourceArn = '' }) => ResourceArn,
      ({ TagKeys = [] }) => ({ 'aws:TagKeys': TagKeys }),
    ),
    ...about<{ ResourceArn?: string }>(['ListTagsForResource'], ({ ResourceArn = '' }) => ResourceArn),
  };
}
