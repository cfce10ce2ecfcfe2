import { stepLine } from '../terminal/step-line';
import type { StepFunctions } from 'local-aws/stepfunctions/stepfunctions';

/** Prints a line. */
export type Print = (line: string) => void;

/**
 * Prints each step of every execution as it happens: time, name and result.
 *
 * @param heading printed when the execution differs from that of the previous line; none by default
 * @param width the width of the longest state name
 */
export function narrate(
  stepFunctions: StepFunctions,
  startedAt: (executionArn: string) => number,
  print: Print,
  heading?: (executionArn: string) => string,
  width?: number,
): () => void {
  let last: string | undefined;
  /** Errors that were not retried or caught yet. */
  const errors = new Map<string, string>();
  return stepFunctions.onTransition(({ type, state, at, data, error, executionArn }) => {
    const key = `${executionArn} ${state}`;
    if (type === 'failed') errors.set(key, error ?? '');
    if (type !== 'retried' && type !== 'exited') return;
    const afterMilliseconds = at - startedAt(executionArn);
    const line = stepLine({ type, state, afterMilliseconds, document: data, error: errors.get(key) }, width);
    errors.delete(key);
    if (!line) return;
    if (heading && executionArn !== last) print(`\n${heading(executionArn)}\n`);
    last = executionArn;
    print(line);
  });
}
