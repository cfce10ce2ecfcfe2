import { randomBytes, randomUUID } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-sns';
import { AwsError } from '../aws-error';
import type { Clock } from '../clock';
import type { MessageAttributes } from '../sqs/message-attributes';
import { jsonEnvelope, lambdaEvent, textFor, type Notification } from './notification';

/** The possible receivers of notifications. */
export interface Subscribers {
  /** Undefined when no queue has this ARN, or its policy does not allow the topic. */
  queue(arn: string, topicArn: string): { send(body: string, attributes?: MessageAttributes): unknown } | undefined;
  /** Invokes a function asynchronously; its retries are Lambda's own. */
  invoke(functionArn: string, event: unknown, topicArn: string): Promise<void>;
}

/** A mail to a subscriber. */
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

/** The subscriptions of all topics, and their deliveries. */
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

  const deliverToQueue = ({ endpoint, isRaw, topicArn }: Subscription, notification: Notification): void => {
    const queue = subscribers.queue(endpoint, topicArn);
    if (isRaw) queue?.send(textFor(notification, 'sqs'), notification.attributes);
    else queue?.send(jsonEnvelope(notification, 'sqs'));
  };

  const sendMail = (to: string, subject: string, body: string) => mails.push({ to, subject, body, at: clock.now() });

  const deliverTo = async (subscription: Subscription, notification: Notification): Promise<void> => {
    const { arn, endpoint, protocol, topicArn } = subscription;
    const subject = notification.subject ?? 'AWS Notification Message';
    if (protocol === 'sqs') deliverToQueue(subscription, notification);
    else if (protocol === 'lambda') await subscribers.invoke(endpoint, lambdaEvent(notification, arn), topicArn);
    else if (protocol === 'email') sendMail(endpoint, subject, textFor(notification, protocol));
    else sendMail(endpoint, subject, jsonEnvelope(notification, protocol));
  };

  const deliver = (subscription: Subscription, notification: Notification): void => {
    const delivery = clock.hold(() => deliverTo(subscription, notification));
    void delivery.catch((error: unknown) => {
      // A message that a subscriber refuses is lost, as if it did not exist: SNS does not retry client-side errors.
      if (!(error instanceof AwsError)) throw error;
    });
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
        // A resource in the same account needs no confirmation; a mailbox does.
        isConfirmed: !Protocol.startsWith('email'),
      };
      for (const [name, value] of Object.entries(Attributes)) setAttribute(subscription, name, value);
      subscriptions.set(subscription.arn, subscription);
      if (!subscription.isConfirmed)
        sendMail(
          Endpoint,
          'AWS Notification - Subscription Confirmation',
          `You have chosen to subscribe to the topic:\n${TopicArn}\n\nTo confirm this subscription, use this token:\n${subscription.token}`,
        );
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
          deliver(subscription, notification);
    },

    forgetTopic(topicArn: string): void {
      for (const { arn } of [...subscriptions.values()].filter((subscription) => subscription.topicArn === topicArn))
        subscriptions.delete(arn);
    },
  };
}
