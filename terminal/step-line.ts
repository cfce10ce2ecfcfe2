import { coloured } from './console';
import { hasWords, stepWords } from './step-words';

/** That a state was left, or tried again. */
export interface StepNews {
  readonly type: 'retried' | 'exited';
  readonly state: string;
  /** How long after the request it was. */
  readonly afterMilliseconds: number;
  /** The state document as the step left it. */
  readonly document: unknown;
  /** The error that is retried, or that was caught when the state was left. */
  readonly error?: string | undefined;
}

/**
 * The line about a step of an execution: when, which, and what it found. Undefined where there is nothing to tell.
 *
 * @param width of the longest name of a state
 */
export function stepLine(news: StepNews, width = 18): string | undefined {
  const line = whatHappened(news, news.state.padEnd(width));
  return line && `  ${coloured('dim', since(news.afterMilliseconds))}  ${line}`;
}

function whatHappened({ type, state, document, error }: StepNews, name: string): string | undefined {
  if (!hasWords(state)) return undefined;
  if (type === 'retried') return `${coloured('yellow', '↻')} ${name}  again, after ${error}`;
  // A time-out of the wait is told by the diagnosis that follows it.
  if (error === 'States.Timeout' && state === 'WaitForIssued') return undefined;
  // A caught error leaves its state too.
  if (error !== undefined) return `${coloured('red', '✘')} ${name}  ${error}`;
  const words = stepWords(state, document);
  const mark = state === 'DiagnoseIssuance' ? coloured('yellow', '…') : coloured('green', '✔');
  return words && `${mark} ${name}  ${words}`;
}

/** In a unit that fits: hours once a clock was moved, or a wait was long. */
function since(milliseconds: number): string {
  const seconds = milliseconds / 1_000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`.padStart(8);
  return (seconds < 3_600 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3_600).toFixed(1)} h`).padStart(8);
}
