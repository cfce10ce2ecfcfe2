/** How urgent a message is: a certificate's end is days away; something asked for was not done; something to look at; over. */
export type Severity = 'critical' | 'error' | 'warning' | 'resolved';

/** A label with what there is to say under it: a text, or a list. */
export type Fact = readonly [label: string, value: string | readonly string[]];

/** What people are told, whichever way they read it. */
export interface Message {
  readonly severity: Severity;
  /** Whom or what the news is of. It may be cut where there is little room; the news never is. */
  readonly about: string;
  readonly news: string;
  /** What is wrong: the cause among it. */
  readonly facts: readonly Fact[];
  /** Absent when nobody has to do anything any more. */
  readonly whatToDo?: string | undefined;
  /** A sentence that puts the reader at ease, or does not. */
  readonly note?: string | undefined;
  readonly details: readonly Fact[];
  /** The error or health issue: a heading of the runbook. */
  readonly name: string;
  readonly executionArn: string;
  /** What opens with a health issue and closes with its end has one id: that of the certificate where there is one. */
  readonly threadId: string;
  readonly eventType: string;
  /** The ARNs of what it is about. */
  readonly resources: readonly string[];
}

/** A severity, as the first word of a message. */
export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  error: 'Error',
  warning: 'Warning',
  resolved: 'Resolved',
};

/** The line that says it all. */
export const summaryOf = ({ about, news }: Message): string => `${about} ${news}`;

/** What the messages of a workflow's executions have in common when no certificate is known: its part of their ARNs. */
export const threadOfWorkflow = (executionArn: string): string => executionArn.split(':').slice(0, 7).join(':');

/** Where a reader finds out more: the execution in the console, and the runbook's section, as a link if it is known where it is published. */
export function messageLinks({ executionArn, name }: Message, runbookUrl: string): readonly string[] {
  const region = executionArn.split(':')[3] ?? '';
  const executions = `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details`;
  const runbook = runbookUrl === '' ? `docs/runbook.md, "${name}"` : `${runbookUrl}#${anchorOf(name)}`;
  return [`Execution: ${executions}/${executionArn}`, `Runbook: ${runbook}`];
}

/** A heading's anchor as GitHub and GitLab make it. */
export const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-'); /** How long a certificate has still to live, in words. */
export function daysText(daysLeft: number | undefined): string {
  if (daysLeft === undefined) return 'no expiry date yet';
  if (daysLeft < 0) return 'expired';
  if (daysLeft === 0) return 'less than a day left';
  return daysLeft === 1 ? '1 day left' : `${daysLeft} days left`;
}
