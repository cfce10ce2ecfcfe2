import { IssuanceTimedOutError } from '../../shared/errors';
import { step, stepWithToken } from '../asl';
import { validationRecordsPending, zoneBusy } from '../retries';

/** Validates a certificate's names and waits until ACM issues it, for as long as ACM goes on trying. */
export const issuance = <To extends string>({ comment, next }: { readonly comment: string; readonly next: To }) => ({
  WriteDnsValidation: step(comment, { retry: [validationRecordsPending, zoneBusy] }),
  WaitForIssued: stepWithToken<'DiagnoseIssuance' | To>(
    'Holds no compute: the function stores the task token, then looks. The event of issuance, or the time-out, goes on.',
    {
      payload: { 'executionArn.$': '$.executionArn', 'certificate.$': '$.certificate' },
      keepsAt: '$.issuance',
      timeoutSecondsPath: '$.wait.intervalSeconds',
      caught: { errors: ['States.Timeout', IssuanceTimedOutError], next: 'DiagnoseIssuance', at: '$.timeout' },
      next,
    },
  ),
  DiagnoseIssuance: step(
    'No event came within the interval: which names are not validated, why, and how long to wait next.',
    { next: 'WriteDnsValidation' },
  ),
});
