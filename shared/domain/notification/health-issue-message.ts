import type { NotificationReason } from './health-issue-notification';
import { daysText, type Fact, type Message, type Severity } from './message';

/** Everything that a person should be told of a certificate's health issue, or of its end. */
export interface HealthIssueFacts {
  readonly notificationReason: NotificationReason;
  readonly certificateArn: string;
  /** Undefined when nobody could look at the certificate. */
  readonly domainName: string | undefined;
  /** The health issue, or the one that is over. */
  readonly name: string;
  readonly cause: string;
  /** The step that failed, if one did. */
  readonly step: string | undefined;
  readonly advice: string;
  readonly daysLeft: number | undefined;
  readonly notAfter: string | undefined;
  /** Where the certificate is attached. */
  readonly listenerArns: readonly string[];
  /** How it ended, once it is over. */
  readonly how: 'fixed' | 'renewed' | 'replaced';
  /** The certificate that took its place. */
  readonly replacedBy: string | undefined;
  readonly executionArn: string;
}

/** What people are told of a certificate's health issue, or of its end. */
export function healthIssueMessage(facts: HealthIssueFacts): Message {
  const { notificationReason, certificateArn, domainName, name, daysLeft, advice, executionArn, listenerArns } = facts;
  const isOver = notificationReason === 'resolved';
  const urgency = daysLeft === undefined || isOver ? '' : ` (${daysText(daysLeft)})`;
  return {
    severity: severityOf(facts),
    about: `Certificate ${domainName ?? certificateArn.split('/').at(-1) ?? ''}`,
    news: `${HEADLINES[notificationReason]}${urgency}: ${name}`,
    facts: isOver ? endOf(facts) : healthIssueOf(facts),
    whatToDo: isOver ? undefined : advice,
    details: placeOf(facts),
    name,
    executionArn,
    threadId: certificateArn,
    eventType: isOver ? 'Certificate Recovered' : 'Certificate At Risk',
    resources: [certificateArn, ...listenerArns],
  };
}

const HEADLINES: Readonly<Record<NotificationReason, string>> = {
  opened: 'is at risk',
  changed: 'is still at risk',
  'expiry-near': 'is still at risk',
  resolved: 'has recovered',
};

/** With no more days than this, somebody has to be woken. */
const CRITICAL_DAYS = 7;

function severityOf({ notificationReason, daysLeft = Infinity, name }: HealthIssueFacts): Severity {
  if (notificationReason === 'resolved') return 'resolved';
  return daysLeft <= CRITICAL_DAYS && name !== 'CertificateBeingReplaced' ? 'critical' : 'warning';
}

const healthIssueOf = ({ cause, step }: HealthIssueFacts): Fact[] => [
  ['Cause', cause],
  ...(step === undefined ? [] : [['Step', step] as const]),
];

const endOf = ({ cause, replacedBy }: HealthIssueFacts): Fact[] => [
  ['It was', cause],
  ...(replacedBy === undefined ? [] : [['Replaced by', replacedBy] as const]),
];

const placeOf = ({ certificateArn, notAfter, daysLeft, listenerArns }: HealthIssueFacts): Fact[] => [
  ['Certificate', certificateArn],
  ...(notAfter === undefined ? [] : [['Expires', `${notAfter} (${daysText(daysLeft)})`] as const]),
  ...(listenerArns.length === 0 ? [] : [['Attached to', listenerArns] as const]),
];
