import { IssuanceTimedOutError } from '../../shared/errors';
import { callbackStep, step } from '../asl';
import { validationRecordsPending, zoneBusy } from '../retries';

/** Validates the names of `$.certificate`, and waits until ACM issues it, for as long as ACM keeps trying. */
export const issuance = <Next extends string>({ next }: { readonly next: Next }) => ({
  WriteValidationRecords: step('Writes the validation records that differ, once ACM has provided all of them.', {
    retry: [validationRecordsPending, zoneBusy],
  }),
  WaitForIssued: callbackStep<'DiagnoseIssuance' | Next>('Waits, without compute, until ACM announces the issuance.', {
    payload: { 'executionArn.$': '$.executionArn', 'certificate.$': '$.certificate' },
    resultAt: '$.issuance',
    timeoutSecondsPath: '$.wait.intervalSeconds',
    caught: { errors: ['States.Timeout', IssuanceTimedOutError], at: '$.timeout', next: 'DiagnoseIssuance' },
    next,
  }),
  DiagnoseIssuance: step(
    'Nothing announced in time: finds which names are not validated, why, and how long to wait next.',
    {
      next: 'WriteValidationRecords',
    },
  ),
});
