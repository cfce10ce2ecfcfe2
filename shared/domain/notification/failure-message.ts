import { type Message, threadOfWorkflow } from './message';

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
  /** Undefined while there is none. */
  readonly certificateArn: string | undefined;
  readonly executionArn: string;
}

/** The steps that change nothing that matters, and what that means to whoever is told of their failure. */
const NOTHING_DONE: Readonly<Record<string, string>> = {
  CheckDomain: 'Nothing was created.',
  CheckRemoval: 'Nothing was removed.',
  AssessBatch: 'Nothing was changed.',
  CheckMassChange: 'Nothing was changed.',
  NotifyMassChange: 'Nothing was changed.',
  PublishInventoryPage: 'The sweep itself is complete; only the inventory page was not updated.',
};

/** What people are told of a failed request, removal or sweep. */
export function failureMessage(facts: FailureFacts): Message {
  const { step, error, cause, advice, created, certificateArn, domainName, executionArn } = facts;
  const isNothing = created.length === 0;
  return {
    severity: 'error',
    ...taskOf(facts),
    news: `failed: ${error}`,
    facts: [
      ['Cause', cause],
      ['Step', step],
    ],
    whatToDo: advice,
    note: isNothing ? (NOTHING_DONE[step] ?? 'Nothing is known to have been created.') : undefined,
    details: isNothing ? [] : [['What exists already (repeating the event reuses what is still valid)', created]],
    name: error,
    executionArn,
    threadId: certificateArn ?? domainName ?? threadOfWorkflow(executionArn),
    resources: certificateArn === undefined ? [executionArn] : [certificateArn, executionArn],
  };
}

/** Whether an execution is a sweep: nobody's request, and made again by itself. */
export const isOfSweep = (executionArn: string): boolean => threadOfWorkflow(executionArn).endsWith('-sweep');

/** What failed, in words, by the workflow whose execution it is. */
function taskOf({ domainName = 'a request', executionArn }: FailureFacts): Pick<Message, 'about' | 'eventType'> {
  if (isOfSweep(executionArn)) return { about: 'The sweep of all certificates', eventType: 'Sweep Failed' };
  return threadOfWorkflow(executionArn).endsWith('-retire-domain')
    ? { about: `The removal of ${domainName}`, eventType: 'Domain Removal Failed' }
    : { about: `HTTPS for ${domainName}`, eventType: 'Domain Provisioning Failed' };
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

/** The errors of failed states, under the states' names, in the order in which they failed. */
type Failed = Readonly<Record<string, { readonly Error: string; readonly Cause?: string | undefined }>>;

/** The first step that failed, in words; a restoration that failed after it is told with it. Undefined when none has failed. */
export function firstFailure(failed: Failed): { step: string; error: string; cause: string } | undefined {
  const [first, ...others] = Object.entries(failed);
  if (!first) return undefined;
  const [step, { Error: error, Cause }] = first;
  const also = others.map(([state, each]) => ` ${state} failed too: ${each.Error}: ${causeInWords(each.Cause)}`);
  return { step, error, cause: [causeInWords(Cause), ...also].join('') };
}
