import { propertiesOf, resourcesOf, statement, statementsOf, template } from './packaged';

const roles = resourcesOf('AWS::IAM::Role').map(([role]) => role);
const workflows = resourcesOf('AWS::StepFunctions::StateMachine').map(([workflow]) => workflow);

/** The actions that AWS gives no resource for, or that are about no one thing: all others name what they are about. */
const ANY_RESOURCE = new Set([
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'route53:ListHostedZones',
  'acm:ListCertificates',
  // No resource type; confined by its condition keys.
  'acm:RequestCertificate',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:DescribeRules',
  'elasticloadbalancing:DescribeListenerCertificates',
  'elasticloadbalancing:DescribeTags',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeAccountLimits',
  // The token is the permission.
  'states:SendTaskSuccess',
]);

it('each function has a role of its own', () => {
  const used = resourcesOf('AWS::Lambda::Function').map(([, { Properties }]) =>
    String(Properties.Role['Fn::GetAtt'][0]),
  );
  expect(new Set(used).size).toBe(resourcesOf('AWS::Lambda::Function').length);
});

it.each(roles)('%s names what its actions are about', (role) => {
  const wide = statementsOf(role).filter(({ Resource }) => [Resource].flat().includes('*'));
  expect(wide.flatMap(({ Action }) => Action).filter((action) => !ANY_RESOURCE.has(action))).toEqual([]);
});

it.each(roles)('%s has no action with a wildcard, but for the data keys that KMS has several of', (role) => {
  const actions = statementsOf(role).flatMap(({ Action }) => Action);
  expect(actions.filter((action) => action.includes('*') && action !== 'kms:GenerateDataKey*')).toEqual([]);
});

it.each([
  ['acm:DeleteCertificate', ['DeleteCertificateRole']],
  ['elasticloadbalancing:RemoveListenerCertificates', ['DetachCertificateRole']],
  ['elasticloadbalancing:RemoveTags', ['AttachCertificateRole']],
  ['elasticloadbalancing:CreateRule', ['AttachCertificateRole']],
  [
    'elasticloadbalancing:ModifyListener',
    ['AttachCertificateRole', 'AttachReplacementRole', 'DetachCertificateRole', 'RedirectHttpRole'],
  ],
])('%s is a right of its own steps alone', (action, its) => {
  expect(roles.filter((role) => statementsOf(role).some(({ Action }) => Action.includes(action))).sort()).toEqual(its);
});

it('no role may replace a set of things as a whole, or import a certificate', () => {
  const actions = new Set(roles.flatMap((role) => statementsOf(role).flatMap(({ Action }) => Action)));
  const known =
    /^(logs|xray|events|dynamodb):|^s3:PutObject$|:(DeleteCertificate|RemoveListenerCertificates|ModifyListener|RemoveTags)$/;
  const destructive = [...actions].filter((action) => /:(Delete|Remove|Set|Import|Put|Modify)/.test(action));
  expect(destructive.filter((action) => !known.test(action))).toEqual([]);
});

describe('a condition', () => {
  it('lets certificates be requested with DNS validation and our tag only', () => {
    expect(statement('RequestCertificateRole', 'RequestCertificates').Condition).toMatchObject({
      StringEquals: { 'acm:ValidationMethod': 'DNS', 'aws:RequestTag/acm-autopilot:stack': 'acm-autopilot-dev' },
      'ForAllValues:StringLike': { 'acm:DomainNames': expect.anything() },
    });
  });

  it.each([
    ['WriteValidationRecordsRole', 'WriteValidationRecords', ['UPSERT'], ['CNAME']],
    ['WriteAliasRecordsRole', 'CreateAliases', ['CREATE'], ['A', 'AAAA']],
    ['ReplaceRecordsRole', 'ReplaceRecords', ['DELETE', 'CREATE'], ['A', 'AAAA', 'CNAME']],
    ['RestoreRecordsRole', 'ReplaceRecords', ['DELETE', 'CREATE'], ['A', 'AAAA', 'CNAME']],
  ])('lets %s write its own kind of record only', (role, sid, actions, types) => {
    expect(statement(role, sid).Condition).toMatchObject({
      'ForAllValues:StringEquals': {
        'route53:ChangeResourceRecordSetsActions': actions,
        'route53:ChangeResourceRecordSetsRecordTypes': types,
      },
      'ForAllValues:StringLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': expect.anything() },
    });
  });

  it('keeps every role that changes records from those that decide over other certificates or over mail', () => {
    const changing = roles.filter((role) =>
      statementsOf(role).some(({ Action }) => Action.includes('route53:ChangeResourceRecordSets')),
    );
    expect(changing).toHaveLength(7);
    for (const role of changing) {
      const writesValidation = /Validation/.test(role);
      expect(statement(role, 'ProtectRecords')).toMatchObject({
        Effect: 'Deny',
        Resource: 'arn:aws:route53:::hostedzone/*',
        Condition: {
          'ForAnyValue:StringLike': {
            'route53:ChangeResourceRecordSetsNormalizedRecordNames': writesValidation
              ? ['_acme-challenge.*', '_dmarc.*', '*._domainkey.*']
              : ['_*', '*._*'],
          },
        },
      });
    }
  });

  it('lets records be replaced below the domains in mayReplaceRecords only', () => {
    const names = statement('ReplaceRecordsRole', 'ReplaceRecords').Condition?.['ForAllValues:StringLike'];
    expect(JSON.stringify(names)).toContain('{"Ref":"MayReplaceRecords"}');
    expect(JSON.stringify(names)).not.toContain('AllowedDomains');
    expect(template.Parameters['MayReplaceRecords']).toMatchObject({ Default: '' });
  });

  it.each(['WriteValidationRecordsRole', 'WaitForIssuedRole', 'DiagnoseIssuanceRole', 'VerifyHttpsRole'])(
    'lets %s look at a certificate whatever its tags, for one that ACM does not know yet has none',
    (role) => {
      const describing = statement(role, 'DescribeCertificates');
      expect(describing.Action).toEqual(['acm:DescribeCertificate']);
      expect(describing.Condition).toBeUndefined();
    },
  );

  it('lets every imported certificate be marked as replaced only where the deployer wants all of them replaced', () => {
    expect(statement('DetachCertificateRole', 'RetireImportedCertificates').Condition).toMatchObject({
      StringEquals: { 'aws:ResourceTag/acm-autopilot:replaceImported': 'true' },
    });
    expect(template.Resources['RetireEveryImportedCertificate']).toMatchObject({
      Condition: 'ReplacesEveryImported',
      Properties: { Roles: [{ Ref: 'DetachCertificateRole' }] },
    });
  });

  it('lets outcomes be published under our own names only', () => {
    expect(statement('PublishOutcomeRole', 'PublishEvents').Condition).toEqual({
      'ForAllValues:StringEquals': {
        'events:source': ['acm-autopilot'],
        'events:detail-type': ['Domain Secured', 'Domain Provisioning Failed'],
      },
    });
  });
});

it('the inventory is written by its own step alone, under its own keys', () => {
  expect(roles.filter((role) => statementsOf(role).some(({ Action }) => /^s3:/.test(Action.join())))).toEqual([
    'PublishInventoryPageRole',
  ]);
  expect(statement('PublishInventoryPageRole', 'WriteInventory')).toMatchObject({
    Action: ['s3:PutObject'],
    Resource: [
      { 'Fn::Sub': '${InventoryBucket.Arn}/inventory.html' },
      { 'Fn::Sub': '${InventoryBucket.Arn}/inventory.json' },
    ],
  });
});

it.each(workflows)('%s may invoke each function that it is given, and no other', (workflow) => {
  const invoked = statement(`${workflow}Role`, 'InvokeSteps').Resource;
  expect(new Set([invoked].flat())).toEqual(new Set(Object.values(propertiesOf(workflow).DefinitionSubstitutions)));
});
