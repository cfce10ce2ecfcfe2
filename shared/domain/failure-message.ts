/** Everything that a person should be told of a failed request. */
export interface FailureFacts {
  /** Undefined when the request names no domain that can be read. */
  readonly domainName: string | undefined;
  readonly step: string;
  readonly error: string;
  readonly cause: string;
  readonly advice: string;
  /** What exists already, a sentence each. */
  readonly created: readonly string[];
  readonly executionArn: string;
}

/** SNS takes no longer subject (SNS API, Publish). */
export const SUBJECT_CHARACTERS = 100;

/** The steps that change nothing that matters, and what that means to whoever is told of their failure. */
const NOTHING_DONE: Readonly<Record<string, string>> = {
  CheckDomain: 'Nothing was created.',
  CheckRemoval: 'Nothing was removed.',
  AssessPage: 'Nothing was changed.',
  JudgeSweep: 'Nothing was changed.',
  TellMassChange: 'Nothing was changed.',
  PublishPage: 'The sweep itself is done: the inventory page alone is not new.',
};

/** The subject and body of the message: SNS takes at most 100 printable ASCII characters as a subject. */
export function failureMessage(facts: FailureFacts): { subject: string; body: string } {
  const task = taskOf(facts);
  const created =
    facts.created.length === 0
      ? [NOTHING_DONE[facts.step] ?? 'Nothing is known to have been created.']
      : [
          'What exists already (repeating the event uses what is still good):',
          ...facts.created.map((each) => `- ${each}`),
        ];
  return {
    subject: asciiSubject(`${task} failed: ${facts.error}`),
    body: [
      `${task} failed.`,
      '',
      `Step:   ${facts.step}`,
      `Error:  ${facts.error}`,
      `Cause:  ${facts.cause}`,
      '',
      `What to do: ${facts.advice}`,
      '',
      ...created,
      '',
      `Execution: ${consoleLink(facts.executionArn)}`,
      '',
    ].join('\n'),
  };
}

/** What failed, in words, by the workflow whose execution it is. */
function taskOf({ domainName = 'a request', executionArn }: FailureFacts): string {
  const workflow = executionArn.split(':')[6] ?? '';
  if (workflow.endsWith('-sweep')) return 'The sweep of all certificates';
  return workflow.endsWith('-retire-domain') ? `The removal of ${domainName}` : `HTTPS for ${domainName}`;
}

/** A text as SNS takes it for a subject. */
export function asciiSubject(text: string): string {
  const ascii = text.replace(/[^\u0020-\u007e]/g, '?');
  return ascii.length <= SUBJECT_CHARACTERS ? ascii : `${ascii.slice(0, SUBJECT_CHARACTERS - 3)}...`;
}

/** Where a person finds an execution in the console. */
export function consoleLink(executionArn: string): string {
  const region = executionArn.split(':')[3] ?? '';
  return `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/${executionArn}`;
}

/** The longest cause that is passed on: an SNS message, an event and a state have room for much more. */
const CAUSE_CHARACTERS = 4_000;

/** The message inside a Cause: a Lambda's is JSON with `errorMessage`, any other is text. */
export function causeInWords(cause: string | undefined): string {
  const text = lambdaErrorMessage(cause ?? '') ?? cause ?? '';
  const words = text.trim() === '' ? 'AWS gave no cause' : text.trim();
  return words.length <= CAUSE_CHARACTERS ? words : `${words.slice(0, CAUSE_CHARACTERS)}…`;
}

function lambdaErrorMessage(cause: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(cause);
    const message = parsed instanceof Object && 'errorMessage' in parsed ? parsed.errorMessage : undefined;
    return typeof message === 'string' ? message : undefined;
  } catch {
    // Not JSON: then the cause is the text itself.
    return undefined;
  }
}
