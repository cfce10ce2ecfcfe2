import { CertificateInHandError } from '../shared/errors';
import {
  and,
  choice,
  equals,
  fail,
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
import { replacement } from './fragments/replacement';
import { certificateInUse, certificateNotPropagated, listenerNotPropagated, zoneBusy } from './retries';

/** One certificate is assessed, and what its verdict asks for is done. */
export const keepCertificate = workflow({
  comment: "One certificate's health: gather, decide, act; tell when there is something to tell.",
  onFailure: 'TellFailure',
  states: {
    Begin: pass('The state document: which certificate, why it is looked at, and which execution this is.', {
      'certificateArn.$': '$.certificateArn',
      'because.$': '$.because',
      'executionArn.$': '$$.Execution.Id',
    }),
    ClaimCertificate: step(
      'One execution at a time keeps a certificate. One that has ended, however it ended, holds nothing.',
      { caught: { errors: [CertificateInHandError], next: 'InHand', at: '$.inHand' }, next: 'AssessCertificate' },
    ),
    InHand: succeed('Another execution keeps the certificate, and looks again by itself.'),
    AssessCertificate: step('Gathers every fact, and turns them into a verdict. Changes nothing.', {
      timeoutSeconds: 120,
    }),
    ByVerdict: choice('What has to be done; by default somebody may have to be told.', [
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
        'Only a sweep sees how many there are at once: what can wait for it does.',
      ),
      when(verdictIs('replace'), 'TellReplacement'),
      when(verdictIs('delete'), 'DeleteCertificate'),
      otherwise('TellTrouble'),
    ]),

    PublishRenewed: step('Certificate Renewed, on the bus: no load balancer serves the old one.', {
      publishes: true,
      next: 'TellTrouble',
    }),
    RepairValidation: step("Writes back the validation records that differ; never over somebody else's.", {
      calls: 'WriteDnsValidation',
      payload: {
        'request.$': '$.request',
        'zones.$': '$.zones',
        certificate: { 'certificateArn.$': '$.certificateArn', origin: 'reused' },
      },
      keeps: ['validation', '$.repair'],
      retry: [zoneBusy],
      next: 'TellTrouble',
    }),
    AttachToAlb: step('Nothing uses the certificate: back to the load balancer that its tag records.', {
      payload: {
        'target.$': '$.target',
        certificate: { 'certificateArn.$': '$.certificateArn', origin: 'reused' },
      },
      keeps: ['attachment', '$.back'],
      retry: [certificateNotPropagated, listenerNotPropagated],
      next: 'LookAgain',
    }),
    DeleteCertificate: step('Replaced or removed long enough ago, and nothing uses it.', { retry: [certificateInUse] }),

    TellTrouble: step(
      'People and the bus hear of a trouble when it begins, changes, draws near or is over; else of nothing.',
      { publishes: true, onFailure: 'FailedWithoutNotification' },
    ),
    IsLookWorthwhile: choice('After a repair, whether it has helped.', [
      when(isPresent('$.assessment.lookAgainSeconds'), 'LookAgain'),
      otherwise('Kept'),
    ]),
    LookAgain: wait('Waits without compute. The assessment bounds how often.', {
      secondsPath: '$.assessment.lookAgainSeconds',
      next: 'AssessCertificate',
    }),

    TellReplacement: step(
      'The trouble begins: why the certificate is replaced. A message that cannot be sent does not hold the replacement up: the execution ends as failed after it.',
      { calls: 'TellTrouble', publishes: true, onFailure: 'RequestReplacement', failedAt: '$.untold' },
    ),
    ...replacement({ next: 'PublishReplaced', onFailure: 'TellFailure' }),
    PublishReplaced: step('Certificate Replaced, on the bus.', { publishes: true, next: 'TellReplaced' }),
    WasToldOfReplacement: choice('Whether people were told that it began.', [
      when(isPresent('$.untold'), 'FailedWithoutNotification'),
      otherwise('Kept'),
    ]),
    TellReplaced: step('The trouble is over.', {
      calls: 'TellTrouble',
      publishes: true,
      onFailure: 'FailedWithoutNotification',
      next: 'WasToldOfReplacement',
    }),

    Kept: succeed('Nothing is left to do for now. The next event or sweep looks again.'),

    TellFailure: step('A person is told that a step failed, as of any other trouble.', {
      calls: 'TellTrouble',
      publishes: true,
      onFailure: 'FailedWithoutNotification',
    }),
    Failed: fail('The execution shows the error that the person was told.', {
      ErrorPath: '$.failure.error',
      CausePath: '$.failure.cause',
    }),
    FailedWithoutNotification: fail(
      'The message or its event could not be sent. The rule for executions that end without a notification takes it from here.',
      {
        Error: 'NotificationFailed',
        Cause: "A message about the certificate could not be sent: the reason is in this execution's history.",
      },
    ),
  },
});
