import { randomBytes, randomUUID } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-sns';
import { AwsError } from '../aws-error';
import type { Clock } from '../clock';
import type { MessageAttributes } from '../sqs/message-attributes';
import { jsonEnvelope, lambdaEvent, textFor, type Notification } from './notification';

/** Whom notifications can be delivered to. */
export interface Subscribers {
  /** Undefined when no queue has this ARN. */
  queue(arn: string): { send(body: string, attributes?: MessageAttributes): unknown } | undefined;
  /** Invokes a function asynchronously; its retries are Lambda's own. */
  invoke(functionArn: string, event: unknown): Promise<void>;
}

/** A mail that a subscriber got. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  /** Milliseconds since the epoch on the cloud's clock. */
  readonly at: number;
}

interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly token: string;
  readonly createdAt: number;
  isRaw: boolean;
  isConfirmed: boolean;
}

export type Subscriptions = ReturnType<typeof createSubscriptions>;

const PROTOCOLS: Readonly<Record<string, RegExp>> = {
  email: /^[^@\s]+@[^@\s]+$/,
  'email-json': /^[^@\s]+@[^@\s]+$/,
  lambda: /^arn:aws:lambda:[^:]+:\d{12}:function:.+$/,
  sqs: /^arn:aws:sqs:[^:]+:\d{12}:[^:]+$/,
};
/** SNS API reference, Subscribe: confirmation tokens are valid for two days. */
const TOKEN_LIFETIME_MS = 2 * 24 * 3600 * 1000;
const PENDING = 'PendingConfirmation';

const invalid = (reason: string) => new AwsError('InvalidParameterException', `Invalid parameter: ${reason}`);

/** The subscriptions of every topic, and the delivery to them. */
export function createSubscriptions(clock: Clock, account: string, subscribers: Subscribers) {
  const subscriptions = new Map<string, Subscription>();
  const mails: Mail[] = [];

  const existing = (arn: string | undefined): Subscription => {
    const subscription = subscriptions.get(arn ?? '');
    if (!subscription) throw new AwsError('NotFoundException', 'Subscription does not exist');
    return subscription;
  };

  const summary = ({ arn, topicArn, protocol, endpoint, isConfirmed }: Subscription): sdk.Subscription => ({
    SubscriptionArn: isConfirmed ? arn : PENDING,
    Owner: account,
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn: topicArn,
  });

  const setAttribute = (subscription: Subscription, name: string, value: string | undefined) => {
    if (name !== 'RawMessageDelivery') throw invalid(`AttributeName Reason: the local cloud does not model ${name}`);
    if (value !== 'true' && value !== 'false')
      throw invalid(`Attributes Reason: RawMessageDelivery: Invalid value [${value}]`);
    if (value === 'true' && subscription.protocol !== 'sqs')
      throw invalid(`Attributes Reason: RawMessageDelivery: Protocol [${subscription.protocol}] does not support it`);
    subscription.isRaw = value === 'true';
  };

  const deliverToQueue = ({ endpoint, isRaw }: Subscription, notification: Notification) => {
    const queue = subscribers.queue(endpoint);
    try {
      if (isRaw) queue?.send(textFor(notification, 'sqs'), notification.attributes);
      else queue?.send(jsonEnvelope(notification, 'sqs'));
    } catch (error) {
      // What the queue refuses is lost, as with a queue that does not exist: SNS does not retry a client-side error.
      if (!(error instanceof AwsError)) throw error;
    }
  };

  const deliverTo = (subscription: Subscription, notification: Notification) => {
    const { protocol, endpoint } = subscription;
    if (protocol === 'sqs') {
      deliverToQueue(subscription, notification);
    } else if (protocol === 'lambda') {
      void clock.hold(() => subscribers.invoke(endpoint, lambdaEvent(notification, subscription.arn)));
    } else {
      mails.push({
        to: endpoint,
        subject: notification.subject ?? 'AWS Notification Message',
        body: protocol === 'email' ? textFor(notification, protocol) : jsonEnvelope(notification, protocol),
        at: clock.now(),
      });
    }
  };

  return {
    mails: (): readonly Mail[] => mails,

    of: (topicArn: string) => [...subscriptions.values()].filter((subscription) => subscription.topicArn === topicArn),

    list: (topicArn?: string): sdk.Subscription[] =>
      [...subscriptions.values()]
        .filter((subscription) => topicArn === undefined || subscription.topicArn === topicArn)
        .map(summary),

    subscribe({
      TopicArn = '',
      Protocol = '',
      Endpoint = '',
      Attributes = {},
      ReturnSubscriptionArn,
    }: sdk.SubscribeCommandInput): sdk.SubscribeResponse {
      const form = PROTOCOLS[Protocol];
      if (!form) throw invalid(`Protocol Reason: the local cloud does not deliver to ${Protocol}`);
      if (!form.test(Endpoint)) throw invalid(`${Protocol} endpoint: ${Endpoint}`);
      const same = [...subscriptions.values()].find(
        (other) => other.topicArn === TopicArn && other.protocol === Protocol && other.endpoint === Endpoint,
      );
      const subscription: Subscription = same ?? {
        arn: `${TopicArn}:${randomUUID()}`,
        topicArn: TopicArn,
        protocol: Protocol,
        endpoint: Endpoint,
        token: randomBytes(64).toString('hex'),
        createdAt: clock.now(),
        isRaw: false,
        // A resource of the same account needs no confirmation; a mailbox does.
        isConfirmed: !Protocol.startsWith('email'),
      };
      for (const [name, value] of Object.entries(Attributes)) setAttribute(subscription, name, value);
      subscriptions.set(subscription.arn, subscription);
      if (!subscription.isConfirmed)
        mails.push({
          to: Endpoint,
          subject: 'AWS Notification - Subscription Confirmation',
          body: `You have chosen to subscribe to the topic:\n${TopicArn}\n\nTo confirm this subscription, use this token:\n${subscription.token}`,
          at: clock.now(),
        });
      return {
        SubscriptionArn: subscription.isConfirmed || ReturnSubscriptionArn ? subscription.arn : 'pending confirmation',
      };
    },

    confirm({ TopicArn, Token }: sdk.ConfirmSubscriptionCommandInput): sdk.ConfirmSubscriptionResponse {
      const subscription = [...subscriptions.values()].find(
        ({ topicArn, token }) => topicArn === TopicArn && token === Token,
      );
      if (!subscription || clock.now() - subscription.createdAt > TOKEN_LIFETIME_MS) throw invalid('Token');
      subscription.isConfirmed = true;
      return { SubscriptionArn: subscription.arn };
    },

    unsubscribe({ SubscriptionArn = '' }: sdk.UnsubscribeCommandInput): void {
      subscriptions.delete(SubscriptionArn);
    },

    getAttributes({
      SubscriptionArn,
    }: sdk.GetSubscriptionAttributesCommandInput): sdk.GetSubscriptionAttributesResponse {
      const { arn, topicArn, protocol, endpoint, isRaw, isConfirmed } = existing(SubscriptionArn);
      return {
        Attributes: {
          SubscriptionArn: arn,
          TopicArn: topicArn,
          Owner: account,
          Protocol: protocol,
          Endpoint: endpoint,
          RawMessageDelivery: String(isRaw),
          PendingConfirmation: String(!isConfirmed),
        },
      };
    },

    setAttributes({
      SubscriptionArn,
      AttributeName = '',
      AttributeValue,
    }: sdk.SetSubscriptionAttributesCommandInput): void {
      setAttribute(existing(SubscriptionArn), AttributeName, AttributeValue);
    },

    deliver(notification: Notification): void {
      for (const subscription of subscriptions.values())
        if (subscription.topicArn === notification.topicArn && subscription.isConfirmed)
          deliverTo(subscription, notification);
    },

    forgetTopic(topicArn: string): void {
      for (const { arn } of [...subscriptions.values()].filter((subscription) => subscription.topicArn === topicArn))
        subscriptions.delete(arn);
    },
  };
}
