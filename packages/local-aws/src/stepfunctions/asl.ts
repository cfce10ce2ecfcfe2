import type { JsonObject } from '../json';

/** A state of a machine in the Amazon States Language, with the fields that the local cloud reads itself. */
export interface AslState extends JsonObject {
  readonly Type: 'Task' | 'Parallel' | 'Map' | 'Pass' | 'Wait' | 'Choice' | 'Succeed' | 'Fail';
  readonly Resource?: string;
  readonly TimeoutSeconds?: number;
  readonly HeartbeatSeconds?: number;
  readonly Branches?: readonly AslMachine[];
  readonly ItemProcessor?: AslMachine;
  /** The old name of ItemProcessor. */
  readonly Iterator?: AslMachine;
  readonly MaxConcurrency?: number;
  readonly Retry?: readonly ErrorMatcher[];
  readonly Catch?: readonly ErrorMatcher[];
  readonly Choices?: readonly JsonObject[];
}

/** A retrier or a catcher. */
export interface ErrorMatcher extends JsonObject {
  readonly ErrorEquals: readonly string[];
}

/** A state machine, or the part of one that a branch or an item runs. */
export interface AslMachine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, AslState>>;
  readonly TimeoutSeconds?: number;
}

/** What a Map state runs for each item. */
export function itemProcessor(state: AslState): AslMachine | undefined {
  return state.ItemProcessor ?? state.Iterator;
}

/** The machines directly inside a state: its branches, or what it runs for each item. */
export function innerMachines(state: AslState): readonly AslMachine[] {
  const processor = itemProcessor(state);
  return [...(state.Branches ?? []), ...(processor ? [processor] : [])];
}
