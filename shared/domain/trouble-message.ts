import { daysText } from './days-text';
import type { Fact, Message, Severity } from './message';
import type { Notice } from './notice';

/** Everything that a person should be told of a certificate's trouble, or of its end. */
export interface TroubleFacts {
  readonly notice: Notice;
  readonly certificateArn: string;
  /** Undefined when nobody could look at the certificate. */
  readonly domainName: string | undefined;
  /** The trouble, or the one that is over. */
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

/** What people are told of a certificate's trouble, or of its end. */
export function troubleMessage(facts: TroubleFacts): Message {
  const { notice, certificateArn, domainName, name, daysLeft, advice, executionArn, listenerArns } = facts;
  const isOver = notice === 'over';
  const urgency = daysLeft === undefined || isOver ? '' : ` (${daysText(daysLeft)})`;
  return {
    severity: severityOf(facts),
    about: `Certificate ${domainName ?? certificateArn.split('/').at(-1) ?? ''}`,
    news: `${HEADLINES[notice]}${urgency}: ${name}`,
    facts: isOver ? endOf(facts) : troubleOf(facts),
    whatToDo: isOver ? undefined : advice,
    note: isOver ? undefined : 'The certificate is checked every day, and at once after the event Sweep Requested.',
    details: placeOf(facts),
    name,
    executionArn,
    threadId: certificateArn,
    eventType: isOver ? 'Certificate Recovered' : 'Certificate At Risk',
    resources: [certificateArn, ...listenerArns],
  };
}

const HEADLINES: Readonly<Record<Notice, string>> = {
  begins: 'is at risk',
  changes: 'is still at risk',
  'draws-near': 'is still at risk',
  over: 'is out of trouble',
};

/** With no more days than this, somebody has to be woken. */
const CRITICAL_DAYS = 7;

function severityOf({ notice, daysLeft = Infinity, name }: TroubleFacts): Severity {
  if (notice === 'over') return 'resolved';
  return daysLeft <= CRITICAL_DAYS && name !== 'CertificateBeingReplaced' ? 'critical' : 'warning';
}

const troubleOf = ({ cause, step }: TroubleFacts): Fact[] => [
  ['Cause', cause],
  ...(step === undefined ? [] : [['Step', step] as const]),
];

const endOf = ({ cause, replacedBy }: TroubleFacts): Fact[] => [
  ['It was', cause],
  ...(replacedBy === undefined ? [] : [['Replaced by', replacedBy] as const]),
];

const placeOf = ({ certificateArn, notAfter, daysLeft, listenerArns }: TroubleFacts): Fact[] => [
  ['Certificate', certificateArn],
  ...(notAfter === undefined ? [] : [['Expires', `${notAfter} (${daysText(daysLeft)})`] as const]),
  ...(listenerArns.length === 0 ? [] : [['Attached to', listenerArns] as const]),
];
