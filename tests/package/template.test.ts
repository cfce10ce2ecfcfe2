import { domainProvisioningFailed } from '../../events/domain-provisioning-failed';
import { domainRequested } from '../../events/domain-requested';
import { domainSecured } from '../../events/domain-secured';
import { patternOf, registrySchemaOf, type EventContract } from '../../events/event';
import { idleFunctions } from '../../scripts/idle-functions';
import { INVENTORY_KEYS } from '../../shared/aws/inventory-bucket';
import { propertiesOf, resourcesOf, template } from './packaged';

const functions = resourcesOf('AWS::Lambda::Function');

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
  it.each<[string, EventContract<never> | object, string]>([
    ['DomainRequestedSchema', domainRequested, 'DomainRequested'],
    ['DomainSecuredSchema', domainSecured, 'DomainSecured'],
    ['DomainProvisioningFailedSchema', domainProvisioningFailed, 'DomainProvisioningFailed'],
  ])('registers %s as its contract has it', (id, contract, SchemaName) => {
    const { Content, ...properties } = propertiesOf(id);
    expect(properties).toMatchObject({ SchemaName, Type: 'JSONSchemaDraft4' });
    expect(JSON.parse(Content)).toEqual(registrySchemaOf(contract as typeof domainRequested));
  });

  it('starts the workflow by the pattern of the contract', () => {
    expect(propertiesOf('DomainRequestedRule')).toMatchObject({
      EventPattern: patternOf(domainRequested),
      Targets: [{ Arn: { Ref: 'SecureDomain' } }],
    });
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
    expect(propertiesOf('Failures').KmsMasterKeyId).toEqual({ Ref: 'FailuresKey' });
    expect(propertiesOf('FailuresKey').KeyPolicy.Statement).toContainEqual(
      expect.objectContaining({
        Principal: { Service: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'] },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      }),
    );
  });

  it('lets EventBridge publish without a source condition, which an encrypted topic would not honour', () => {
    const [untold] = propertiesOf('FailuresPolicy').PolicyDocument.Statement;
    expect(untold).toMatchObject({ Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish' });
    expect(untold).not.toHaveProperty('Condition');
  });
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

  it('refuses whoever comes without TLS', () => {
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

  it('and the page in it are outputs, for whoever wants to read it', () => {
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
