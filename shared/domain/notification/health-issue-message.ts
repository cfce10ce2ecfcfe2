import type { NotificationReason } from './health-issue-notification';
import { daysText, type Fact, type Message, type Severity } from './message';

/** The facts about a certificate's health issue, or its resolution. */
export interface HealthIssueFacts {
  readonly notificationReason: NotificationReason;
  readonly certificateArn: string;
  /** Undefined if the certificate could not be assessed. */
  readonly domainName: string | undefined;
  /** The open or resolved health issue. */
  readonly name: string;
  readonly cause: string;
  /** The step that failed, if one did. */
  readonly step: string | undefined;
  readonly advice: string;
  readonly daysLeft: number | undefined;
  readonly notAfter: string | undefined;
  /** The listeners that the certificate is attached to. */
  readonly listenerArns: readonly string[];
  /** How it was resolved; meaningful only for a resolved health issue. */
  readonly how: 'fixed' | 'renewed' | 'replaced';
  /** The certificate that replaced it. */
  readonly replacedBy: string | undefined;
  readonly executionArn: string;
}

/** The message about a certificate's health issue, or its resolution. */
export function healthIssueMessage(facts: HealthIssueFacts): Message {
  const { notificationReason, certificateArn, domainName, name, daysLeft, advice, executionArn, listenerArns } = facts;
  const isResolved = notificationReason === 'resolved';
  const urgency = daysLeft === undefined || isResolved ? '' : ` (${daysText(daysLeft)})`;
  return {
    severity: severityOf(facts),
    about: `Certificate ${domainName ?? certificateArn.split('/').at(-1) ?? ''}`,
    headline: `${HEADLINES[notificationReason]}${urgency}: ${name}`,
    facts: isResolved ? resolvedFacts(facts) : openFacts(facts),
    whatToDo: isResolved ? undefined : advice,
    details: certificateDetails(facts),
    name,
    executionArn,
    threadId: certificateArn,
    eventType: isResolved ? 'Certificate Recovered' : 'Certificate At Risk',
    resources: [certificateArn, ...listenerArns],
  };
}

const HEADLINES: Readonly<Record<NotificationReason, string>> = {
  opened: 'is at risk',
  changed: 'is still at risk',
  'expiry-near': 'is still at risk',
  resolved: 'has recovered',
};

/** With this many days left or fewer, a health issue is urgent enough to page somebody. */
const CRITICAL_DAYS = 7;

function severityOf({ notificationReason, daysLeft = Infinity, name }: HealthIssueFacts): Severity {
  if (notificationReason === 'resolved') return 'resolved';
  return daysLeft <= CRITICAL_DAYS && name !== 'CertificateBeingReplaced' ? 'critical' : 'warning';
}

const openFacts = ({ cause, step }: HealthIssueFacts): Fact[] => [
  ['Cause', cause],
  ...(step === undefined ? [] : [['Step', step] as const]),
];

const resolvedFacts = ({ cause, replacedBy }: HealthIssueFacts): Fact[] => [
  ['Resolved issue', cause],
  ...(replacedBy === undefined ? [] : [['Replaced by', replacedBy] as const]),
];

const certificateDetails = ({ certificateArn, notAfter, daysLeft, listenerArns }: HealthIssueFacts): Fact[] => [
  ['Certificate', certificateArn],
  ...(notAfter === undefined ? [] : [['Expires', `${notAfter} (${daysText(daysLeft)})`] as const]),
  ...(listenerArns.length === 0 ? [] : [['Attached to', listenerArns] as const]),
];
