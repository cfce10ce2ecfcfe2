import { isJsonObject } from '../json';
import { itemProcessor } from './asl';
import type { Attempt } from './attempt';
import { UncatchableError, type Work } from './work';

/** What an inline Map state runs at a time when MaxConcurrency sets no limit: about 40, says "Inline mode". */
const DEFAULT_CONCURRENCY = 40;

/** Runs the branches of a Parallel state side by side; the first to fail ends the others. */
export function startParallel(attempt: Attempt): Work {
  const started = attempt.record({ type: 'ParallelStateStarted' });
  const branches = (attempt.state.Branches ?? []).map((branch) =>
    attempt.runInside(branch, attempt.input, attempt.context, started),
  );
  const cancel = () => branches.forEach((branch) => branch.cancel());
  const run = async () => {
    try {
      const results = await Promise.all(branches.map((branch) => branch.result));
      attempt.record({ type: 'ParallelStateSucceeded' });
      return results;
    } catch (error) {
      cancel();
      attempt.record({ type: 'ParallelStateFailed' });
      throw error;
    }
  };
  return { result: run(), cancel };
}

/** Runs an inline Map state: its processor once for each item, a few at a time; the first to fail ends the others. */
export function startMap(attempt: Attempt): Work {
  const { input, at, name, state } = attempt;
  const under = new Map<number, Work>();
  const waiting: [number, unknown][] = [];
  const outputs: unknown[] = [];
  let cancelled = false;

  const cancel = () => {
    cancelled = true;
    for (const [index, iteration] of under) {
      attempt.record({ type: 'MapIterationAborted', mapIterationAbortedEventDetails: { name, index } });
      iteration.cancel();
    }
    under.clear();
  };

  const iterate = async (index: number, item: unknown, started: number) => {
    const processor = itemProcessor(state);
    const selector = state['ItemSelector'] ?? state['Parameters'];
    const context = { ...attempt.context, Map: { Item: { Index: index, Value: item } } };
    const begun = attempt.record(
      { type: 'MapIterationStarted', mapIterationStartedEventDetails: { name, index } },
      started,
    );
    const selected = isJsonObject(selector) ? await attempt.evaluate(selector, input, context) : item;
    if (cancelled || !processor) return;
    const iteration = attempt.runInside(processor, selected, context, begun);
    under.set(index, iteration);
    try {
      outputs[index] = await iteration.result;
      under.delete(index);
      attempt.record({ type: 'MapIterationSucceeded', mapIterationSucceededEventDetails: { name, index } });
    } catch (error) {
      under.delete(index);
      attempt.record({ type: 'MapIterationFailed', mapIterationFailedEventDetails: { name, index } });
      throw error;
    }
  };

  const run = async () => {
    const items = at.ItemsPath ?? input;
    if (!Array.isArray(items)) throw new UncatchableError('States.Runtime', `The items of ${name} are no array.`);
    const started = attempt.record({ type: 'MapStateStarted', mapStateStartedEventDetails: { length: items.length } });
    waiting.push(...items.map((item: unknown, index): [number, unknown] => [index, item]));
    const limit = Number(at.MaxConcurrencyPath ?? state.MaxConcurrency ?? 0) || DEFAULT_CONCURRENCY;
    const worker = async () => {
      for (let next = waiting.shift(); next && !cancelled; next = waiting.shift()) await iterate(...next, started);
    };
    try {
      await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
      attempt.record({ type: 'MapStateSucceeded' });
      return outputs;
    } catch (error) {
      cancel();
      attempt.record({ type: 'MapStateFailed' });
      throw error;
    }
  };
  return { result: run(), cancel };
}
