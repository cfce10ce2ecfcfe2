import { CHANNELS, CHANNEL_NAMES, topicVariable } from '../shared/domain/notification/channels';
import { STACK_TAG, TAGS } from '../shared/domain/certificate/tags';
import { COPYING_TAG } from '../shared/domain/target/copy-rules';
import { arnOf, join, ref, split, STACK, sub, type Value } from './template';

/** What IAM calls a statement, without its Sid and its effect. */
export interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: Value;
  /** By operator, then by condition key. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Value>>>>;
}

/** A statement that a function's role may have, and what comes with it. */
export interface Permission extends Statement {
  /** The environment variables by which the function knows the resource. */
  readonly environment?: Readonly<Record<string, Value>>;
  /** The template's condition under which alone the role has it. */
  readonly onlyIf?: string;
}

const ANY_CERTIFICATE = sub('arn:${AWS::Partition}:acm:${AWS::Region}:${AWS::AccountId}:certificate/*');
const ELB = 'arn:${AWS::Partition}:elasticloadbalancing:${AWS::Region}:${AWS::AccountId}';
const ALLOWED_LOAD_BALANCERS = sub(`${ELB}:loadbalancer/app/\${AllowedLoadBalancers}/*`);
const ALLOWED_LISTENERS = sub(`${ELB}:listener/app/\${AllowedLoadBalancers}/*`);

/** Each member of a parameter's list with the same text before it. */
const prefixed = (prefix: string, parameter: string) => join('', [prefix, join(`,${prefix}`, ref(parameter))]);
const ZONE_ARN = 'arn:aws:route53:::hostedzone/';
/** Without the `/hostedzone/` that an id may begin with. */
const ZONE_IDS = split(',', join('', split('/hostedzone/', join(',', ref('AllowedZones')))));
const ALLOWED_ZONES = split(',', join('', [ZONE_ARN, join(`,${ZONE_ARN}`, ZONE_IDS)]));
/** The domains of a parameter's list, with everything below them. */
const namesWithin = (parameter: string) =>
  split(',', join(',', [join(',', ref(parameter)), prefixed('*.', parameter)]));
const ALLOWED_NAMES = namesWithin('AllowedDomains');
/** What ACM names its validation records: `_` and characters of its own, below the domain. */
const VALIDATION_NAMES = split(',', prefixed('_*.', 'AllowedDomains'));

/** The marks of a certificate that is taken out of service. */
const RETIREMENT_TAGS = [TAGS.retired, TAGS.replacedBy];
const REQUESTED_FOR_STACK = { [`aws:RequestTag/${STACK_TAG}`]: STACK };
const MANAGED_BY_STACK = { [`aws:ResourceTag/${STACK_TAG}`]: STACK };
/** A listener that this stack has created and whose rules it has not copied completely. */
const BEING_COPIED = { StringEquals: MANAGED_BY_STACK, Null: { [`aws:ResourceTag/${COPYING_TAG}`]: 'false' } };

const certificateState = (Action: string): Permission => ({
  Action,
  Resource: arnOf('CertificateState'),
  environment: { CERTIFICATE_STATE_TABLE: ref('CertificateState') },
});
const createdRecords = (...Action: readonly string[]): Permission => ({
  Action,
  Resource: arnOf('CreatedRecords'),
  environment: { CREATED_RECORDS_TABLE: ref('CreatedRecords') },
});
const replacedRecords = (...Action: readonly string[]): Permission => ({
  Action,
  Resource: arnOf('ReplacedRecords'),
  environment: { REPLACED_RECORDS_TABLE: ref('ReplacedRecords') },
});
const issuanceWaits = (...Action: readonly string[]): Permission => ({
  Action,
  Resource: arnOf('IssuanceWaits'),
  environment: { ISSUANCE_WAITS_TABLE: ref('IssuanceWaits') },
});

type Changes = 'CREATE' | 'UPSERT' | 'DELETE';

/**
 * Changes of records in the allowed zones, each of one kind. The keys describe the batch as a whole, so that one wrong record among
 * right ones is enough for a refusal (Route 53 developer guide, "Using IAM policy conditions for fine-grained access control").
 */
const changeRecords = (actions: Changes | readonly Changes[], types: readonly string[], names: Value): Permission => ({
  Action: 'route53:ChangeResourceRecordSets',
  Resource: ALLOWED_ZONES,
  Condition: {
    'ForAllValues:StringEquals': {
      'route53:ChangeResourceRecordSetsActions': [actions].flat(),
      'route53:ChangeResourceRecordSetsRecordTypes': types,
    },
    'ForAllValues:StringLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': names },
  },
});

/** ELB's condition key has the protocol that the request names: a request that names none is denied. */
const modifyListeners = (protocol: 'HTTP' | 'HTTPS'): Permission => ({
  Action: 'elasticloadbalancing:ModifyListener',
  Resource: ALLOWED_LISTENERS,
  Condition: { 'ForAnyValue:StringEquals': { 'elasticloadbalancing:ListenerProtocol': [protocol] } },
});

/**
 * Every permission of a function, by its name, which is also the Sid of the statement: the narrowest actions, resources and
 * condition keys that AWS has (Service Authorization Reference). A `*` is only where AWS knows no resource for the action.
 */
export const PERMISSIONS = {
  // ACM. Reading is not confined to this stack's tag: imported certificates, which have none, are watched too, and one that ACM
  // does not know yet has none either, where "denied" would hide that.
  listCertificates: { Action: 'acm:ListCertificates', Resource: '*' },
  describeCertificates: { Action: 'acm:DescribeCertificate', Resource: ANY_CERTIFICATE },
  readCertificateTags: { Action: 'acm:ListTagsForCertificate', Resource: ANY_CERTIFICATE },
  // A validation record is the same in every Region, and may be needed in any.
  readCertificatesOfAllRegions: {
    Action: ['acm:DescribeCertificate', 'acm:ListTagsForCertificate'],
    Resource: sub('arn:${AWS::Partition}:acm:*:${AWS::AccountId}:certificate/*'),
  },
  // DNS validation only (no method would mean e-mail), allowed names only, and never without this stack's tag.
  requestCertificates: {
    Action: 'acm:RequestCertificate',
    Resource: '*',
    Condition: {
      StringEquals: { 'acm:ValidationMethod': 'DNS', ...REQUESTED_FOR_STACK },
      'ForAllValues:StringLike': { 'acm:DomainNames': ALLOWED_NAMES },
    },
  },
  // IAM cannot tell a new certificate from an old one here; at least none can be marked for deletion with it.
  tagRequestedCertificates: {
    Action: 'acm:AddTagsToCertificate',
    Resource: ANY_CERTIFICATE,
    Condition: {
      StringEquals: REQUESTED_FOR_STACK,
      'ForAllValues:StringNotEquals': { 'aws:TagKeys': RETIREMENT_TAGS },
    },
  },
  tagTargets: {
    Action: 'acm:AddTagsToCertificate',
    Resource: ANY_CERTIFICATE,
    Condition: { StringEquals: MANAGED_BY_STACK, 'ForAllValues:StringEquals': { 'aws:TagKeys': [TAGS.target] } },
  },
  retireManagedCertificates: {
    Action: 'acm:AddTagsToCertificate',
    Resource: ANY_CERTIFICATE,
    Condition: { StringEquals: MANAGED_BY_STACK, 'ForAllValues:StringEquals': { 'aws:TagKeys': RETIREMENT_TAGS } },
  },
  retireImportedCertificates: {
    Action: 'acm:AddTagsToCertificate',
    Resource: ANY_CERTIFICATE,
    Condition: {
      StringEquals: { [`aws:ResourceTag/${TAGS.replaceImported}`]: 'true' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': RETIREMENT_TAGS },
    },
  },
  // Where the deployer wants every imported certificate replaced, none needs a tag that says so.
  retireEveryImportedCertificate: {
    Action: 'acm:AddTagsToCertificate',
    Resource: ANY_CERTIFICATE,
    Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': RETIREMENT_TAGS } },
    onlyIf: 'ReplacesEveryImported',
  },
  deleteRetiredCertificates: {
    Action: 'acm:DeleteCertificate',
    Resource: ANY_CERTIFICATE,
    Condition: { StringEquals: MANAGED_BY_STACK, Null: { [`aws:ResourceTag/${TAGS.retired}`]: 'false' } },
  },

  // Route 53. A role that changes records may change one kind of them in one way; see record-denials.ts too.
  listZones: { Action: 'route53:ListHostedZones', Resource: '*' },
  readZones: { Action: 'route53:GetHostedZone', Resource: ALLOWED_ZONES },
  readRecords: { Action: 'route53:ListResourceRecordSets', Resource: ALLOWED_ZONES },
  writeValidationRecords: changeRecords('UPSERT', ['CNAME'], VALIDATION_NAMES),
  deleteValidationRecords: changeRecords('DELETE', ['CNAME'], VALIDATION_NAMES),
  // CREATE cannot overwrite.
  createAliases: changeRecords('CREATE', ['A', 'AAAA'], ALLOWED_NAMES),
  // A DELETE must match the record exactly, and one batch either moves an alias or changes nothing.
  moveAliases: changeRecords(['DELETE', 'CREATE'], ['A', 'AAAA'], ALLOWED_NAMES),
  deleteAliases: changeRecords('DELETE', ['A', 'AAAA'], ALLOWED_NAMES),
  // A DELETE must match the record exactly. IAM cannot tell that it is the DELETE that has the foreign record.
  replaceRecords: changeRecords(['DELETE', 'CREATE'], ['A', 'AAAA', 'CNAME'], namesWithin('MayReplaceRecords')),

  // Elastic Load Balancing, which knows no resource for what it describes.
  readLoadBalancers: { Action: 'elasticloadbalancing:DescribeLoadBalancers', Resource: '*' },
  readListeners: { Action: 'elasticloadbalancing:DescribeListeners', Resource: '*' },
  readListenerCertificates: { Action: 'elasticloadbalancing:DescribeListenerCertificates', Resource: '*' },
  readListenerRules: { Action: 'elasticloadbalancing:DescribeRules', Resource: '*' },
  readTargetTags: { Action: 'elasticloadbalancing:DescribeTags', Resource: '*' },
  inspectTargets: {
    Action: ['elasticloadbalancing:DescribeTargetGroups', 'elasticloadbalancing:DescribeAccountLimits'],
    Resource: '*',
  },
  createHttpsListeners: {
    Action: 'elasticloadbalancing:CreateListener',
    Resource: ALLOWED_LOAD_BALANCERS,
    Condition: {
      'ForAnyValue:StringEquals': {
        'elasticloadbalancing:ListenerProtocol': ['HTTPS'],
        'elasticloadbalancing:SecurityPolicy': [
          'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
          'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
        ],
      },
    },
  },
  // Only as part of CreateListener, and no other tags.
  markNewListeners: {
    Action: 'elasticloadbalancing:AddTags',
    Resource: ALLOWED_LISTENERS,
    Condition: {
      StringEquals: { 'elasticloadbalancing:CreateAction': 'CreateListener', ...REQUESTED_FOR_STACK },
      'ForAllValues:StringEquals': { 'aws:TagKeys': [STACK_TAG, COPYING_TAG] },
    },
  },
  // Only on a listener that this stack has created and marked; the mark is removed once its rules are complete.
  createListenerRules: {
    Action: 'elasticloadbalancing:CreateRule',
    Resource: ALLOWED_LISTENERS,
    Condition: BEING_COPIED,
  },
  setCopiedDefaultActions: {
    Action: 'elasticloadbalancing:ModifyListener',
    Resource: ALLOWED_LISTENERS,
    Condition: {
      ...BEING_COPIED,
      'ForAnyValue:StringEquals': { 'elasticloadbalancing:ListenerProtocol': ['HTTPS'] },
    },
  },
  unmarkListeners: {
    Action: 'elasticloadbalancing:RemoveTags',
    Resource: ALLOWED_LISTENERS,
    Condition: { ...BEING_COPIED, 'ForAllValues:StringEquals': { 'aws:TagKeys': [COPYING_TAG] } },
  },
  addListenerCertificates: { Action: 'elasticloadbalancing:AddListenerCertificates', Resource: ALLOWED_LISTENERS },
  exchangeDefaultCertificates: modifyListeners('HTTPS'),
  // ELB has no condition key for the certificate: the function reads its tags afresh before it takes it off.
  removeListenerCertificates: {
    Action: 'elasticloadbalancing:RemoveListenerCertificates',
    Resource: ALLOWED_LISTENERS,
  },
  redirectHttpListeners: modifyListeners('HTTP'),

  // What the service stores.
  readCertificateState: certificateState('dynamodb:GetItem'),
  updateCertificateState: certificateState('dynamodb:UpdateItem'),
  scanCertificateState: certificateState('dynamodb:Scan'),
  addCreatedRecords: createdRecords('dynamodb:PutItem'),
  findCreatedRecords: createdRecords('dynamodb:Query'),
  removeCreatedRecords: createdRecords('dynamodb:Query', 'dynamodb:DeleteItem'),
  addReplacedRecords: replacedRecords('dynamodb:PutItem', 'dynamodb:Query'),
  holdIssuanceWaits: issuanceWaits('dynamodb:PutItem', 'dynamodb:DeleteItem'),
  endIssuanceWaits: issuanceWaits('dynamodb:Query', 'dynamodb:DeleteItem'),
  writeInventory: {
    Action: 's3:PutObject',
    Resource: [sub('${InventoryBucket.Arn}/inventory.html'), sub('${InventoryBucket.Arn}/inventory.json')],
    environment: { INVENTORY_BUCKET: ref('InventoryBucket') },
  },

  // Its own executions.
  startReconciliations: {
    Action: 'states:StartExecution',
    Resource: ref('ReconcileCertificate'),
    environment: { RECONCILE_CERTIFICATE: ref('ReconcileCertificate') },
  },
  describeExecutions: {
    Action: 'states:DescribeExecution',
    Resource: sub(`arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:execution:${STACK}-*`),
  },
  // AWS knows no resource: the token itself is the permission.
  completeTasks: { Action: 'states:SendTaskSuccess', Resource: '*' },
  // For what Lambda itself does with an asynchronous invocation that failed for good.
  keepFailedEvents: { Action: 'sqs:SendMessage', Resource: arnOf('DeadLetters') },

  // People. SNS uses the key of an encrypted topic with the publisher's permissions (SNS developer guide, "Key management").
  publishNotifications: {
    Action: 'sns:Publish',
    Resource: CHANNEL_NAMES.map((channel) => ref(CHANNELS[channel].topic)),
    environment: {
      ...Object.fromEntries(CHANNEL_NAMES.map((channel) => [topicVariable(channel), ref(CHANNELS[channel].topic)])),
      RUNBOOK_URL: ref('RunbookUrl'),
    },
  },
  encryptNotifications: { Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: arnOf('NotificationsKey') },
} as const satisfies Readonly<Record<string, Permission>>;

/** The name of a permission. */
export type PermissionName = keyof typeof PERMISSIONS;
