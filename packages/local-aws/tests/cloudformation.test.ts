import { createClock } from '../src/clock';
import { deploy } from '../src/cloudformation/deploy';
import type { Creation, StackServices } from '../src/cloudformation/resource-type';
import { createCloudWatch } from '../src/cloudwatch/cloudwatch';
import { createDynamoDb } from '../src/dynamodb/dynamodb';
import { createIam } from '../src/iam/iam';
import { createKms } from '../src/kms/kms';
import { createLambda } from '../src/lambda/lambda';
import { createS3 } from '../src/s3/s3';

const clock = createClock();
const world = { clock, region: 'eu-west-1', account: '123456789012', emit: () => {} };
const lambda = createLambda(world, {
  endpoint: () => 'http://127.0.0.1:4566',
  dnsPort: () => 5353,
  network: { routes: () => ({}) },
  readLog: () => undefined,
  accessKeyFor: () => ({ accessKeyId: '', secretAccessKey: '', sessionToken: '' }),
  send: async () => {},
});

afterAll(async () => {
  await lambda.stop();
  clock.stop();
});

const account = (): StackServices & Pick<Creation, 'artifact'> => ({
  world,
  lambda,
  cloudWatch: createCloudWatch(world, { visibleMessages: () => undefined, publish: () => {} }),
  dynamoDb: createDynamoDb(world),
  iam: createIam(world),
  kms: createKms(world),
  s3: createS3(world),
  artifact: () => new Uint8Array(),
  call: async (service) => Promise.reject(new Error(`no ${service} here`)),
});

/** Deploys a template of resources that need no other service than these. */
const stack = (template: Record<string, unknown>, parameters: Record<string, string> = {}) =>
  deploy(account(), 'service-dev', { Resources: {}, ...template }, parameters);

const GROUP = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/lambda/check' } };

describe('an intrinsic function', () => {
  test.each<[string, unknown, string]>([
    ['Ref of a resource', { Ref: 'Group' }, '/aws/lambda/check'],
    ['Ref of a parameter', { Ref: 'Stage' }, 'dev'],
    ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'eu-west-1'],
    [
      'GetAtt in a list',
      { 'Fn::GetAtt': ['Group', 'Arn'] },
      'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/check:*',
    ],
    [
      'GetAtt in a string',
      { 'Fn::GetAtt': 'Group.Arn' },
      'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/check:*',
    ],
    [
      'Sub',
      { 'Fn::Sub': 'arn:${AWS::Partition}:x:${Stage}:${Group}:${!Literal}' },
      'arn:aws:x:dev:/aws/lambda/check:${Literal}',
    ],
    [
      'Sub with an attribute',
      { 'Fn::Sub': '${Group.Arn}' },
      'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/check:*',
    ],
    ['Sub with variables', { 'Fn::Sub': ['${Name}-${Stage}', { Name: { Ref: 'AWS::StackName' } }] }, 'service-dev-dev'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Stage' }, 'b']] }, 'a-dev-b'],
    ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': ['.', 'app.example.test'] }] }, 'example'],
    ['Select of a list parameter', { 'Fn::Select': ['1', { Ref: 'Zones' }] }, 'b.test'],
    ['FindInMap', { 'Fn::FindInMap': ['Levels', { Ref: 'Stage' }, 'level'] }, 'debug'],
    ['If', { 'Fn::If': ['IsProduction', 'yes', { 'Fn::If': ['IsSmall', 'small', 'no'] }] }, 'small'],
    ['Join without the values that are none', { 'Fn::Join': [',', ['a', { Ref: 'AWS::NoValue' }, 'b']] }, 'a,b'],
  ])('%s', async (_, Value, expected) => {
    const { outputs } = await stack({
      Parameters: {
        Stage: { Type: 'String', Default: 'dev' },
        Zones: { Type: 'CommaDelimitedList', Default: 'a.test, b.test' },
      },
      Mappings: { Levels: { dev: { level: 'debug' } } },
      Conditions: {
        IsProduction: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
        IsSmall: {
          'Fn::And': [
            { 'Fn::Not': [{ Condition: 'IsProduction' }] },
            { 'Fn::Or': [{ Condition: 'IsProduction' }, { 'Fn::Equals': ['a', 'a'] }] },
          ],
        },
      },
      Resources: { Group: GROUP },
      Outputs: { Result: { Value } },
    });
    expect(outputs).toEqual({ Result: expected });
  });

  test.each([
    ['Fn::ImportValue', { 'Fn::ImportValue': 'other' }, 'does not model the intrinsic function Fn::ImportValue'],
    ['a Ref to nothing', { Ref: 'Missing' }, 'unresolved resource dependencies [Missing]'],
    [
      'an unknown attribute',
      { 'Fn::GetAtt': ['Group', 'Colour'] },
      'Group (AWS::Logs::LogGroup) has no attribute Colour',
    ],
    ['an unknown condition', { 'Fn::If': ['Missing', 'a', 'b'] }, 'unresolved condition Missing'],
    ['an unknown mapping', { 'Fn::FindInMap': ['A', 'b', 'c'] }, 'unable to get mapping for A::b::c'],
    ['Select beyond the end', { 'Fn::Select': [3, ['a']] }, 'Fn::Select cannot select'],
  ])('is refused: %s', async (_, Value, message) => {
    const failing = stack({ Resources: { Group: GROUP }, Outputs: { Result: { Value } } });
    await expect(failing).rejects.toMatchObject({ code: 'ValidationError', message: expect.stringContaining(message) });
  });
});

describe('a parameter', () => {
  const declared = {
    Email: { Type: 'String', AllowedPattern: '[^@]+@[^@]+', ConstraintDescription: 'must be an e-mail address' },
    Days: { Type: 'Number', Default: 30, MinValue: 1, MaxValue: 90 },
    Level: { Type: 'String', Default: 'info', AllowedValues: ['info', 'debug'] },
  };
  const Outputs = Object.fromEntries(Object.keys(declared).map((name) => [name, { Value: { Ref: name } }]));

  test('is what was given, else its default', async () => {
    const { outputs } = await stack({ Parameters: declared, Outputs }, { Email: 'a@example.test', Level: 'debug' });
    expect(outputs).toEqual({ Email: 'a@example.test', Days: '30', Level: 'debug' });
  });

  test.each([
    ['missing', {}, 'Parameters: [Email] must have values'],
    ['unknown', { Email: 'a@b', Colour: 'red' }, 'Parameters: [Colour] do not exist in the template'],
    ['against its pattern', { Email: 'nobody' }, "Parameter 'Email' must be an e-mail address"],
    ['not a number', { Email: 'a@b', Days: 'many' }, "Parameter 'Days' must be a number"],
    ['too large', { Email: 'a@b', Days: '91' }, "Parameter 'Days' must be a number from 1 to 90"],
    [
      'not among its values',
      { Email: 'a@b', Level: 'loud' },
      "Parameter 'Level' must be one of AllowedValues [info, debug]",
    ],
  ])('that is %s is refused', async (_, given, message) => {
    await expect(stack({ Parameters: declared }, given)).rejects.toThrow(message);
  });
});

describe('resources', () => {
  const group = (LogGroupName: unknown, rest = {}) => ({
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName },
    ...rest,
  });

  test('are created after those that they refer to, in whatever order they are listed', async () => {
    const { resources } = await stack({
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        Last: group({ 'Fn::Sub': '${Middle}/last' }, { DependsOn: 'First' }),
        Middle: group({ 'Fn::Join': ['/', [{ Ref: 'First' }, { 'Fn::If': ['Never', { Ref: 'Absent' }, 'middle'] }]] }),
        First: group('first', { DependsOn: ['Absent'] }),
        Absent: group('absent', { Condition: 'Never' }),
      },
    });
    expect(Object.keys(resources)).toEqual(['First', 'Middle', 'Last']);
    expect(resources.Last?.ref).toBe('first/middle/last');
  });

  test('that depend on each other are refused with the way around', async () => {
    const Resources = { A: group({ Ref: 'B' }), B: group({ 'Fn::Sub': '${C}' }), C: group('c', { DependsOn: 'A' }) };
    await expect(stack({ Resources })).rejects.toThrow('Circular dependency between resources: A -> B -> C -> A');
  });

  test('without a name get one from the stack and their logical id', async () => {
    const { resources } = await stack({ Resources: { Group: { Type: 'AWS::Logs::LogGroup' } } });
    expect(resources.Group?.ref).toMatch(/^service-dev-Group-[0-9A-F]{12}$/);
  });

  test.each([
    ['a type', { Thing: { Type: 'AWS::EC2::Instance' } }, 'does not know the types of: Thing (AWS::EC2::Instance)'],
    [
      'a property',
      { Group: { ...GROUP, Properties: { Colour: 'red' } } },
      'Group (AWS::Logs::LogGroup): Properties validation failed: ✖ Unrecognized key: "Colour"',
    ],
    [
      'a nested property',
      {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Color: 1 }] } },
        },
      },
      'AssumeRolePolicyDocument.Statement',
    ],
    ['an attribute of a resource', { Group: { ...GROUP, CreationPolicy: {} } }, 'Unrecognized key: "CreationPolicy"'],
    ['a value', { Group: { ...GROUP, Properties: { RetentionInDays: 13 } } }, 'not a retention of CloudWatch Logs'],
  ])('are refused with %s that is not known', async (_, Resources, message) => {
    await expect(stack({ Resources })).rejects.toMatchObject({
      code: 'ValidationError',
      message: expect.stringContaining(message),
    });
  });

  test('are all checked for their types before the first is created', async () => {
    const Resources = {
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] }, RoleName: 'first' } },
      Thing: { Type: 'AWS::EC2::Instance' },
    };
    const services = account();
    await expect(deploy(services, 'stack', { Resources })).rejects.toThrow('AWS::EC2::Instance');
    expect(services.iam.role('arn:aws:iam::123456789012:role/first')).toBeUndefined();
  });
});

test('a section of the template that is not modelled is refused', async () => {
  await expect(stack({ Transform: 'AWS::Serverless-2016-10-31' })).rejects.toThrow('Unrecognized key: "Transform"');
});

describe('a dashboard', () => {
  const metrics = (...of: unknown[]) => ({
    widgets: [{ type: 'metric', x: 0, y: 0, width: 6, height: 6, properties: { region: 'eu-west-1', metrics: of } }],
  });
  const dashboard = (DashboardBody: unknown) =>
    stack({ Resources: { Shown: { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardBody } } } });

  test.each<[string, unknown]>([
    ['no widgets', { widgets: [] }],
    ['a text', { widgets: [{ type: 'text', properties: { markdown: '# Hello' } }] }],
    ['metrics, the second like the first', metrics(['N', 'M', 'D', 'v', { stat: 'p50' }], ['...', 'w'])],
    ['an expression', metrics([{ expression: 'm / 60', id: 'e' }], ['N', 'M', { id: 'm', visible: false }])],
  ])('with %s is taken', async (_what, body) => {
    await expect(dashboard(JSON.stringify(body))).resolves.toBeDefined();
  });

  test.each<[string, unknown, RegExp]>([
    ['text that is no JSON', '{"widgets": [', /valid JSON object/],
    ['no widgets', {}, /widgets/],
    ['a widget of an unknown type', { widgets: [{ type: 'picture', properties: {} }] }, /type/],
    ['a widget that is too wide', { widgets: [{ type: 'text', width: 25, properties: { markdown: 'x' } }] }, /width/],
    ['an empty text', { widgets: [{ type: 'text', properties: {} }] }, /markdown/],
    ['a misspelt property', { widgets: [{ type: 'text', properties: { markdown: 'x', titel: '' } }] }, /titel/],
    ['a metric without its name', metrics(['N']), /namespace, a name/],
    ['a dimension without its value', metrics(['N', 'M', 'D']), /in pairs/],
    ['a rendering in the middle', metrics(['N', { stat: 'Sum' }, 'M']), /comes last/],
    ['an expression in a namespace', metrics(['N', 'M', { expression: 'm / 60' }]), /no namespace/],
    ['a statistic that there is not', metrics(['N', 'M', { stat: 'Median' }]), /statistic/],
    ['a period that CloudWatch does not have', metrics(['N', 'M', { period: 90 }]), /period/],
    ['an alarm by its name', { widgets: [{ type: 'alarm', properties: { alarms: ['mine'] } }] }, /alarms/],
  ])('with %s is refused', async (_what, body, reason) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    await expect(dashboard(text)).rejects.toThrow(/Properties validation failed/);
    await expect(dashboard(text)).rejects.toThrow(reason);
  });
});
