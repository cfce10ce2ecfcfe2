import { fail } from '../asl';

/** The two ends of a workflow that fails: after people were notified, and, with `cause`, if they could not be. */
export const failure = (cause: string) => ({
  Failed: fail('Ends with the error that people were notified of.', {
    ErrorPath: '$.failure.error',
    CausePath: '$.failure.cause',
  }),
  FailedWithoutNotification: fail(
    'People could not be notified: the rule for executions that end like this does it instead.',
    { Error: 'NotificationFailed', Cause: cause },
  ),
});
