/** Something that failed and was kept. */
export interface Item {
  /** The id of the dead letter, or the name of the execution: what `--only` takes. */
  readonly id: string;
  /** What it was about, and why it failed. */
  readonly what: string;
  /** The first line of an execution's cause. */
  readonly cause?: string;
  /** Whether a later execution for the same has answered it. */
  readonly isOvertaken?: boolean;
  /** Of an execution. */
  readonly executionArn?: string;
  /** What replaying it does, or why it is not replayed. */
  readonly plan: string;
  /** Whether it can only fail again as it is: replayed when it is asked for by its id, and not with all others. */
  readonly isFutile?: boolean;
  /** Replays it, and says what was accepted; absent when there is nothing to do. */
  readonly replay?: () => Promise<string>;
}
