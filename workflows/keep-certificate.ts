import { CertificateInHandError } from '../shared/errors';
import {
  and,
  choice,
  equals,
  isPresent,
  isTrue,
  not,
  otherwise,
  pass,
  step,
  succeed,
  verdictIs,
  wait,
  when,
  workflow,
} from './asl';
import { failure } from './fragments/failure';
import { replacement } from './fragments/replacement';
import { certificateInUse, certificateNotPropagated, listenerNotPropagated, zoneBusy } from './retries';

/** From one certificate to whatever its verdict calls for, assessed again until nothing is left to do. */
export const keepCertificate = workflow({
  comment: 'Reconciles one certificate: gather facts, decide, act, and notify people when there is reason to.',
  onFailure: 'TellFailure',
  states: {
    Begin: pass("Begins the state document with the certificate, why it is assessed, and the execution's ARN.", {
      'certificateArn.$': '$.certificateArn',
      'because.$': '$.because',
      'executionArn.$': '$$.Execution.Id',
    }),
    ClaimCertificate: step('Locks the certificate. An execution that has ended, however it ended, holds no lock.', {
      caught: { errors: [CertificateInHandError], at: '$.inHand', next: 'InHand' },
    }),
    AssessCertificate: step('Gathers every fact and derives the verdict; changes nothing.', { timeoutSeconds: 120 }),
    ByVerdict: choice('Acts on the verdict; by default, at most a notification is due.', [
      when(verdictIs('unclear', 'renewed-not-served'), 'LookAgain'),
      when(verdictIs('renewed'), 'PublishRenewed'),
      when(verdictIs('repair-validation'), 'RepairValidation'),
      when(verdictIs('attach'), 'AttachToAlb'),
      when(
        and(
          verdictIs('replace'),
          isPresent('$.assessment.canWait'),
          isTrue('$.assessment.canWait'),
          not(equals('$.because', 'Sweep')),
        ),
        'TellTrouble',
        'Left to a sweep, which alone sees how many there are at once.',
      ),
      when(verdictIs('replace'), 'TellReplacement'),
      when(verdictIs('delete'), 'DeleteCertificate'),
      otherwise('TellTrouble'),
    ]),

    PublishRenewed: step('Publishes Certificate Renewed: no load balancer serves the old one any more.', {
      publishes: true,
      next: 'TellTrouble',
    }),
    RepairValidation: step('Restores the validation records that differ; overwrites none of unknown origin.', {
      calls: 'WriteDnsValidation',
      payload: {
        'request.$': '$.request',
        'zones.$': '$.zones',
        certificate: { 'certificateArn.$': '$.certificateArn', origin: 'reused' },
      },
      result: { pick: 'validation', at: '$.repair' },
      retry: [zoneBusy],
      next: 'TellTrouble',
    }),
    AttachToAlb: step('Attaches a certificate that nothing uses to the load balancer that its tag records.', {
      payload: { 'target.$': '$.target', certificate: { 'certificateArn.$': '$.certificateArn', origin: 'reused' } },
      result: { pick: 'attachment', at: '$.back' },
      retry: [certificateNotPropagated, listenerNotPropagated],
      next: 'LookAgain',
    }),
    DeleteCertificate: step('Deletes what was replaced or removed long enough ago and nothing uses.', {
      retry: [certificateInUse],
    }),

    TellTrouble: step('Notifies people and the bus when a health issue begins, changes, becomes urgent or ends.', {
      publishes: true,
      onFailure: 'FailedWithoutNotification',
    }),
    IsLookWorthwhile: choice('A repair is assessed again.', [
      when(isPresent('$.assessment.lookAgainSeconds'), 'LookAgain'),
      otherwise('Kept'),
    ]),
    LookAgain: wait('Waits for what may change soon; the assessment limits how often.', {
      secondsPath: '$.assessment.lookAgainSeconds',
      next: 'AssessCertificate',
    }),

    TellReplacement: step('Notifies people why the certificate is replaced. A failure to do so does not delay that.', {
      calls: 'TellTrouble',
      publishes: true,
      onFailure: 'RequestReplacement',
      failedAt: '$.untold',
    }),
    ...replacement({ next: 'PublishReplaced', onFailure: 'TellFailure' }),
    PublishReplaced: step('Publishes Certificate Replaced.', { publishes: true }),
    TellReplaced: step('Notifies people that the health issue is over.', {
      calls: 'TellTrouble',
      publishes: true,
      onFailure: 'FailedWithoutNotification',
    }),
    WasToldOfReplacement: choice('Fails if people could not be notified when the replacement began.', [
      when(isPresent('$.untold'), 'FailedWithoutNotification'),
      otherwise('Kept'),
    ]),

    Kept: succeed('Nothing is left to do until the next event or sweep.'),
    InHand: succeed('Another execution holds the lock, and assesses the certificate again itself.'),

    TellFailure: step('Notifies people of the failed step as of any other health issue.', {
      calls: 'TellTrouble',
      publishes: true,
      onFailure: 'FailedWithoutNotification',
    }),
    ...failure("A message about the certificate could not be sent: the reason is in this execution's history."),
  },
});
