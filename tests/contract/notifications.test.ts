import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { clientOptions } from '../../local/client-options';
import { startCloud, type Cloud } from '../../local/cloud';
import { clientOptions as serviceOptions } from '../../shared/aws/client-options';
import { snsNotifications } from '../../shared/aws/notifications';
import { failureMessage } from '../../shared/domain/failure-message';
import { AwsRequestError } from '../../shared/errors';

let cloud: Cloud;
let client: SNSClient;
let topicArn: string;

beforeAll(async () => {
  cloud = await startCloud();
  client = new SNSClient({ ...serviceOptions, ...clientOptions(cloud) });
  const { TopicArn = '' } = await client.send(new CreateTopicCommand({ Name: 'failures' }));
  topicArn = TopicArn;
});

afterAll(async () => {
  client.destroy();
  await cloud.close();
});

test.each(['app.example.test', `${'long-'.repeat(12)}label.example.test`, 'bücher\n.example.test', undefined])(
  'SNS takes the message about the domain %j as it is',
  async (domainName) => {
    const message = failureMessage({
      domainName,
      step: 'CheckDomain',
      error: 'CaaForbidsAmazonError',
      cause: 'Ünicode “quotes” and\nlines',
      advice: 'Do something.',
      created: [],
      executionArn: 'arn:aws:states:eu-west-1:123456789012:execution:secure-domain:x',
    });
    await snsNotifications(topicArn, client).send(message);
    expect(cloud.sns.published(topicArn).at(-1)).toMatchObject({ subject: message.subject, message: message.body });
  },
);

test('a topic that is not there is an error with the action and its topic', async () => {
  const sent = snsNotifications(`${topicArn}-gone`, client).send({ subject: 'subject', body: 'body' });
  await expect(sent).rejects.toThrow(AwsRequestError);
  await expect(sent).rejects.toThrow(/^sns:Publish \S+failures-gone: NotFound/);
});
