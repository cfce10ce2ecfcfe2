/* eslint-disable @typescript-eslint/no-unsafe-call -- a template is JSON: each assertion checks the part that it reads */
import { readFileSync } from 'node:fs';
import { contracts } from '../../events/contracts';
import { domainRequested } from '../../events/domain-requested';
import { patternOf, registrySchemaOf } from '../../events/event';
import { idleFunctions } from '../../scripts/idle-functions';
import { INVENTORY_KEYS } from '../../shared/aws/inventory-bucket';
import { massChangeMessage } from '../../shared/domain/inventory/mass-change';
import { messageLinks } from '../../shared/domain/notification/message';
import { CHANNELS } from '../../shared/domain/notification/channels';
import { propertiesOf, resourcesOf, statementsOf, template } from './packaged';

const functions = resourcesOf('AWS::Lambda::Function');
const TOPICS = Object.values(CHANNELS).map(({ topic }) => ({ Ref: topic }));

/** A text of the template that is a link where the deployer has said where the runbook is, and else names its section. */
function expectSection(Runbook: { 'Fn::If': [string, { 'Fn::Sub': string }, string] }) {
  const [condition, { 'Fn::Sub': link }, words] = Runbook['Fn::If'];
  expect(condition).toBe('HasRunbookUrl');
  const [, heading = ''] = /^docs\/runbook\.md, "?([^"]+)"?$/.exec(words) ?? [];
  expect(readFileSync('docs/runbook.md', 'utf8')).toMatch(new RegExp(`^##+ ${heading}$`, 'm'));
  const message = massChangeMessage({ wouldChange: 4, allowed: 3, isRefused: true }, '', '');
  const [, linked] = messageLinks({ ...message, name: heading }, '${RunbookUrl}');
  expect(`Runbook: ${link}`).toBe(linked);
}

describe.each(functions)('the function %s', (id, { Properties }) => {
  it('runs on Node.js 24 on arm64, traced', () => {
    expect(Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
    });
  });
  it('keeps its log for 30 days', () => {
    const log = propertiesOf(id.replace('LambdaFunction', 'LogGroup'));
    expect(log).toEqual({ LogGroupName: `/aws/lambda/${Properties.FunctionName}`, RetentionInDays: 30 });
  });
});

const workflows = resourcesOf('AWS::StepFunctions::StateMachine').map(([workflow]) => workflow);

describe.each(workflows)('the workflow %s', (workflow) => {
  const { Definition, DefinitionSubstitutions, ...machine } = propertiesOf(workflow);
  const tasks = Object.entries<{ Type: string; Parameters: { FunctionName: string }; TimeoutSeconds?: number }>(
    Definition.States,
  ).filter(([, { Type }]) => Type === 'Task');
  const named = tasks.map(([, { Parameters }]) => Parameters.FunctionName.replace(/^\$\{(\w+)\}$/, '$1'));

  it('is a traced Standard workflow', () => {
    expect(machine).toMatchObject({ StateMachineType: 'STANDARD', TracingConfiguration: { Enabled: true } });
  });

  it('names every function that it is given, and is given every one that it names', () => {
    expect(new Set(named)).toEqual(new Set(Object.keys(DefinitionSubstitutions)));
  });

  it.each(tasks)(
    'gives the function of %s time to say itself that it is late',
    (_state, { Parameters, TimeoutSeconds }) => {
      const timeout: number = propertiesOf(`${Parameters.FunctionName.slice(2, -1)}LambdaFunction`).Timeout;
      // The wait for issuance is never shorter than a minute.
      expect(timeout).toBeLessThan(TimeoutSeconds ?? 60);
    },
  );
});

it('no function is idle: a workflow calls it, or an event', () => {
  expect(idleFunctions(template, [])).toEqual([]);
});

describe('the bus', () => {
  it.each(Object.entries(contracts))('registers %s as its contract has it', (name, contract) => {
    const SchemaName = name.replace(/^./, (first) => first.toUpperCase());
    const { Content, ...properties } = propertiesOf(`${SchemaName}Schema`);
    expect(properties).toMatchObject({ SchemaName, Type: 'JSONSchemaDraft4' });
    expect(JSON.parse(Content)).toEqual(registrySchemaOf(contract));
  });

  it('registers nothing else', () => {
    expect(resourcesOf('AWS::EventSchemas::Schema')).toHaveLength(Object.keys(contracts).length);
  });

  it('starts the workflow by the pattern of the contract', () => {
    expect(propertiesOf('DomainRequestedRule')).toMatchObject({
      EventPattern: patternOf(domainRequested),
      Targets: [{ Arn: { Ref: 'SecureDomain' } }],
    });
  });

  it('denies everybody but the named senders, the root and every role of the service that publishes', () => {
    const { Effect, Principal, Action, Condition } = propertiesOf('BusPolicy').Statement;
    expect({ Effect, Principal, Action }).toEqual({ Effect: 'Deny', Principal: '*', Action: 'events:PutEvents' });
    const [, passing] = Condition.ArnNotLike['aws:PrincipalArn']['Fn::Split'][1]['Fn::Join'];
    const publishers = resourcesOf('AWS::IAM::Role')
      .filter(([role]) => statementsOf(role).some((each) => each.Action.includes('events:PutEvents')))
      .map(([role]) => ({ 'Fn::GetAtt': [role, 'Arn'] }));
    expect(publishers.length).toBeGreaterThan(5);
    const root = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' };
    const senders = { 'Fn::If': ['NamesSenders', { 'Fn::Join': [',', { Ref: 'AllowedSenders' }] }, root] };
    expect(new Set(passing.map((each: unknown) => JSON.stringify(each)))).toEqual(
      new Set([root, ...publishers, senders].map((each) => JSON.stringify(each))),
    );
  });

  it('keeps every event for 30 days', () => {
    expect(propertiesOf('BusArchive')).toMatchObject({
      SourceArn: { 'Fn::GetAtt': ['Bus', 'Arn'] },
      RetentionDays: 30,
    });
  });

  it.each(resourcesOf('AWS::Events::Rule'))('%s keeps what it cannot deliver', (id, { Properties }) => {
    for (const target of Properties.Targets) {
      expect(target.DeadLetterConfig).toEqual({ Arn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] } });
    }
    const [{ Condition }] = propertiesOf('DeadLettersPolicy').PolicyDocument.Statement;
    expect(Condition.ArnEquals['aws:SourceArn']).toContainEqual({ 'Fn::GetAtt': [id, 'Arn'] });
  });

  it('keeps dead letters for 14 days, encrypted', () => {
    expect(propertiesOf('DeadLetters')).toMatchObject({
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: true,
    });
  });
});

describe('the topic', () => {
  it('is encrypted with a key that EventBridge and CloudWatch may use', () => {
    expect(propertiesOf('Notifications').KmsMasterKeyId).toEqual({ Ref: 'NotificationsKey' });
    expect(propertiesOf('NotificationsKey').KeyPolicy.Statement).toContainEqual(
      expect.objectContaining({
        Principal: { Service: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'] },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      }),
    );
  });

  it('lets EventBridge publish without a source condition, which an encrypted topic would not honour', () => {
    const [untold] = propertiesOf('NotificationsPolicy').PolicyDocument.Statement;
    expect(untold).toMatchObject({ Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish' });
    expect(untold).not.toHaveProperty('Condition');
  });
});

describe.each(resourcesOf('AWS::CloudWatch::Alarm'))('the alarm %s', (id, { Properties }) => {
  it('tells every topic, which let it in', () => {
    expect(Properties.AlarmActions).toEqual(TOPICS);
    const alarms = propertiesOf('NotificationsPolicy').PolicyDocument.Statement.find(
      ({ Sid }: { Sid: string }) => Sid === 'Alarms',
    );
    expect(alarms.Condition.ArnEquals['aws:SourceArn']).toContainEqual({ 'Fn::GetAtt': [id, 'Arn'] });
  });

  it('tells them of its end too, unless that means no more than that an hour went by', () => {
    expect(Properties.OKActions).toEqual(id === 'ExecutionsFailingAlarm' ? undefined : TOPICS);
  });

  it('links to a section of the runbook, or names it where nobody has said where the runbook is', () => {
    const [text, { Runbook }] = Properties.AlarmDescription['Fn::Sub'];
    expect(text).toMatch(/ \(\$\{Runbook\}\)$/);
    expectSection(Runbook);
  });

  it('says what a period without data means', () => {
    expect(['breaching', 'notBreaching']).toContain(Properties.TreatMissingData);
  });
});

it('the notification of an execution that ended without one has the same link', () => {
  const { Targets } = propertiesOf('ExecutionEndedRule');
  expect(Targets).toHaveLength(TOPICS.length);
  for (const { InputTransformer } of Targets) {
    const [text, { Runbook }] = InputTransformer.InputTemplate['Fn::Sub'];
    expect(text).toMatch(/Runbook\W+\$\{Runbook\}/i);
    expectSection(Runbook);
  }
});

it('an alarm has no more metrics than CloudWatch takes', () => {
  const { Metrics } = propertiesOf('ExecutionsFailingAlarm');
  const measured = Metrics.flatMap(({ MetricStat }: { MetricStat?: unknown }) => (MetricStat ? [MetricStat] : []));
  expect(measured).not.toEqual([]);
  expect(measured.length).toBeLessThanOrEqual(10);
});

describe('the bucket of the inventory', () => {
  it('is private, encrypted and versioned', () => {
    expect(propertiesOf('InventoryBucket')).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      VersioningConfiguration: { Status: 'Enabled' },
    });
  });

  it('keeps old versions for 30 days, and forgets what no sweep renews', () => {
    expect(propertiesOf('InventoryBucket').LifecycleConfiguration.Rules).toEqual([
      expect.objectContaining({
        Status: 'Enabled',
        ExpirationInDays: 60,
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
      }),
    ]);
  });

  it('denies requests without TLS', () => {
    const [statement] = propertiesOf('InventoryBucketPolicy').PolicyDocument.Statement;
    expect(statement).toMatchObject({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  it('does not stand in the way of taking the stack away, for CloudFormation deletes no bucket with objects in it', () => {
    for (const id of ['InventoryBucket', 'InventoryBucketPolicy'])
      expect(template.Resources[id]).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  it('and the page in it are outputs', () => {
    expect(template.Outputs['InventoryBucketName']?.Value).toEqual({ Ref: 'InventoryBucket' });
    expect(template.Outputs['InventoryPageKey']?.Value).toBe(INVENTORY_KEYS.page);
  });
});

it('forgets waits by itself', () => {
  expect(propertiesOf('IssuanceWaits').TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
});

it.each([
  ['AllowedZones', ''],
  ['AllowedDomains', ''],
  ['AllowedLoadBalancers', ''],
  ['AllowedSenders', ''],
  ['DefaultLoadBalancer', ''],
  ['NotificationEmail', ''],
  ['NamesPerCertificate', '10'],
])('the parameter %s is safe when nothing is chosen', (name, value) => {
  expect(String(template.Parameters[name]?.Default)).toBe(value);
});

it('joins by literal delimiters, as CloudFormation demands', () => {
  const delimiters: unknown[] = [];
  JSON.stringify(template, (key, value: unknown) => {
    if (key === 'Fn::Join' && Array.isArray(value)) delimiters.push(value[0]);
    return value;
  });
  expect(delimiters.length).toBeGreaterThan(0);
  expect(delimiters.filter((delimiter) => typeof delimiter !== 'string')).toEqual([]);
});
