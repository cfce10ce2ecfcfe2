import { HEALTH_ISSUES } from './domain/assessment/health-issues';
import * as errors from './errors';

const OF_STEP_FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['States.Timeout', "The step took longer than allowed. Look at its function's log and the AWS Health Dashboard."],
  ['States.DataLimitExceeded', 'The event or what the steps added to it is over 256 KiB: make it smaller.'],
]);

const OF_HEALTH_ISSUES: ReadonlyMap<string, string> = new Map(Object.entries(HEALTH_ISSUES));

const UNKNOWN = 'The service does not know this error. Read the cause and look at the execution.';

/** How to go on once the cause is cured: whoever asked by an event asks by one again, and what nobody asked for is the sweep's. */
const GOING_ON = {
  event: 'Then emit the event again.',
  command: 'Then try again.',
  sweep: 'The next sweep looks again; sooner: npx acm-autopilot sweep.',
} as const;

/** What a person can do about an error or a health issue, by its name: its cure, and how to go on after it. */
export const adviceFor = (name: string, askedBy: keyof typeof GOING_ON): string =>
  `${cureFor(name) ?? UNKNOWN} ${GOING_ON[askedBy]}`;

/** Whether an error has a name that the service has words for: there are some fifty, whatever else may be thrown. */
export const isKnown = (errorName: string): boolean => cureFor(errorName) !== undefined;

function cureFor(name: string): string | undefined {
  const error = Object.entries(errors).find(([each]) => each === name)?.[1];
  return error?.cure ?? OF_HEALTH_ISSUES.get(name) ?? OF_STEP_FUNCTIONS.get(name);
}
