import { areEqual, choice, isPresent, not, otherwise, pass, step, succeed, when, workflow } from './asl';
import { reportedFailure } from './fragments/failure';
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

/** From a request for removal until nothing that was created for the domain is left, apart from what others need. */
export const retireDomain = workflow({
  comment: 'Retires a domain: delete aliases, detach and delete certificates, delete validation records.',
  onFailure: 'NotifyFailure',
  states: {
    Begin: pass("Begins the state document with the event and the execution's ARN; each step adds what it finds.", {
      'event.$': '$',
      'executionArn.$': '$$.Execution.Id',
    }),
    CheckRemoval: step('Finds the next certificate, its names to remove and its fallback defaults; changes nothing.', {
      retry: [dnsLookupFailed],
    }),
    DeleteAliasRecords: step('Deletes the alias records that this service created; others stay.', {
      retry: [zoneBusy, dnsChangeRaced],
    }),

    IsCertificateLeft: choice('Certificates are retired one at a time; after the last, only records are left.', [
      when(isPresent('$.certificate'), 'AcquireLock'),
      otherwise('DeleteValidationRecords'),
    ]),
    AcquireLock: step('Locks the certificate, waiting for as long as another execution holds the lock.', {
      payload: { 'certificateArn.$': '$.certificate.certificateArn', 'executionArn.$': '$.executionArn' },
      result: { pick: ['certificateArn'], at: '$.lock' },
      retry: [certificateLocked],
    }),
    RecheckRemoval: step('Checks again under the lock: its previous holder may have changed everything.', {
      calls: 'CheckRemoval',
      retry: [dnsLookupFailed],
    }),
    IsLockedCertificateLeft: choice('The locked certificate is still to be retired, or another one is, or none.', [
      when(not(isPresent('$.certificate')), 'DeleteValidationRecords'),
      when(areEqual('$.certificate.certificateArn', '$.lock.certificateArn'), 'IsReplacementNeeded'),
      otherwise('AcquireLock'),
    ]),
    IsReplacementNeeded: choice('A certificate with other names is replaced by one without the removed names.', [
      when(isPresent('$.removal.remaining[0]'), 'RequestReplacement'),
      otherwise('DetachCertificate'),
    ]),

    ...replacement({ next: 'NextCertificate', onFailure: 'NotifyFailure' }),

    DetachCertificate: step('Tags the certificate as retired, then removes it from every listener.', {
      retry: [defaultNotPropagated, tagNotPropagated],
    }),
    DeleteCertificate: step('Deletes the certificate as soon as ACM sees that nothing uses it.', {
      retry: [certificateInUse, tagNotPropagated],
    }),

    NextCertificate: pass('Drops what concerned this certificate alone.', {
      'event.$': '$.event',
      'executionArn.$': '$.executionArn',
      'removal.$': '$.removal',
      'aliasCleanup.$': '$.aliasCleanup',
    }),
    CheckRemaining: step('Finds the next certificate that covers the names.', {
      calls: 'CheckRemoval',
      retry: [dnsLookupFailed],
      next: 'IsCertificateLeft',
    }),

    DeleteValidationRecords: step('Deletes the records of this service that no certificate in any Region needs.', {
      timeoutSeconds: 120,
      retry: [zoneBusy, dnsChangeRaced],
    }),
    PublishRemovalOutcome: step('Publishes Domain Retired.', { publishes: true }),
    Retired: succeed('The domain is no longer secured.'),

    ...reportedFailure({ event: 'Domain Removal Failed', publish: 'PublishRemovalOutcome' }),
  },
});
