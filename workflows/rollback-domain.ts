import { pass, step, succeed, workflow } from './asl';
import { reportedFailure } from './fragments/failure';
import { dnsChangeRaced, zoneBusy } from './retries';

/** From a request for a rollback until a name has the records again that a request replaced. */
export const rollbackDomain = workflow({
  comment: 'Rolls a domain back: restores the records that were replaced, unless they have changed since.',
  onFailure: 'NotifyFailure',
  states: {
    Begin: pass("Begins the state document with the event and the execution's ARN; each step adds what it finds.", {
      'event.$': '$',
      'executionArn.$': '$$.Execution.Id',
    }),
    RestoreRecords: step('Restores the replaced records in one batch; the certificate stays attached.', {
      retry: [zoneBusy, dnsChangeRaced],
    }),
    PublishRollbackOutcome: step('Publishes Domain Rolled Back.', { publishes: true }),
    RolledBack: succeed('The name has its old records again.'),

    ...reportedFailure({ event: 'Domain Rollback Failed', publish: 'PublishRollbackOutcome' }),
  },
});
