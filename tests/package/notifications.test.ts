import { CHANNELS } from '../../shared/domain/notification/channels';
import { propertiesOf, resourcesOf, statementsOf, template } from './packaged';

const topics = Object.values(CHANNELS).map(({ topic }) => topic);
const TOPICS = topics.map((topic) => ({ Ref: topic }));
const tellers = resourcesOf('AWS::Lambda::Function').filter(
  ([, { Properties }]) => Properties.Environment.Variables.NOTIFICATIONS_TOPIC_ARN !== undefined,
);

it('three functions tell people', () => {
  expect(tellers.map(([id]) => id).sort()).toEqual([
    'CheckMassChangeLambdaFunction',
    'NotifyFailureLambdaFunction',
    'NotifyHealthIssueLambdaFunction',
  ]);
});

describe.each(tellers)('%s', (_id, { Properties }) => {
  const role = String(Properties.Role['Fn::GetAtt'][0]);

  it('knows every topic and the runbook', () => {
    const known = Object.entries(Properties.Environment.Variables).filter(([name]) => name.endsWith('_TOPIC_ARN'));
    expect(known.map(([, topic]) => topic)).toEqual(TOPICS);
    expect(Properties.Environment.Variables).toMatchObject({
      NOTIFICATIONS_TOPIC_ARN: { Ref: 'Notifications' },
      CHAT_NOTIFICATIONS_TOPIC_ARN: { Ref: 'ChatNotifications' },
      RUNBOOK_URL: { Ref: 'RunbookUrl' },
    });
  });

  it('may publish to every topic and nowhere else', () => {
    const publishing = statementsOf(role).filter(({ Action }) => Action.includes('sns:Publish'));
    expect(publishing.map(({ Resource }) => Resource)).toEqual([TOPICS]);
  });
});

it('no other role may publish to a topic', () => {
  const roles = resourcesOf('AWS::IAM::Role').map(([role]) => role);
  const publishing = roles.filter((role) => statementsOf(role).some(({ Action }) => Action.includes('sns:Publish')));
  expect(publishing).toHaveLength(tellers.length);
});

it('every topic is encrypted with the one key, and only AWS’s own services may publish to it without a role', () => {
  expect(resourcesOf('AWS::SNS::Topic').map(([id]) => id)).toEqual(topics);
  for (const topic of topics) {
    expect(propertiesOf(topic).KmsMasterKeyId).toEqual({ Ref: 'NotificationsKey' });
    const statements: { Principal: unknown; Action: unknown; Resource: unknown }[] = propertiesOf(`${topic}Policy`)
      .PolicyDocument.Statement;
    expect(statements.map(({ Principal }) => Principal)).toEqual([
      { Service: 'events.amazonaws.com' },
      { Service: 'cloudwatch.amazonaws.com' },
    ]);
    for (const { Action, Resource } of statements) expect([Action, Resource]).toEqual(['sns:Publish', { Ref: topic }]);
  }
});

it.each(topics)('lets the alarms of this stack alone into %s', (topic) => {
  const [, alarms] = propertiesOf(`${topic}Policy`).PolicyDocument.Statement;
  expect(alarms.Condition).toEqual({
    ArnEquals: {
      'aws:SourceArn': resourcesOf('AWS::CloudWatch::Alarm').map(([id]) => ({ 'Fn::GetAtt': [id, 'Arn'] })),
    },
  });
});

it('an execution that ended without a notification is reported on every topic', () => {
  expect(propertiesOf('ExecutionEndedRule').Targets).toMatchObject(TOPICS.map((topic) => ({ Arn: topic })));
});

it.each([
  ['', true],
  ['https://example.com/docs/runbook.md', true],
  ['http://wiki/acm', true],
  ['example.com', false],
  ['https://example.com/#a', false],
  ['https://example.com/a) "x"', false],
  // What would not be a link, or not JSON, in the text of a rule.
  ['https://example.com/<status>', false],
  ['https://example.com/a\\b', false],
])('takes %j for the place of the runbook: %s', (url, isTaken) => {
  const pattern = template.Parameters['RunbookUrl']?.AllowedPattern;
  expect(new RegExp(`^${pattern}$`).test(url)).toBe(isTaken);
});
