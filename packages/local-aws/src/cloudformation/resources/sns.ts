import { z } from 'zod';
import { boolean, document, resourceType, tags, type Creation } from '../resource-type';

const endpoint = z.strictObject({ Endpoint: z.string(), Protocol: z.string() });

async function subscribe(
  { call }: Creation,
  TopicArn: string,
  { Endpoint, Protocol }: z.infer<typeof endpoint>,
  Attributes: Record<string, string> = {},
) {
  const output = await call('sns', 'Subscribe', {
    TopicArn,
    Endpoint,
    Protocol,
    Attributes,
    ReturnSubscriptionArn: true,
  });
  return z.object({ SubscriptionArn: z.string() }).parse(output).SubscriptionArn;
}

/** Topics and their subscriptions. */
export const snsTypes = {
  'AWS::SNS::Topic': resourceType(
    z.strictObject({
      TopicName: z.string().optional(),
      DisplayName: z.string().optional(),
      KmsMasterKeyId: z.string().optional(),
      Subscription: z.array(endpoint).optional(),
      Tags: tags.optional(),
    }),
    async ({ TopicName, DisplayName, KmsMasterKeyId, Subscription = [], Tags }, creation) => {
      const Name = TopicName ?? creation.generatedName;
      const Attributes = { ...(DisplayName && { DisplayName }), ...(KmsMasterKeyId && { KmsMasterKeyId }) };
      const output = await creation.call('sns', 'CreateTopic', { Name, Attributes, Tags });
      const { TopicArn } = z.object({ TopicArn: z.string() }).parse(output);
      for (const each of Subscription) await subscribe(creation, TopicArn, each);
      return { ref: TopicArn, attributes: { TopicArn, TopicName: Name } };
    },
    { remove: ({ ref: TopicArn }, { call }) => call('sns', 'DeleteTopic', { TopicArn }) },
  ),
  'AWS::SNS::TopicPolicy': resourceType(
    z.strictObject({ Topics: z.array(z.string()), PolicyDocument: document }),
    async ({ Topics, PolicyDocument }, { call, generatedName }) => {
      const attribute = { AttributeName: 'Policy', AttributeValue: JSON.stringify(PolicyDocument) };
      for (const TopicArn of Topics) await call('sns', 'SetTopicAttributes', { TopicArn, ...attribute });
      return { ref: generatedName, attributes: {} };
    },
  ),
  'AWS::SNS::Subscription': resourceType(
    z.strictObject({
      ...endpoint.shape,
      TopicArn: z.string(),
      RawMessageDelivery: boolean.optional(),
      RedrivePolicy: document.optional(),
    }),
    async ({ TopicArn, RawMessageDelivery, RedrivePolicy, ...given }, creation) => {
      const Attributes = {
        ...(RawMessageDelivery !== undefined && { RawMessageDelivery: String(RawMessageDelivery) }),
        ...(RedrivePolicy && { RedrivePolicy: JSON.stringify(RedrivePolicy) }),
      };
      const ref = await subscribe(creation, TopicArn, given, Attributes);
      return { ref, attributes: { Arn: ref } };
    },
    { remove: ({ ref: SubscriptionArn }, { call }) => call('sns', 'Unsubscribe', { SubscriptionArn }) },
  ),
};
