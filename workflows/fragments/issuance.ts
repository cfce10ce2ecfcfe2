import { IssuanceTimedOutError, RecordConflictError } from '../../shared/errors';
import { callbackStep, step } from '../asl';
import { dnsLookupFailed, validationRecordsPending, zoneBusy } from '../retries';

/** Validates the names of a certificate, and waits until ACM issues it, for as long as ACM keeps trying. */
export const issuance = <Next extends string>({
  certificate,
  next,
  onConflict,
}: {
  readonly certificate: '$.certificate' | '$.replacement';
  readonly next: Next;
  /** Where a CNAME leads that conflicts with a validation record; by default, where every error does. */
  readonly onConflict?: Next;
}) => ({
  WriteValidationRecords: step<Next>('Writes the validation records that differ, once ACM has provided all of them.', {
    payload: { 'names.$': '$.names', 'zones.$': '$.zones', 'certificate.$': certificate },
    result: { pick: ['validation.records'], at: '$.validation' },
    retry: [validationRecordsPending, zoneBusy, dnsLookupFailed],
    ...(onConflict !== undefined && {
      caught: { errors: [RecordConflictError], at: '$.failed.WriteValidationRecords', next: onConflict },
    }),
  }),
  WaitForIssued: callbackStep<'DiagnoseIssuance' | Next>('Waits, without compute, until ACM announces the issuance.', {
    payload: { 'executionArn.$': '$.executionArn', 'certificate.$': certificate },
    resultAt: '$.issuance',
    timeoutSecondsPath: '$.wait.intervalSeconds',
    caught: { errors: ['States.Timeout', IssuanceTimedOutError], at: '$.timeout', next: 'DiagnoseIssuance' },
    next,
  }),
  DiagnoseIssuance: step(
    'Nothing announced in time: finds which names are not validated, why, and how long to wait next.',
    {
      payload: { 'zones.$': '$.zones', 'certificate.$': certificate, 'wait.$': '$.wait' },
      result: { pick: ['wait.attempt', 'wait.intervalSeconds', 'wait.pending', 'wait.otherPending'], at: '$.wait' },
      next: 'WriteValidationRecords',
    },
  ),
});
