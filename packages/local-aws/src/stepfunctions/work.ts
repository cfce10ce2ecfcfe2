/** Something under way that gives a result, or is ended before it does: its result then never comes. */
export interface Work {
  readonly result: Promise<unknown>;
  cancel(): void;
}

/** The error of a task, by the name that Retry and Catch match, with the cause as Step Functions shows it. */
export class TaskError extends Error {
  constructor(
    override readonly name: string,
    cause: string,
  ) {
    super(cause);
  }
}

/** An error that no Retry and no Catch can match: States.Runtime, States.DataLimitExceeded. */
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
