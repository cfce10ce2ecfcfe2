/** Something under way that gives a result, or is ended before it does: its result then never comes. */
export interface Work {
  readonly result: Promise<unknown>;
  cancel(): void;
}

/** An error as a catcher gets it: null is what a token was answered without. */
export interface ErrorOutput {
  readonly Error: string | null;
  readonly Cause: string | null;
}

/** The error of a task, by the name that Retry and Catch match, with the cause as Step Functions shows it. */
export class TaskError extends Error {
  constructor(
    override readonly name: string,
    cause: string,
    /** How it is shown, where that is not by its name and its cause. */
    readonly shownAs?: ErrorOutput,
  ) {
    super(cause);
  }
}

/** How an error is shown in the history, and as the end of an execution: an empty name or cause is none. */
export function shownError(error: Error): { readonly error?: string; readonly cause?: string } {
  const { shownAs } = error as Partial<Pick<TaskError, 'shownAs'>>;
  const name = shownAs ? shownAs.Error : error.name;
  const cause = shownAs ? shownAs.Cause : error.message;
  return { ...(name && { error: name }), ...(cause && { cause }) };
}

/** An error that no Retry and no Catch can match: States.Runtime, and States.DataLimitExceeded but for a task's result. */
export class UncatchableError extends TaskError {
  // The engine asks for these before it looks for a retrier or a catcher.
  readonly isRetryable = false;
  readonly isCatchable = false;
}

/** The most that the input, output or result of a state may have, in bytes of UTF-8 ("Step Functions service quotas"). */
export const LARGEST_DATA_BYTES = 262_144;

/** Whether data is more than a state may take or give. */
export function isTooLarge(data: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(data ?? null)) > LARGEST_DATA_BYTES;
}
