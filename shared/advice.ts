import { TROUBLES } from './domain/troubles';
import * as errors from './errors';

const OF_STEP_FUNCTIONS: ReadonlyMap<string, string> = new Map([
  [
    'States.Timeout',
    "The step took longer than it may. Look at its function's log and the AWS Health Dashboard, and emit the event again.",
  ],
  ['States.DataLimitExceeded', 'The event or what the steps added to it is over 256 KiB: emit a smaller one.'],
]);

const OF_TROUBLES: ReadonlyMap<string, string> = new Map(Object.entries(TROUBLES));

const UNKNOWN =
  'This is not an error that the service knows. Read the cause and the execution; emitting the event again is harmless.';

/** What a person can do about an error or a trouble, by its name: each brings its own advice. */
export function adviceFor(errorName: string): string {
  const known = Object.entries(errors).find(([name]) => name === errorName)?.[1];
  return known?.advice ?? OF_TROUBLES.get(errorName) ?? OF_STEP_FUNCTIONS.get(errorName) ?? UNKNOWN;
}
