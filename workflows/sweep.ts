import { choice, isPresent, isTrue, otherwise, pass, step, succeed, wait, when, workflow } from './asl';
import { failure } from './fragments/failure';

/** From the list of all certificates of the Region to a reconciliation of each that needs one, and the inventory. */
export const sweep = workflow({
  comment: 'Assesses every certificate of the Region, guards against mass changes, starts reconciliations, reports.',
  onFailure: 'NotifyFailure',
  states: {
    Begin: pass("Begins the state document with the event, the execution's ARN, and an id that sorts by start time.", {
      'event.$': '$',
      'executionArn.$': '$$.Execution.Id',
      'sweepId.$': "States.Format('{} {}', $$.Execution.StartTime, $$.Execution.Id)",
    }),

    AssessBatch: step('Assesses ten certificates, as many as ACM answers for in a second; changes nothing.', {
      timeoutSeconds: 150,
    }),
    IsLastBatch: choice('Repeats until ACM has listed them all.', [
      when(isPresent('$.batch.nextToken'), 'PauseAssessing'),
      otherwise('CheckMassChange'),
    ]),
    PauseAssessing: wait('Leaves others a share: a batch takes some twenty Route 53 calls, of ten a second.', {
      seconds: 5,
      next: 'AssessBatch',
    }),

    CheckMassChange: step('Blocks the replacement of too many certificates at once, and notifies people of it.'),
    MayAct: choice('A blocked sweep starts nothing.', [
      when(isTrue('$.guard.isRefused'), 'PublishInventory'),
      otherwise('StartReconciliations'),
    ]),

    StartReconciliations: step(
      'Starts ten reconciliations of certificates that need one; each begins with calls of ACM.',
      {
        timeoutSeconds: 150,
      },
    ),
    IsAllStarted: choice('Repeats until every certificate that needs it is reconciled.', [
      when(isPresent('$.reconciliations.after'), 'PauseStarting'),
      otherwise('PublishInventory'),
    ]),
    PauseStarting: wait('Lets the reconciliations that were started assess their certificates.', {
      seconds: 5,
      next: 'StartReconciliations',
    }),

    PublishInventory: step('Publishes Certificate Inventory and the metrics.', { publishes: true }),
    PublishInventoryPage: step('Writes the inventory page and its JSON. Everything else is done even if this fails.'),
    Swept: succeed('Every certificate was assessed.'),

    NotifyFailure: step('Notifies people: what failed, which step, why, what to do, what exists already.', {
      onFailure: 'FailedWithoutNotification',
    }),
    ...failure(),
  },
});
