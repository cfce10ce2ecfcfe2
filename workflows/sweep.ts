import { choice, fail, isPresent, isTrue, otherwise, pass, step, succeed, wait, when, workflow } from './asl';

/** Every certificate of the Region is assessed, and those that need it are handed to keep-certificate. */
export const sweep = workflow({
  comment: 'Every certificate of the Region: assess, guard against mass changes, keep what needs keeping, report.',
  onFailure: 'NotifyFailure',
  states: {
    Begin: pass(
      'The state document: the event as it came, and which execution this is. The ids of sweeps sort by when they began.',
      {
        'event.$': '$',
        'executionArn.$': '$$.Execution.Id',
        'sweepId.$': "States.Format('{} {}', $$.Execution.StartTime, $$.Execution.Id)",
      },
    ),

    AssessPage: step('Ten certificates: no more than ACM may be asked for in a second. Changes nothing.', {
      timeoutSeconds: 150,
    }),
    IsLastPage: choice('Until ACM has no more to list.', [
      when(isPresent('$.page.nextToken'), 'PauseAssessing'),
      otherwise('JudgeSweep'),
    ]),
    PauseAssessing: wait('A page costs Route 53 some twenty calls of its ten a second, and others have to live too.', {
      seconds: 5,
      next: 'AssessPage',
    }),

    JudgeSweep: step('Would too many certificates be replaced at once?'),
    TellMassChange: step('People hear when a sweep is held back, and when no longer; else of nothing.'),
    MayAct: choice('A sweep that is held back starts nothing.', [
      when(isTrue('$.guard.isRefused'), 'PublishInventory'),
      otherwise('StartKeeping'),
    ]),

    StartKeeping: step('keep-certificate, for ten of the certificates that need it: each begins by asking ACM.', {
      timeoutSeconds: 150,
    }),
    IsAllStarted: choice('Until no certificate is left that needs it.', [
      when(isPresent('$.keeping.after'), 'PauseStarting'),
      otherwise('PublishInventory'),
    ]),
    PauseStarting: wait('Lets those that were started look at their certificates.', {
      seconds: 5,
      next: 'StartKeeping',
    }),

    PublishInventory: step('Certificate Inventory, on the bus, and the metrics.', { publishes: true }),
    PublishPage: step(
      'The inventory for people to read: a page and its JSON. The sweep has succeeded before; a page that fails is told.',
    ),
    Swept: succeed('Every certificate was looked at.'),

    NotifyFailure: step('A person is told: what, which step, why, what to do, what exists already.', {
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
        Cause:
          "A step failed, and so did the notification of it: the first error is in this execution's history, before NotifyFailure.",
      },
    ),
  },
});
