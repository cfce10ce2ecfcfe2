import type { JsonObject } from '../json';
import type { AslMachine, AslState } from './asl';
import type { WorkInput } from './engine-definition';
import type { HistoryEntry } from './history';
import type { Work } from './work';

/** One try at the work of a Task, Parallel or Map state. */
export interface Attempt extends WorkInput {
  readonly name: string;
  readonly state: AslState;
  /** What `$$` is here, as far as it stays the same for the whole run. */
  readonly context: JsonObject;
  /** What $$.Task.Token was filled with. */
  readonly token: string;
  /** Writes to the execution's history, after the last event of this branch unless another is given; gives the id. */
  record(entry: HistoryEntry, previousEventId?: number): number;
  /** Runs a machine inside this state, its history beginning after the given event. */
  runInside(machine: AslMachine, input: unknown, context: JsonObject, previousEventId: number): Work;
  /** What a payload template gives. */
  evaluate(template: JsonObject, input: unknown, context: JsonObject): Promise<unknown>;
}
