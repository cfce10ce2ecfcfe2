import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { clientOptions } from 'local-aws/clients';
import { type Cloud, startCloud } from 'local-aws/cloud';
import { clientOptions as serviceOptions } from '../../shared/aws/call-aws';
import { snsNotifications } from '../../shared/aws/notifications';
import { CHANNEL_NAMES, perChannel, type ChannelName, type TopicArns } from '../../shared/domain/notification/channels';
import { asChatNotification } from '../../shared/domain/notification/chat-notification';
import { asEmail } from '../../shared/domain/notification/email';
import { failureMessage } from '../../shared/domain/notification/failure-message';
import { AwsRequestError } from '../../shared/errors';

const RUNBOOK = 'https://example.com/runbook';

let cloud: Cloud;
let client: SNSClient;
let topicArns: TopicArns;

const createTopic = async (Name: string) => (await client.send(new CreateTopicCommand({ Name }))).TopicArn ?? '';
const messageAbout = (domainName: string | undefined) =>
  failureMessage({
    domainName,
    step: 'CheckDomain',
    error: 'CaaForbidsAmazonError',
    cause: 'Ünicode “quotes” and\nlines',
    advice: 'Do something.',
    created: [],
    certificateArn: undefined,
    executionArn: 'arn:aws:states:eu-west-1:123456789012:execution:secure-domain:x',
  });
const messagesTo = (arn: string) => cloud.sns.published(arn).map(({ subject, message }) => ({ subject, message }));

beforeAll(async () => {
  cloud = await startCloud();
  client = new SNSClient({ ...serviceOptions, ...clientOptions(cloud) });
});

beforeEach(async () => {
  const { currentTestName = '' } = expect.getState();
  const name = currentTestName.replace(/\W+/g, '-').slice(-100);
  const created = CHANNEL_NAMES.map(async (channel) => [channel, await createTopic(`${name}-${channel}`)] as const);
  const arns = new Map(await Promise.all(created));
  topicArns = perChannel((channel) => arns.get(channel) ?? '');
});

afterAll(async () => {
  client.destroy();
  await cloud.close();
});

test.each(['app.example.test', `${'long-'.repeat(12)}label.example.test`, 'bücher\n.example.test', undefined])(
  'SNS takes the message about the domain %j as it is: as text for mail, as JSON for chat',
  async (domainName) => {
    const message = messageAbout(domainName);
    await snsNotifications({ topicArns, runbookUrl: RUNBOOK }, client).send(message);
    const { subject, body } = asEmail(message, RUNBOOK);
    expect(messagesTo(topicArns.mail)).toEqual([{ subject, message: body }]);
    expect(messagesTo(topicArns.chat)).toEqual([{ message: JSON.stringify(asChatNotification(message, RUNBOOK)) }]);
  },
);

test.each<[ChannelName, ChannelName]>([
  ['mail', 'chat'],
  ['chat', 'mail'],
])('when the topic for %s is missing, the error names it, and %s still receives the message', async (gone, other) => {
  const targets = { topicArns: { ...topicArns, [gone]: `${topicArns[gone]}-gone` }, runbookUrl: '' };
  const sent = snsNotifications(targets, client).send(messageAbout('app.example.test'));
  await expect(sent).rejects.toThrow(AwsRequestError);
  await expect(sent).rejects.toThrow(new RegExp(`^sns:Publish \\S+-${gone}-gone: NotFound`));
  expect(messagesTo(topicArns[other])).toHaveLength(1);
});
