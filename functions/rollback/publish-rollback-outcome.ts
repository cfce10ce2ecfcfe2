import { domainRollbackFailed } from '../../events/domain-rollback-failed';
import { domainRolledBack } from '../../events/domain-rolled-back';
import { readEnvelope } from '../../events/envelope';
import { failureOf } from '../../events/failure';
import { eventBridgeBus } from '../../shared/aws/event-bus';
import { config, EventBusName } from '../../shared/config';
import { StateDocumentError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import type { EventBus } from '../../shared/ports/publishers';
import { type Input, type Output, PublishRollbackOutcome } from '../../shared/steps';

/**
 * Publishes the outcome of a rollback: `Domain Rolled Back`, or `Domain Rollback Failed` when a step failed.
 *
 * @throws StateDocumentError when no step failed but a field is missing
 * @throws EventNotPublishedError
 */
export const publishRollbackOutcome =
  (bus: EventBus) =>
  async (document: Input<typeof PublishRollbackOutcome>): Promise<Output<typeof PublishRollbackOutcome>> => {
    const { event, executionArn, rollback, failed } = document;
    const requestEventId = readEnvelope(event).id;
    // Where people could not be notified, no step has described the failure yet.
    const failure = document.failure ?? (failed && failureOf(event, failed, undefined));
    if (failure) {
      const eventId = await bus.publish(domainRollbackFailed, { ...failure, executionArn, requestEventId }, []);
      return { outcome: { detailType: domainRollbackFailed.detailType, eventId } };
    }
    if (!rollback) throw new StateDocumentError('The rollback succeeded, but fields of the state document are missing');
    const { domainName, restoredRecords } = rollback;
    const eventId = await bus.publish(
      domainRolledBack,
      { domainName, restoredRecords, executionArn, requestEventId },
      [],
    );
    return { outcome: { detailType: domainRolledBack.detailType, eventId } };
  };

export const handler = lambda(PublishRollbackOutcome, () =>
  publishRollbackOutcome(eventBridgeBus(config(EventBusName).eventBus)),
);
