import { fail, step, type StepName } from '../asl';

/** The two ends of a workflow that fails: after people were notified, and, with `cause`, if they could not be. */
export const failure = (
  cause: { readonly Cause: string } | { readonly CausePath: `States.JsonToString(${string})` } = EVERY_FAILURE,
) => ({
  Failed: fail('Ends with the error that people were notified of.', {
    ErrorPath: '$.failure.error',
    CausePath: '$.failure.cause',
  }),
  FailedWithoutNotification: fail(
    'People could not be notified: the rule for executions that end like this does it instead.',
    { Error: 'NotificationFailed', ...cause },
  ),
});

/** The error and the cause of each failed state; always there once a step failed. */
const EVERY_FAILURE = { CausePath: 'States.JsonToString($.failed)' } as const;

/**
 * How a workflow that was requested fails: people are notified and `event` is published, by the step `publish`. Either is tried
 * whether or not the other succeeds.
 */
export const reportedFailure = ({ event, publish }: { readonly event: string; readonly publish: StepName }) => ({
  NotifyFailure: step('Notifies people: what failed, which step, why, what to do, what exists already.', {
    onFailure: 'PublishUnnotifiedFailure',
  }),
  PublishFailure: step(`Publishes ${event}.`, {
    calls: publish,
    publishes: true,
    onFailure: 'FailedWithoutEvent',
    next: 'Failed',
  }),
  PublishUnnotifiedFailure: step(`Publishes ${event}, of which people could not be notified.`, {
    calls: publish,
    publishes: true,
    onFailure: 'FailedWithoutNotification',
    next: 'FailedWithoutNotification',
  }),
  FailedWithoutEvent: fail('Ends with the error that people were notified of; the event could not be published.', {
    ErrorPath: '$.failure.error',
    ...EVERY_FAILURE,
  }),
  ...failure(),
});
