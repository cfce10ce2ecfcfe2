import { randomUUID } from 'node:crypto';
import * as sdk from '@aws-sdk/client-sns';
import { AwsError } from '../aws-error';
import type { Service, World } from '../world';
import { snsPermissions } from './permissions';
import { checkPublication, readMessageByProtocol, type Notification, type Publication } from './notification';
import { createSubscriptions, type Mail, type Subscribers } from './subscriptions';

/** Simple Notification Service: standard topics with queues, functions and mailboxes as subscribers. */
export interface Sns {
  readonly service: Service;
  /** Publishes as the Publish operation does, with its checks. */
  publish(topicArn: string, publication: Publication): Notification;
  /** The attributes set on a topic; undefined when there is no such topic. */
  attributes(topicArn: string): Readonly<Record<string, string>> | undefined;
  /** The notifications that a topic accepted, oldest first. */
  published(topicArn: string): readonly Notification[];
  /** Every mail that was sent, including requests to confirm a subscription. */
  deliveries(): readonly Mail[];
}

interface Topic {
  readonly arn: string;
  attributes: Readonly<Record<string, string>>;
  tags: ReadonlyMap<string, string>;
  readonly published: Notification[];
}

const PAGE_SIZE = 100;
const SETTABLE = ['DisplayName', 'KmsMasterKeyId', 'Policy', 'SignatureVersion', 'TracingConfig'];

const invalid = (reason: string) => new AwsError('InvalidParameterException', `Invalid parameter: ${reason}`);

const tagMap = (tags: readonly sdk.Tag[] = []) => new Map(tags.map(({ Key = '', Value = '' }) => [Key, Value]));

/** Pages are numbered by the offset of their first item. */
function pageOf<T>(items: readonly T[], token: string | undefined): { page: T[]; NextToken?: string } {
  const from = Number(token ?? 0);
  if (!Number.isInteger(from) || from < 0) throw invalid('NextToken');
  const next = from + PAGE_SIZE;
  return { page: items.slice(from, next), ...(next < items.length && { NextToken: String(next) }) };
}

function checkTopicAttributes(attributes: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(attributes))
    if (!SETTABLE.includes(name)) throw invalid(`AttributeName Reason: the local cloud does not model ${name}`);
}

const same = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>) =>
  a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);

/** @param subscribers the subscribers that topics can deliver to */
export function createSns({ clock, region, account }: World, subscribers: Subscribers): Sns {
  const topics = new Map<string, Topic>();
  const subscriptions = createSubscriptions(clock, account, subscribers);

  const topicAt = (arn: string | undefined): Topic => {
    const topic = topics.get(arn ?? '');
    if (!topic) throw new AwsError('NotFoundException', 'Topic does not exist');
    return topic;
  };
  const tagged = (arn: string | undefined): Topic => {
    const topic = topics.get(arn ?? '');
    if (!topic) throw new AwsError('ResourceNotFoundException', 'Resource does not exist');
    return topic;
  };

  const publish = (topicArn: string, publication: Publication): Notification => {
    const topic = topicAt(topicArn);
    checkPublication(publication);
    const notification = { ...publication, messageId: randomUUID(), topicArn, publishedAt: clock.now() };
    topic.published.push(notification);
    subscriptions.deliver(notification);
    return notification;
  };

  const operations = {
    CreateTopic({ Name = '', Attributes = {}, Tags }: sdk.CreateTopicCommandInput): sdk.CreateTopicResponse {
      if (!/^[\w-]{1,256}$/.test(Name)) throw invalid('Topic Name');
      checkTopicAttributes(Attributes);
      const arn = `arn:aws:sns:${region}:${account}:${Name}`;
      const existing = topics.get(arn);
      if (!existing) topics.set(arn, { arn, attributes: Attributes, tags: tagMap(Tags), published: [] });
      else if (Object.entries(Attributes).some(([name, value]) => existing.attributes[name] !== value))
        throw invalid('Attributes Reason: Topic already exists with different attributes');
      else if (Tags && !same(tagMap(Tags), existing.tags))
        throw invalid('Tags Reason: Topic already exists with different tags');
      return { TopicArn: arn };
    },

    DeleteTopic({ TopicArn = '' }: sdk.DeleteTopicCommandInput): void {
      topics.delete(TopicArn);
      subscriptions.forgetTopic(TopicArn);
    },

    ListTopics({ NextToken }: sdk.ListTopicsCommandInput): sdk.ListTopicsResponse {
      const { page, ...next } = pageOf([...topics.values()], NextToken);
      return { Topics: page.map(({ arn }) => ({ TopicArn: arn })), ...next };
    },

    GetTopicAttributes({ TopicArn }: sdk.GetTopicAttributesCommandInput): sdk.GetTopicAttributesResponse {
      const { arn, attributes } = topicAt(TopicArn);
      const confirmed = subscriptions.of(arn).filter(({ isConfirmed }) => isConfirmed).length;
      return {
        Attributes: {
          DisplayName: '',
          ...attributes,
          TopicArn: arn,
          Owner: account,
          SubscriptionsConfirmed: String(confirmed),
          SubscriptionsPending: String(subscriptions.of(arn).length - confirmed),
          SubscriptionsDeleted: '0',
        },
      };
    },

    SetTopicAttributes({
      TopicArn,
      AttributeName = '',
      AttributeValue = '',
    }: sdk.SetTopicAttributesCommandInput): void {
      const topic = topicAt(TopicArn);
      checkTopicAttributes({ [AttributeName]: AttributeValue });
      topic.attributes = { ...topic.attributes, [AttributeName]: AttributeValue };
    },

    Publish(input: sdk.PublishCommandInput): sdk.PublishResponse {
      if (input.PhoneNumber || input.MessageGroupId || input.MessageDeduplicationId)
        throw invalid('the local cloud models neither text messages nor message groups');
      if (input.MessageStructure !== undefined && input.MessageStructure !== 'json') throw invalid('MessageStructure');
      const message = input.Message ?? '';
      const { messageId } = publish(input.TopicArn ?? input.TargetArn ?? '', {
        subject: input.Subject,
        message,
        attributes: input.MessageAttributes,
        ...(input.MessageStructure && { messageByProtocol: readMessageByProtocol(message) }),
      });
      return { MessageId: messageId };
    },

    Subscribe(input: sdk.SubscribeCommandInput): sdk.SubscribeResponse {
      topicAt(input.TopicArn);
      return subscriptions.subscribe(input);
    },

    ConfirmSubscription(input: sdk.ConfirmSubscriptionCommandInput): sdk.ConfirmSubscriptionResponse {
      topicAt(input.TopicArn);
      return subscriptions.confirm(input);
    },

    ListSubscriptions({ NextToken }: sdk.ListSubscriptionsCommandInput): sdk.ListSubscriptionsResponse {
      const { page, ...next } = pageOf(subscriptions.list(), NextToken);
      return { Subscriptions: page, ...next };
    },

    ListSubscriptionsByTopic({
      TopicArn,
      NextToken,
    }: sdk.ListSubscriptionsByTopicCommandInput): sdk.ListSubscriptionsByTopicResponse {
      const { page, ...next } = pageOf(subscriptions.list(topicAt(TopicArn).arn), NextToken);
      return { Subscriptions: page, ...next };
    },

    Unsubscribe: (input: sdk.UnsubscribeCommandInput): void => subscriptions.unsubscribe(input),

    GetSubscriptionAttributes: (
      input: sdk.GetSubscriptionAttributesCommandInput,
    ): sdk.GetSubscriptionAttributesResponse => subscriptions.getAttributes(input),

    SetSubscriptionAttributes: (input: sdk.SetSubscriptionAttributesCommandInput): void =>
      subscriptions.setAttributes(input),

    TagResource({ ResourceArn, Tags }: sdk.TagResourceCommandInput): sdk.TagResourceResponse {
      const topic = tagged(ResourceArn);
      topic.tags = new Map([...topic.tags, ...tagMap(Tags)]);
      return {};
    },

    UntagResource({ ResourceArn, TagKeys = [] }: sdk.UntagResourceCommandInput): sdk.UntagResourceResponse {
      const topic = tagged(ResourceArn);
      topic.tags = new Map([...topic.tags].filter(([key]) => !TagKeys.includes(key)));
      return {};
    },

    ListTagsForResource: ({ ResourceArn }: sdk.ListTagsForResourceCommandInput): sdk.ListTagsForResourceResponse => ({
      Tags: [...tagged(ResourceArn).tags].map(([Key, Value]) => ({ Key, Value })),
    }),
  };

  return {
    service: { signingName: 'sns', sdk, operations, permissions: snsPermissions({ account, region }) },
    publish,
    attributes: (topicArn) => topics.get(topicArn)?.attributes,
    published: (topicArn) => topicAt(topicArn).published,
    deliveries: subscriptions.mails,
  };
}
