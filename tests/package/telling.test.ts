import { propertiesOf, resourcesOf, statementsOf, template } from './packaged';

const TOPICS = [{ Ref: 'Failures' }, { Ref: 'Chat' }];
const tellers = resourcesOf('AWS::Lambda::Function').filter(
  ([, { Properties }]) => Properties.Environment.Variables.TOPIC_ARN !== undefined,
);

it('three functions tell people', () => {
  expect(tellers.map(([id]) => id).sort()).toEqual([
    'NotifyFailureLambdaFunction',
    'NotifyMassChangeLambdaFunction',
    'NotifyHealthIssueLambdaFunction',
  ]);
});

describe.each(tellers)('%s', (_id, { Properties }) => {
  const role = String(Properties.Role['Fn::GetAtt'][0]);

  it('knows both topics and the runbook', () => {
    expect(Properties.Environment.Variables).toMatchObject({
      TOPIC_ARN: { Ref: 'Failures' },
      CHAT_TOPIC_ARN: { Ref: 'Chat' },
      RUNBOOK_URL: { Ref: 'RunbookUrl' },
    });
  });

  it('may publish to both topics and nowhere else', () => {
    const publishing = statementsOf(role).filter(({ Action }) => Action.includes('sns:Publish'));
    expect(publishing.map(({ Resource }) => Resource)).toEqual([TOPICS]);
  });
});

it('no other role may publish to a topic', () => {
  const roles = resourcesOf('AWS::IAM::Role').map(([role]) => role);
  const publishing = roles.filter((role) => statementsOf(role).some(({ Action }) => Action.includes('sns:Publish')));
  expect(publishing).toHaveLength(tellers.length);
});

it('both topics are encrypted with the one key, and only AWS’s own services may publish to them without a role', () => {
  for (const topic of ['Failures', 'Chat']) {
    expect(propertiesOf(topic).KmsMasterKeyId).toEqual({ Ref: 'FailuresKey' });
    const statements: { Principal: unknown; Action: unknown; Resource: unknown }[] = propertiesOf(`${topic}Policy`)
      .PolicyDocument.Statement;
    expect(statements.map(({ Principal }) => Principal)).toEqual([
      { Service: 'events.amazonaws.com' },
      { Service: 'cloudwatch.amazonaws.com' },
    ]);
    for (const { Action, Resource } of statements) expect([Action, Resource]).toEqual(['sns:Publish', { Ref: topic }]);
  }
});

it('lets the alarms of this stack alone into the chat', () => {
  const [, alarms] = propertiesOf('ChatPolicy').PolicyDocument.Statement;
  expect(alarms.Condition).toEqual({
    ArnLike: {
      'aws:SourceArn': {
        'Fn::Sub': 'arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:acm-autopilot-dev-*',
      },
    },
  });
});

it('an execution that could not tell is told of on both topics', () => {
  expect(propertiesOf('ExecutionEndedRule').Targets).toMatchObject([
    { Arn: { Ref: 'Failures' } },
    { Arn: { Ref: 'Chat' } },
  ]);
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
