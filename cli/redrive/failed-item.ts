import { explain } from '../errors';

/** A dead letter, or an execution that failed. */
export interface FailedItem {
  /** The id of the dead letter, or the name of the execution: the value of `--only`. */
  readonly id: string;
  /** What it was about, and why it failed. */
  readonly description: string;
  /** The first line of an execution's cause. */
  readonly cause?: string;
  /** Whether a later execution for the same domain or certificate makes it irrelevant. */
  readonly isSuperseded?: boolean;
  /** Of an execution. */
  readonly executionArn?: string;
  /** What a replay does, or why there is none. */
  readonly plan: string;
  /** Whether a replay can only fail again: it is then replayed only by its id, not together with all others. */
  readonly isFutile?: boolean;
  /** Replays it, and says what was accepted; absent if there is nothing to do. */
  readonly replay?: () => Promise<string>;
}

/** What happened to an item. */
export interface Outcome extends Omit<FailedItem, 'replay'> {
  /** `skipped`: there is no replay, or it would be futile. */
  readonly outcome: 'skipped' | 'replayable' | 'replayed' | 'refused';
  /** What was accepted, or why it was refused. */
  readonly result?: string;
  readonly advice?: string;
}

/** Replays an item, or only says whether it can be replayed. */
export async function replayItem({ replay, ...item }: FailedItem, isDryRun: boolean): Promise<Outcome> {
  if (!replay) return { ...item, outcome: 'skipped' };
  if (isDryRun) return { ...item, outcome: 'replayable' };
  try {
    return { ...item, outcome: 'replayed', result: await replay() };
  } catch (error) {
    const { name, message, advice } = explain(error);
    return { ...item, outcome: 'refused', result: `${name}: ${message}`, advice };
  }
}
