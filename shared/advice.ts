import { HEALTH_ISSUES } from './domain/assessment/health-issues';
import * as errors from './errors';

const STEP_FUNCTIONS_CURES: ReadonlyMap<string, string> = new Map([
  ['States.Timeout', "The step took longer than its time-out. Check its function's log and the AWS Health Dashboard."],
  ['States.DataLimitExceeded', 'The event and the data added by the steps exceed 256 KiB. Make the event smaller.'],
]);

const HEALTH_ISSUE_CURES: ReadonlyMap<string, string> = new Map(Object.entries(HEALTH_ISSUES));

const UNKNOWN_ERROR_CURE = 'The service does not know this error. Read the cause and inspect the execution.';

/** The step after the fix, by what triggered the failed work. */
const FOLLOW_UPS = {
  event: 'Then emit the event again.',
  command: 'Then try again.',
  sweep: 'The next sweep checks it again; to check now, run npx acm-autopilot sweep.',
} as const;

/** The recommended action for an error or health issue: its cure, and the step after the fix. */
export const adviceFor = (name: string, trigger: keyof typeof FOLLOW_UPS): string =>
  `${cureFor(name) ?? UNKNOWN_ERROR_CURE} ${FOLLOW_UPS[trigger]}`;

/** Whether the service has a cure for the error. This bounds the values of a metric dimension to about fifty. */
export const isKnownError = (errorName: string): boolean => cureFor(errorName) !== undefined;

function cureFor(name: string): string | undefined {
  const error = Object.entries(errors).find(([each]) => each === name)?.[1];
  return error?.cure ?? HEALTH_ISSUE_CURES.get(name) ?? STEP_FUNCTIONS_CURES.get(name);
}
