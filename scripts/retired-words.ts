/** A word or phrase that is no longer used here, and what is used instead. */
export interface Retired {
  readonly retired: string;
  readonly instead: string;
  /** Lines in which the word is ordinary English, or another project's: a match in one of them is allowed. */
  readonly except?: readonly RegExp[];
}

/** Names of code, events, states, tables, files and commands: matched as whole words, in this case, everywhere. */
export const RETIRED_NAMES: readonly Retired[] = [
  // Workflows, functions and states, in the spellings that each tool asks for.
  ...inEverySpelling('keep-certificate', 'reconcile-certificate'),
  ...inEverySpelling('start-keeping', 'start-reconciliations'),
  ...inEverySpelling('receive-notice', 'receive-certificate-event'),
  ...inEverySpelling('claim-certificate', 'acquire-lock'),
  ...inEverySpelling('tell-trouble', 'notify-health-issue'),
  ...inEverySpelling('judge-sweep', 'check-mass-change'),
  ...inEverySpelling('tell-mass-change', 'check-mass-change'),
  ...inEverySpelling('notify-mass-change', 'check-mass-change'),
  ...inEverySpelling('assess-page', 'assess-batch'),
  ...inEverySpelling('publish-page', 'publish-inventory-page'),
  ...inEverySpelling('write-dns-validation', 'write-validation-records'),
  ...inEverySpelling('point-domain', 'write-alias-records'),
  ...inEverySpelling('remove-alias', 'delete-alias-records'),
  ...inEverySpelling('attach-to-alb', 'attach-certificate'),
  ...inEverySpelling('publish-retired', 'publish-removal-outcome'),
  ...inEverySpelling('domain-removed', 'domain-removal-requested'),
  ...inEverySpelling('kept-certificates', 'certificate-states'),
  { retired: 'Domain Removed', instead: 'Domain Removal Requested' },
  { retired: 'InHand', instead: 'Locked' },
  { retired: 'ByVerdict', instead: 'RouteByVerdict', except: [/RouteByVerdict/] },
  { retired: 'LookAgain', instead: 'WaitToReassess' },
  { retired: 'IsLookWorthwhile', instead: 'IsReassessmentNeeded' },
  { retired: 'TellReplacement', instead: 'NotifyReplacementStarted' },
  { retired: 'TellReplaced', instead: 'NotifyReplaced' },
  { retired: 'TellFailure', instead: 'NotifyStepFailure' },
  { retired: 'WasToldOfReplacement', instead: 'WasReplacementNotified' },
  { retired: 'CheckClaimed', instead: 'RecheckRemoval' },
  { retired: 'IsClaimedLeft', instead: 'IsLockedCertificateLeft' },
  { retired: 'CheckRest', instead: 'CheckRemaining' },
  { retired: 'IsLastPage', instead: 'IsLastBatch' },
  // Tables, settings and errors.
  { retired: 'KEPT_TABLE', instead: 'CERTIFICATE_STATE_TABLE' },
  { retired: 'CertificateInHandError', instead: 'CertificateLockedError' },
  { retired: 'NoStandInCertificateError', instead: 'NoFallbackCertificateError' },
  { retired: 'UnreadableNoticeError', instead: 'UnreadableEventError' },
  // Shapes and functions.
  { retired: 'Trouble', instead: 'HealthIssue' },
  { retired: 'TROUBLES', instead: 'HEALTH_ISSUES' },
  { retired: 'trouble', instead: 'health issue' },
  { retired: 'troubles', instead: 'health issues' },
  { retired: 'told', instead: 'lastNotified, or "notified"' },
  { retired: 'noticeDue', instead: 'notificationDue' },
  { retired: 'concernOf', instead: 'attentionOf' },
  { retired: 'Concern', instead: 'Attention' },
  { retired: 'isSomebodyElses', instead: 'isUnmanaged' },
  { retired: 'asking', instead: 'callAws' },
  { retired: 'askingPages', instead: 'callAwsPages' },
  { retired: 'Meanings', instead: 'ErrorMap' },
  { retired: 'recentZones', instead: 'cachedHostedZones' },
  { retired: 'atMost', instead: 'mapConcurrent', except: [/atMostOneOf/] },
  { retired: 'lookNeeds', instead: 'assessmentDependencies' },
  { retired: 'LookNeeds', instead: 'AssessmentDependencies' },
  { retired: 'lookAgainSeconds', instead: 'reassessAfterSeconds' },
  { retired: 'lookAtCertificate', instead: 'assessListed' },
  { retired: 'lookAtRecord', instead: 'inspectRecord' },
  { retired: 'heldBy', instead: 'lockedBy' },
  { retired: 'findHolder', instead: 'findLock' },
  { retired: 'standInArn', instead: 'fallbackDefaultArn' },
  { retired: 'namesOfNoOther', instead: 'exclusiveNames' },
  { retired: 'tagsIfThere', instead: 'findTags' },
  { retired: 'unpointed', instead: 'aliasCleanup' },
  { retired: 'unpointNames', instead: 'aliasNames' },
  { retired: 'not-looked-at', instead: 'not-verified' },
  { retired: 'reducedRequest', instead: 'remainingNames' },
  { retired: 'carryOut', instead: 'emitAndFollow' },
  { retired: 'npx autopilot', instead: 'npx acm-autopilot' },
];

/**
 * Identifiers that are ordinary English in prose: matched against the names that our own TypeScript declares or imports.
 */
export const RETIRED_IDENTIFIERS: readonly Retired[] = [
  { retired: 'once', instead: 'memoize', except: [/from 'node:events'/] },
  { retired: 'remembered', instead: 'cachedSources' },
  { retired: 'Needs', instead: 'Input, Dependencies or Permissions' },
  { retired: 'Gives', instead: 'Output' },
  { retired: 'looks', instead: 'attempts' },
  { retired: 'look', instead: 'inspect, assess or the noun of what is read' },
  { retired: 'standing', instead: 'existing' },
  { retired: 'news', instead: 'notification' },
  { retired: 'notice', instead: 'notificationReason' },
  { retired: 'forgotten', instead: 'validationCleanup' },
  { retired: 'keeping', instead: 'reconciliations' },
  { retired: 'because', instead: 'trigger or reason' },
];

/** Phrases of prose, in any case, across line breaks. */
export const RETIRED_PHRASES: readonly Retired[] = [
  { retired: 'in hand', instead: 'locked, in progress' },
  { retired: 'what stands', instead: 'the existing record, what exists' },
  { retired: 'stands there', instead: 'exists' },
  { retired: 'stands in the way', instead: 'conflicts with' },
  { retired: "nobody's business", instead: 'out of scope' },
  { retired: "'s business", instead: "'s responsibility" },
  { retired: 'is told', instead: 'is notified' },
  { retired: 'are told', instead: 'are notified' },
  { retired: 'tells people', instead: 'notifies people' },
  { retired: 'tells a person', instead: 'notifies a person' },
  { retired: 'somebody else’s', instead: 'unmanaged, managed by another tool' },
  { retired: "somebody else's", instead: 'unmanaged, managed by another tool' },
  { retired: 'rather ours than', instead: 'prefers managed certificates' },
  { retired: 'tells twice', instead: 'notifies twice' },
  { retired: 'never not at all', instead: 'at least once' },
  { retired: 'looked at', instead: 'inspected, assessed' },
  { retired: 'whoever', instead: 'name the reader or the caller' },
  { retired: 'whose it is', instead: 'its owner' },
  { retired: 'out of trouble', instead: 'recovered' },
];

function inEverySpelling(from: string, to: string): Retired[] {
  const pascal = (kebab: string) => kebab.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  const camel = (kebab: string) => pascal(kebab).replace(/^\w/, (letter) => letter.toLowerCase());
  return [(kebab: string) => kebab, camel, pascal].map((spell) => ({ retired: spell(from), instead: spell(to) }));
}
