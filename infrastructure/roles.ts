import { contracts } from '../events/contracts';
import { SOURCE } from '../events/event';
import { FUNCTIONS, type FunctionDeclaration } from './functions';
import { PERMISSIONS, type Permission, type PermissionName, type Statement } from './permissions';
import { PROTECTED_RECORDS, UNDERSCORED_RECORDS, VALIDATION_RECORD_PERMISSIONS } from './record-denials';
import { arnOf, join, kebabCase, pascalCase, ref, sub, type Resource } from './template';

interface NamedStatement extends Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
}

/** A function, as infrastructure/functions.ts declares it. */
export type Declaration = readonly [name: string, FunctionDeclaration];

const DECLARATIONS: readonly Declaration[] = Object.values(FUNCTIONS).flatMap((each) => Object.entries(each));

/** The workflow that each role of a rule lets it start. What the workflows themselves may do is in state-machines.cjs. */
const RULE_ROLES = {
  DomainRequestedRuleRole: 'SecureDomain',
  DomainRemovalRequestedRuleRole: 'RetireDomain',
  DomainRollbackRequestedRuleRole: 'RollbackDomain',
  SweepRulesRole: 'Sweep',
};

/** The logical id of a function's role. */
export const roleOf = (functionName: string): string => `${pascalCase(functionName)}Role`;

const allow = (Sid: string, { Action, Resource, Condition }: Statement): NamedStatement => ({
  ...{ Sid, Effect: 'Allow', Action, Resource },
  ...(Condition && { Condition }),
});
const documentOf = (Statement: readonly NamedStatement[]) => ({ Version: '2012-10-17', Statement });

const role = (Service: string, PolicyName: string, statements: readonly NamedStatement[]): Resource => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
    },
    Policies: [{ PolicyName, PolicyDocument: documentOf(statements) }],
  },
});

/** The permissions that a function names. */
export function permissionsOf([name, { permissions }]: Declaration): (readonly [PermissionName, Permission])[] {
  return permissions.map((permission) => {
    // The types say so too, but nothing checks them when the service is packaged.
    if (!Object.hasOwn(PERMISSIONS, permission)) throw new Error(`${name}: there is no permission ${permission}`);
    return [permission, PERMISSIONS[permission]];
  });
}

function functionRole(declaration: Declaration): Resource {
  const [name, { publishes = [] }] = declaration;
  const permissions = permissionsOf(declaration);
  const changesRecords = permissions.some(([, { Action }]) => [Action].flat().includes(PROTECTED_RECORDS.Action));
  const changesValidation = permissions.some(([permission]) => VALIDATION_RECORD_PERMISSIONS.includes(permission));
  const untouched = changesValidation ? PROTECTED_RECORDS : UNDERSCORED_RECORDS;
  const statements = [
    // Lambda itself needs these, to trace and to log.
    allow('Traces', { Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' }),
    allow('Logs', {
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: sub(`\${${pascalCase(name)}LogGroup.Arn}:*`),
    }),
    ...permissions.flatMap(([permission, statement]) =>
      statement.onlyIf === undefined ? [allow(pascalCase(permission), statement)] : [],
    ),
    ...(publishes.length > 0 ? [publishEvents(publishes.map((event) => contracts[event].detailType))] : []),
    ...(changesRecords ? [{ ...allow('ProtectRecords', untouched), Effect: 'Deny' as const }] : []),
  ];
  return role('lambda.amazonaws.com', kebabCase(name), statements);
}

const publishEvents = (detailTypes: readonly string[]) =>
  allow('PublishEvents', {
    Action: 'events:PutEvents',
    Resource: arnOf('Bus'),
    Condition: { 'ForAllValues:StringEquals': { 'events:source': [SOURCE], 'events:detail-type': detailTypes } },
  });

/** What a role has under a condition of the template is a policy of its own. */
const conditionalPolicies = (declaration: Declaration) =>
  permissionsOf(declaration).flatMap(([permission, { onlyIf, ...statement }]): [string, Resource][] => {
    if (onlyIf === undefined) return [];
    const Sid = pascalCase(permission);
    const PolicyDocument = documentOf([allow(Sid, statement)]);
    const Properties = { PolicyName: kebabCase(permission), Roles: [ref(roleOf(declaration[0]))], PolicyDocument };
    return [[Sid, { Type: 'AWS::IAM::Policy', Condition: onlyIf, Properties }]];
  });

/** A role for each function, and one for each kind of rule that starts a workflow. */
export const roles = {
  Resources: Object.fromEntries([
    ...DECLARATIONS.flatMap((each) => [[roleOf(each[0]), functionRole(each)] as const, ...conditionalPolicies(each)]),
    ...Object.entries(RULE_ROLES).map(([name, workflow]) => {
      const start = allow(`Start${workflow}`, { Action: 'states:StartExecution', Resource: ref(workflow) });
      return [name, role('events.amazonaws.com', `start-${kebabCase(workflow)}`, [start])] as const;
    }),
  ]),
};

const ROOT = sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root');

/** The ARNs of everybody who may put events on the bus; where no sender is named, the root again, for an empty one would be no ARN. */
export const busSenders = [
  ROOT,
  ...DECLARATIONS.filter(([, { publishes }]) => publishes).map(([name]) => arnOf(roleOf(name))),
  { 'Fn::If': ['NamesSenders', join(',', ref('AllowedSenders')), ROOT] },
];
