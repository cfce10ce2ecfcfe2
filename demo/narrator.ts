import { stepLine } from '../terminal/step-line';
import type { StepFunctions } from 'local-aws/stepfunctions/stepfunctions';

/** Writes one line for people; colours only where they are shown. */
export type Print = (line: string) => void;

/**
 * Prints each step of every execution as it happens: when, which, and what it found.
 *
 * @param heading printed before the line of another execution than that of the line before; none by default
 * @param width of the longest name of a state
 */
export function narrate(
  stepFunctions: StepFunctions,
  startedAt: (executionArn: string) => number,
  print: Print,
  heading?: (executionArn: string) => string,
  width?: number,
): () => void {
  let last: string | undefined;
  /** The errors that were neither retried nor caught yet. */
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
