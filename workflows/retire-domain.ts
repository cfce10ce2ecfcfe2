import { areEqual, choice, fail, isPresent, not, otherwise, pass, step, succeed, when, workflow } from './asl';
import { replacement } from './fragments/replacement';
import {
  certificateInUse,
  certificateLocked,
  defaultNotPropagated,
  dnsChangeRaced,
  dnsLookupFailed,
  tagNotPropagated,
  zoneBusy,
} from './retries';

/** What was made for a domain is taken away again. */
export const retireDomain = workflow({
  comment: 'A domain is secured no longer: unpoint, detach, delete, forget; never what something else needs.',
  onFailure: 'NotifyFailure',
  states: {
    Begin: pass(
      'The state document: the event as it came, and which execution this is. Each step adds what it found.',
      { 'event.$': '$', 'executionArn.$': '$$.Execution.Id' },
    ),
    CheckRemoval: step(
      'Which certificate, which of its names, and what takes its place on the listeners. Changes nothing.',
      { retry: [dnsLookupFailed] },
    ),
    RemoveAlias: step(
      'Alias records that this service created; others stay. Rejected once may mean that the answer to a deletion was lost.',
      { retry: [zoneBusy, dnsChangeRaced] },
    ),

    IsCertificateLeft: choice('Certificates one by one. None is left, or none was there: then it is done already.', [
      when(isPresent('$.subject'), 'ClaimCertificate'),
      otherwise('DeleteValidationRecords'),
    ]),
    ClaimCertificate: step('Waits, for days if need be, while another execution keeps the certificate.', {
      payload: { 'certificateArn.$': '$.subject.certificateArn', 'executionArn.$': '$.executionArn' },
      keeps: ['certificateArn', '$.claim'],
      retry: [certificateLocked],
    }),
    CheckClaimed: step(
      'Whoever held the certificate may have changed everything: what is left is found again, now that nobody else is at work on it.',
      { calls: 'CheckRemoval', retry: [dnsLookupFailed] },
    ),
    IsClaimedLeft: choice('The claimed certificate, another one to claim, or none any more.', [
      when(not(isPresent('$.subject')), 'DeleteValidationRecords'),
      when(areEqual('$.subject.certificateArn', '$.claim.certificateArn'), 'IsReplacementNeeded'),
      otherwise('ClaimCertificate'),
    ]),
    IsReplacementNeeded: choice('A certificate with other names is replaced by one without the removed name.', [
      when(isPresent('$.removal.remaining[0]'), 'RequestReplacement'),
      otherwise('DetachCertificate'),
    ]),

    ...replacement({ next: 'NextCertificate', onFailure: 'NotifyFailure' }),

    DetachCertificate: step(
      'Marks the certificate as retired, then takes it off every listener; a default is exchanged first.',
      { retry: [defaultNotPropagated, tagNotPropagated] },
    ),
    DeleteCertificate: step(
      "Retried until nothing uses it: ACM's knowledge of that lags behind by minutes; and IAM's knowledge of the mark that allows it by seconds.",
      { retry: [certificateInUse, tagNotPropagated] },
    ),
    NextCertificate: pass('What was about this certificate alone is forgotten.', {
      'event.$': '$.event',
      'executionArn.$': '$.executionArn',
      'removal.$': '$.removal',
      'unpointed.$': '$.unpointed',
    }),
    CheckRest: step('Whether the name stands on another certificate.', {
      calls: 'CheckRemoval',
      retry: [dnsLookupFailed],
      next: 'IsCertificateLeft',
    }),

    DeleteValidationRecords: step(
      'Only records that this service wrote, and that no certificate of the account needs in any of its Regions. Rejected once may mean that the answer to a deletion was lost.',
      { timeoutSeconds: 120, retry: [zoneBusy, dnsChangeRaced] },
    ),
    PublishRetired: step('Domain Retired, on the bus.', { publishes: true }),
    Retired: succeed('The domain is secured no longer.'),

    NotifyFailure: step('A person is told: what, which step, why, what to do, what exists already.', {
      onFailure: 'FailedWithoutNotification',
    }),
    PublishFailure: step('Domain Removal Failed, on the bus.', {
      calls: 'PublishRetired',
      publishes: true,
      onFailure: 'Failed',
    }),
    Failed: fail('The execution shows the error that the person was told.', {
      ErrorPath: '$.failure.error',
      CausePath: '$.failure.cause',
    }),
    FailedWithoutNotification: fail(
      'The message or its event could not be sent. The rule for executions that end without a notification takes it from here.',
      {
        Error: 'NotificationFailed',
        Cause:
          "A step failed, and so did the notification of it: the first error is in this execution's history, before NotifyFailure.",
      },
    ),
  },
});
