import { CertificateLockedError } from '../shared/errors';
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
import { certificateInUse, certificateNotPropagated, dnsChangeRaced, listenerNotPropagated, zoneBusy } from './retries';

/** From one certificate to whatever its verdict calls for, assessed again until nothing is left to do. */
export const reconcileCertificate = workflow({
  comment: 'Reconciles one certificate: gather facts, decide, act, and notify people when there is reason to.',
  onFailure: 'NotifyStepFailure',
  states: {
    Begin: pass("Begins the state document with the certificate, why it is assessed, and the execution's ARN.", {
      'certificateArn.$': '$.certificateArn',
      'trigger.$': '$.trigger',
      'executionArn.$': '$$.Execution.Id',
    }),
    AcquireLock: step('Locks the certificate. An execution that has ended, however it ended, holds no lock.', {
      caught: { errors: [CertificateLockedError], at: '$.locked', next: 'Locked' },
    }),
    AssessCertificate: step('Gathers every fact and derives the verdict; changes nothing.', { timeoutSeconds: 120 }),
    RouteByVerdict: choice('Acts on the verdict; by default, at most a notification is due.', [
      when(verdictIs('unclear', 'renewed-not-served'), 'WaitToReassess'),
      when(verdictIs('renewed'), 'PublishRenewed'),
      when(verdictIs('repair-validation'), 'RepairValidation'),
      when(verdictIs('attach'), 'AttachCertificate'),
      when(
        and(
          verdictIs('replace'),
          isPresent('$.assessment.canWait'),
          isTrue('$.assessment.canWait'),
          not(equals('$.trigger', 'Sweep')),
        ),
        'NotifyHealthIssue',
        'Left to a sweep, which alone sees how many there are at once.',
      ),
      when(verdictIs('replace'), 'NotifyReplacementStarted'),
      when(verdictIs('delete'), 'DeleteCertificate'),
      otherwise('NotifyHealthIssue'),
    ]),

    PublishRenewed: step('Publishes Certificate Renewed: no load balancer serves the old one any more.', {
      publishes: true,
      next: 'NotifyHealthIssue',
    }),
    RepairValidation: step('Restores the validation records that differ; overwrites none of unknown origin.', {
      calls: 'WriteValidationRecords',
      payload: {
        'names.$': '$.names',
        'zones.$': '$.zones',
        'certificate.$': '$.certificate',
      },
      result: { pick: ['validation'], at: '$.repair' },
      retry: [zoneBusy],
      next: 'NotifyHealthIssue',
    }),
    AttachCertificate: step('Attaches the certificate to the HTTPS:443 listener of its request again.', {
      payload: { 'target.$': '$.target', certificate: { 'certificateArn.$': '$.certificateArn', origin: 'reused' } },
      result: { pick: ['attachment'], at: '$.reattachment' },
      retry: [certificateNotPropagated, listenerNotPropagated],
    }),
    MoveAliasRecords: step('Has the aliases of a load balancer that was created anew follow to it.', {
      payload: {
        'names.$': '$.names',
        'zones.$': '$.zones',
        'target.$': '$.target',
        'certificate.$': '$.certificate',
        onlyRecreated: true,
      },
      result: { pick: ['movedAliases'], at: '$.aliasMove' },
      retry: [zoneBusy, dnsChangeRaced],
    }),
    RecordReattachment: step('Records when, and where: a load balancer that was created anew has another ARN.', {
      next: 'WaitToReassess',
    }),
    DeleteCertificate: step('Deletes what was replaced or removed long enough ago and nothing uses.', {
      retry: [certificateInUse],
    }),

    NotifyHealthIssue: step(
      'Notifies people and the bus when a health issue begins, changes, becomes urgent or ends.',
      {
        publishes: true,
        onFailure: 'FailedWithoutNotification',
      },
    ),
    IsReassessmentNeeded: choice('A repair is assessed again.', [
      when(isPresent('$.assessment.reassessAfterSeconds'), 'WaitToReassess'),
      otherwise('Reconciled'),
    ]),
    WaitToReassess: wait('Waits for what may change soon; the assessment limits how often.', {
      secondsPath: '$.assessment.reassessAfterSeconds',
      next: 'AssessCertificate',
    }),

    NotifyReplacementStarted: step(
      'Notifies people why the certificate is replaced. A failure to do so does not delay that.',
      {
        calls: 'NotifyHealthIssue',
        publishes: true,
        onFailure: 'RequestReplacement',
        failedAt: '$.notNotified',
      },
    ),
    ...replacement({ next: 'PublishReplaced', onFailure: 'NotifyStepFailure' }),
    PublishReplaced: step('Publishes Certificate Replaced.', { publishes: true }),
    NotifyReplaced: step('Notifies people that the health issue is over.', {
      calls: 'NotifyHealthIssue',
      publishes: true,
      onFailure: 'FailedWithoutNotification',
    }),
    WasReplacementNotified: choice('Fails if people could not be notified when the replacement began.', [
      when(isPresent('$.notNotified'), 'FailedWithoutNotification'),
      otherwise('Reconciled'),
    ]),

    Reconciled: succeed('Nothing is left to do until the next event or sweep.'),
    Locked: succeed('Another execution holds the lock, and assesses the certificate again itself.'),

    NotifyStepFailure: step('Notifies people of the failed step as of any other health issue.', {
      calls: 'NotifyHealthIssue',
      publishes: true,
      onFailure: 'FailedWithoutNotification',
    }),
    ...failure({
      Cause: "A message about the certificate could not be sent: the reason is in this execution's history.",
    }),
  },
});
