import { TROUBLES } from './domain/troubles';
import * as errors from './errors';

const OF_STEP_FUNCTIONS: ReadonlyMap<string, string> = new Map([
  [
    'States.Timeout',
    "The step took longer than allowed. Look at its function's log and the AWS Health Dashboard, and emit the event again.",
  ],
  ['States.DataLimitExceeded', 'The event or what the steps added to it is over 256 KiB: emit a smaller one.'],
]);

const OF_TROUBLES: ReadonlyMap<string, string> = new Map(Object.entries(TROUBLES));

const UNKNOWN =
  'The service does not know this error. Read the cause and look at the execution; emitting the event again is harmless.';

/** What a person can do about an error or a trouble, by its name: each brings its own advice. */
export const adviceFor = (errorName: string): string => knownAdvice(errorName) ?? UNKNOWN;

/** Whether an error has a name that the service has words for: there are some fifty, whatever else may be thrown. */
export const isKnown = (errorName: string): boolean => knownAdvice(errorName) !== undefined;

function knownAdvice(name: string): string | undefined {
  const error = Object.entries(errors).find(([each]) => each === name)?.[1];
  return error?.advice ?? OF_TROUBLES.get(name) ?? OF_STEP_FUNCTIONS.get(name);
}
