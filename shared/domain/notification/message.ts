/** The urgency of a message: a certificate expires within days; a request failed; something needs attention; resolved. */
export type Severity = 'critical' | 'error' | 'warning' | 'resolved';

/** A label with a value or a list of values. */
export type Fact = readonly [label: string, value: string | readonly string[]];

/** A notification, independent of the channel that delivers it. */
export interface Message {
  readonly severity: Severity;
  /** The subject of the headline's sentence. Where space is short, it is truncated rather than the headline. */
  readonly about: string;
  /** What happened, as the predicate of {@link about}: `failed: DelegationError`. */
  readonly headline: string;
  /** The cause and related facts. */
  readonly facts: readonly Fact[];
  /** The recommended action; absent if none is needed. */
  readonly whatToDo?: string | undefined;
  /** A sentence about the effects, such as that nothing was changed. */
  readonly note?: string | undefined;
  readonly details: readonly Fact[];
  /** The error or health issue; also a heading in the runbook. */
  readonly name: string;
  readonly executionArn: string;
  /** Groups related messages, such as a health issue and its resolution: the certificate's ARN if there is one. */
  readonly threadId: string;
  readonly eventType: string;
  /** The ARNs of the affected resources. */
  readonly resources: readonly string[];
}

/** Severities as the first word of a message. */
export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  error: 'Error',
  warning: 'Warning',
  resolved: 'Resolved',
};

/** The message in one line. */
export const summaryOf = ({ about, headline }: Message): string => `${about} ${headline}`;

/** The thread of a workflow's messages if no certificate is known: the common part of its executions' ARNs. */
export const threadOfWorkflow = (executionArn: string): string => executionArn.split(':').slice(0, 7).join(':');

/** Links to the execution in the console and to the runbook section; the latter is a file reference if no URL is configured. */
export function messageLinks({ executionArn, name }: Message, runbookUrl: string): readonly string[] {
  const region = executionArn.split(':')[3] ?? '';
  const executions = `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details`;
  const runbook = runbookUrl === '' ? `docs/runbook.md, "${name}"` : `${runbookUrl}#${anchorOf(name)}`;
  return [`Execution: ${executions}/${executionArn}`, `Runbook: ${runbook}`];
}

/** The anchor of a heading as GitHub and GitLab generate it. */
export const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

/** The time until expiry, as text. */
export function daysText(daysLeft: number | undefined): string {
  if (daysLeft === undefined) return 'no expiry date yet';
  if (daysLeft < 0) return 'expired';
  if (daysLeft === 0) return 'less than a day left';
  return daysLeft === 1 ? '1 day left' : `${daysLeft} days left`;
}
