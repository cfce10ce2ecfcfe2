import type { contracts } from '../events/contracts';
import { join, ref, type Value } from './template';
import type { PermissionName } from './permissions';

/** A Lambda function: what it is for, what it may do, and its settings. */
export interface FunctionDeclaration {
  readonly description: string;
  /** What its role allows besides logs and traces; a permission brings the environment variables that name its resource. */
  readonly permissions: readonly PermissionName[];
  /** The events that it may put on the bus, and no others. */
  readonly publishes?: readonly (keyof typeof contracts)[];
  /** What the deployer has chosen for it. */
  readonly environment?: Readonly<Record<string, Value>>;
  /** In seconds, when it needs more than the others. */
  readonly timeout?: number;
  /** In megabytes, likewise. */
  readonly memorySize?: number;
}
type Functions = Readonly<Record<string, FunctionDeclaration>>;
type Permissions = readonly PermissionName[];

const listOf = (parameter: string) => join(',', ref(parameter));

/** What the deployer allows (shared/config.ts, `Policy`). */
const POLICY = {
  ALLOWED_ZONES: listOf('AllowedZones'),
  ALLOWED_DOMAINS: listOf('AllowedDomains'),
  ALLOWED_LOAD_BALANCERS: ref('AllowedLoadBalancers'),
  VERIFY: ref('Verify'),
  NAMES_PER_CERTIFICATE: ref('NamesPerCertificate'),
};
/** When certificates are replaced, and when deleted (shared/config.ts, `Lives`). */
const LIVES = {
  REPLACE_BEFORE_DAYS: ref('ReplaceBeforeDays'),
  GRACE_DAYS: ref('GraceDays'),
  REPLACE_IMPORTED: ref('ReplaceImported'),
};

// Permissions that several functions have together.
const READ_CERTIFICATES: Permissions = ['describeCertificates', 'readCertificateTags'];
const READ_ZONES: Permissions = ['listZones', 'readZones'];
const READ_TARGETS: Permissions = ['readLoadBalancers', 'readListeners', 'readListenerCertificates'];
const ASSESS: Permissions = [
  ...READ_CERTIFICATES,
  ...READ_ZONES,
  'readRecords',
  ...READ_TARGETS,
  'readTargetTags',
  'readCertificateState',
];
const UPDATE_STATE: Permissions = ['readCertificateState', 'updateCertificateState'];
const REQUEST: Permissions = ['requestCertificates', 'tagRequestedCertificates'];
/** Which certificate of the listener is served, if not the expected one. */
const VERIFY: Permissions = [...READ_CERTIFICATES, 'readListenerCertificates'];
const NOTIFY: Permissions = ['publishNotifications', 'encryptNotifications'];

const secure: Functions = {
  checkDomain: {
    description: 'Checks names, zones, delegation, CAA and target; creates nothing',
    permissions: [
      ...READ_ZONES,
      'readRecords',
      'findCreatedRecords',
      ...READ_TARGETS,
      'readListenerRules',
      'inspectTargets',
      'listCertificates',
      ...READ_CERTIFICATES,
    ],
    environment: {
      ...POLICY,
      DEFAULT_LOAD_BALANCER: ref('DefaultLoadBalancer'),
      MAY_REPLACE_RECORDS: listOf('MayReplaceRecords'),
    },
  },
  requestCertificate: {
    description: 'Reuses the managed certificate with these names, or requests one from ACM',
    // The state and the executions: what is being removed is not reused, and what is reused is not removed.
    permissions: ['listCertificates', 'readCertificateTags', ...REQUEST, ...UPDATE_STATE, 'describeExecutions'],
  },
  writeValidationRecords: {
    description: 'Writes the validation records that differ, one batch a zone',
    permissions: ['describeCertificates', 'readRecords', 'writeValidationRecords', 'addCreatedRecords'],
  },
  waitForIssued: {
    description: 'Stores the task token, then describes the certificate once',
    permissions: ['describeCertificates', 'holdIssuanceWaits', 'completeTasks'],
  },
  resumeIssuance: {
    description: 'Resumes executions when ACM announces a certificate',
    permissions: ['endIssuanceWaits', 'completeTasks', 'keepFailedEvents'],
  },
  diagnoseIssuance: {
    description: 'Reports which names are not validated yet, and why',
    permissions: ['describeCertificates'],
  },
  attachCertificate: {
    description: 'Makes the HTTPS:443 listener serve the certificate',
    permissions: [
      'readListeners',
      'readListenerRules',
      'readTargetTags',
      'readListenerCertificates',
      'createHttpsListeners',
      'markNewListeners',
      'createListenerRules',
      'setCopiedDefaultActions',
      'unmarkListeners',
      'addListenerCertificates',
    ],
  },
  writeAliasRecords: {
    description: 'Creates the alias records to the load balancer',
    permissions: ['readRecords', 'createAliases', 'addCreatedRecords'],
  },
  moveAliasRecords: {
    description: 'Has the aliases that this service created follow to another load balancer',
    permissions: ['readCertificateTags', 'readRecords', 'moveAliases', 'addCreatedRecords', 'removeCreatedRecords'],
  },
  verifyHttps: {
    description: 'Compares the served certificate with the attached one',
    permissions: VERIFY,
    environment: { VERIFY: ref('Verify') },
  },
  replaceRecords: {
    description: 'Replaces existing records by aliases, when asked',
    permissions: ['readRecords', 'replaceRecords', 'addCreatedRecords', 'addReplacedRecords'],
  },
  redirectHttp: {
    description: 'Turns the HTTP:80 listener into a redirect, when asked',
    permissions: ['readListeners', 'readListenerRules', 'redirectHttpListeners'],
  },
  publishOutcome: {
    description: 'Publishes Domain Secured or Domain Provisioning Failed',
    permissions: ['describeCertificates'],
    publishes: ['domainSecured', 'domainProvisioningFailed'],
  },
  notifyFailure: {
    description: 'Notifies people of what failed, why, and what to do',
    permissions: NOTIFY,
  },
};

/** What starts reconcile-certificate, and its steps; retire-domain has some of them too. */
const reconcile: Functions = {
  receiveCertificateEvent: {
    description: 'Starts reconcile-certificate for what ACM and AWS Health report',
    permissions: ['startReconciliations', 'keepFailedEvents'],
  },
  acquireLock: {
    description: 'Locks a certificate: one execution at a time works on it',
    permissions: [...UPDATE_STATE, 'describeExecutions'],
  },
  assessCertificate: {
    description: 'Gathers the facts of a certificate and gives the verdict',
    permissions: ASSESS,
    environment: { ...POLICY, ...LIVES },
    timeout: 60,
  },
  recordReattachment: {
    description: 'Records where and when a certificate was attached again',
    permissions: ['tagTargets', ...UPDATE_STATE],
  },
  notifyHealthIssue: {
    description: 'Notifies people and the bus of a health issue that is new, changed or over',
    permissions: [...UPDATE_STATE, ...NOTIFY],
    publishes: ['certificateAtRisk', 'certificateRecovered'],
  },
  publishRenewed: {
    description: 'Publishes Certificate Renewed once it is served',
    permissions: ['updateCertificateState'],
    publishes: ['certificateRenewed'],
  },
  publishReplaced: {
    description: 'Publishes Certificate Replaced',
    permissions: ['describeCertificates'],
    publishes: ['certificateReplaced'],
  },
  requestReplacement: {
    description: "Requests the certificate that takes another's place",
    permissions: ['listCertificates', ...READ_CERTIFICATES, ...REQUEST],
  },
  attachReplacement: {
    description: 'Adds the new certificate beside the old one',
    permissions: ['readListenerCertificates', 'addListenerCertificates', 'exchangeDefaultCertificates'],
  },
  verifyReplacement: {
    description: 'Checks what is served while certificates change',
    permissions: VERIFY,
    environment: { VERIFY: ref('Verify') },
    timeout: 55,
  },
  detachCertificate: {
    description: 'Marks a certificate as retired and takes it off its listeners',
    permissions: [
      'readCertificateTags',
      'retireManagedCertificates',
      'retireImportedCertificates',
      'retireEveryImportedCertificate',
      'readListenerCertificates',
      'exchangeDefaultCertificates',
      'removeListenerCertificates',
    ],
    environment: LIVES,
  },
  deleteCertificate: {
    description: 'Deletes certificates that are managed, retired and unused',
    permissions: ['readCertificateTags', 'deleteRetiredCertificates'],
  },
};

const retire: Functions = {
  checkRemoval: {
    description: 'Finds what a removal still has to do; changes nothing',
    // Of any certificate: the one that becomes a listener's default may be anybody's.
    permissions: ['listCertificates', ...READ_CERTIFICATES, ...READ_ZONES, ...READ_TARGETS, 'readCertificateState'],
    environment: POLICY,
  },
  deleteAliasRecords: {
    description: 'Deletes alias records that this service created',
    permissions: ['readRecords', 'deleteAliases', 'removeCreatedRecords'],
  },
  deleteValidationRecords: {
    description: 'Deletes validation records that no certificate needs',
    permissions: [
      'listCertificates',
      'readCertificatesOfAllRegions',
      'readRecords',
      'deleteValidationRecords',
      'removeCreatedRecords',
    ],
    environment: { CERTIFICATE_REGIONS: listOf('CertificateRegions') },
    timeout: 60,
  },
  publishRemovalOutcome: {
    description: 'Publishes Domain Retired or Domain Removal Failed',
    permissions: [],
    publishes: ['domainRetired', 'domainRemovalFailed'],
  },
};

const rollback: Functions = {
  restoreRecords: {
    description: 'Restores the records that a request has replaced',
    permissions: ['readRecords', 'replaceRecords', 'removeCreatedRecords', 'addReplacedRecords'],
  },
  publishRollbackOutcome: {
    description: 'Publishes Domain Rolled Back or Domain Rollback Failed',
    permissions: [],
    publishes: ['domainRolledBack', 'domainRollbackFailed'],
  },
};

const sweep: Functions = {
  assessBatch: {
    description: "Assesses some of the Region's certificates",
    permissions: ['listCertificates', ...ASSESS, 'updateCertificateState'],
    environment: { ...POLICY, ...LIVES },
    timeout: 120,
    memorySize: 512,
  },
  checkMassChange: {
    description: 'Guards against mass changes, and notifies people when it blocks a sweep',
    permissions: [...UPDATE_STATE, ...NOTIFY],
    environment: { MASS_CHANGE_PERCENT: ref('MassChangePercent') },
  },
  startReconciliations: {
    description: 'Starts reconcile-certificate where a sweep found it needed',
    permissions: ['scanCertificateState', 'startReconciliations'],
    timeout: 120,
  },
  publishInventory: {
    description: 'Publishes Certificate Inventory and the metrics',
    permissions: ['scanCertificateState', ...UPDATE_STATE],
    publishes: ['certificateInventory'],
  },
  publishInventoryPage: {
    description: 'Writes the inventory page and its JSON',
    permissions: ['scanCertificateState', 'writeInventory'],
    memorySize: 512,
  },
};

/** Every function, by the workflow that it belongs to and in the order of its states. */
export const FUNCTIONS = { secure, reconcile, retire, rollback, sweep } as const;
