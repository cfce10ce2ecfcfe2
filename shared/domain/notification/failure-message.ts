import { type Message, threadOfWorkflow } from './message';

/** The facts about a failed request, removal or sweep. */
export interface FailureFacts {
  /** Undefined if the request contains no readable domain name. */
  readonly domainName?: string | undefined;
  readonly step: string;
  readonly error: string;
  readonly cause: string;
  readonly advice: string;
  /** The resources that were created, one description each. */
  readonly created: readonly string[];
  /** Undefined if none was requested yet. */
  readonly certificateArn: string | undefined;
  readonly executionArn: string;
}

/** What to report when a step without side effects fails. */
const UNCHANGED_NOTES: Readonly<Record<string, string>> = {
  CheckDomain: 'Nothing was created.',
  CheckRemoval: 'Nothing was removed.',
  AssessBatch: 'Nothing was changed.',
  CheckMassChange: 'Nothing was changed.',
  PublishInventoryPage: 'The sweep itself is complete; only the inventory page was not updated.',
};

/** The message about a failed request, removal or sweep. */
export function failureMessage(facts: FailureFacts): Message {
  const { step, error, cause, advice, created, certificateArn, domainName, executionArn } = facts;
  const isNothingCreated = created.length === 0;
  return {
    severity: 'error',
    ...taskOf(facts),
    headline: `failed: ${error}`,
    facts: [
      ['Cause', cause],
      ['Step', step],
    ],
    whatToDo: advice,
    note: isNothingCreated ? (UNCHANGED_NOTES[step] ?? 'Nothing is known to have been created.') : undefined,
    details: isNothingCreated ? [] : [['Already created (reused when you emit the event again)', created]],
    name: error,
    executionArn,
    threadId: certificateArn ?? domainName ?? threadOfWorkflow(executionArn),
    resources: certificateArn === undefined ? [executionArn] : [certificateArn, executionArn],
  };
}

/** Whether an execution is a sweep, which runs again without a request. */
export const isSweepExecution = (executionArn: string): boolean => threadOfWorkflow(executionArn).endsWith('-sweep');

/** Names the failed task by the workflow of the execution. */
function taskOf({ domainName = 'a request', executionArn }: FailureFacts): Pick<Message, 'about' | 'eventType'> {
  if (isSweepExecution(executionArn)) return { about: 'The sweep of all certificates', eventType: 'Sweep Failed' };
  if (threadOfWorkflow(executionArn).endsWith('-rollback-domain'))
    return { about: `The rollback of ${domainName}`, eventType: 'Domain Rollback Failed' };
  return threadOfWorkflow(executionArn).endsWith('-retire-domain')
    ? { about: `The removal of ${domainName}`, eventType: 'Domain Removal Failed' }
    : { about: `HTTPS for ${domainName}`, eventType: 'Domain Provisioning Failed' };
}

/** Longer causes are truncated; this is well below the limits of an SNS message, an event and a state. */
const MAX_CAUSE_CHARACTERS = 4_000;

/** Extracts the message from a `Cause`, which is JSON with `errorMessage` if it is from Lambda, and text otherwise. */
export function causeMessage(cause: string | null | undefined): string {
  const text = lambdaErrorMessage(cause ?? '') ?? cause ?? '';
  const message = text.trim() === '' ? 'AWS returned no cause' : text.trim();
  return message.length <= MAX_CAUSE_CHARACTERS ? message : `${message.slice(0, MAX_CAUSE_CHARACTERS)}…`;
}

function lambdaErrorMessage(cause: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(cause);
    const message = parsed instanceof Object && 'errorMessage' in parsed ? parsed.errorMessage : undefined;
    return typeof message === 'string' ? message : undefined;
  } catch {
    // Not JSON, so the cause is plain text.
    return undefined;
  }
}

/** The errors by failed state, in the order of failure. */
export type FailedStates = Readonly<
  Record<string, { readonly Error: string | null; readonly Cause?: string | null | undefined }>
>;

/** The name of an error that has none: of a task token that was answered by hand. */
const UNNAMED = 'unknown';

/** The first step that failed. Its cause includes later failures, such as that of a rollback. Undefined if no step failed. */
export function firstFailure(failed: FailedStates): { step: string; error: string; cause: string } | undefined {
  const [first, ...others] = Object.entries(failed);
  if (!first) return undefined;
  const [step, { Error: name, Cause }] = first;
  const laterFailures = others.map(
    ([state, each]) => ` ${state} also failed: ${each.Error || UNNAMED}: ${causeMessage(each.Cause)}`,
  );
  return { step, error: name || UNNAMED, cause: [causeMessage(Cause), ...laterFailures].join('') };
}
