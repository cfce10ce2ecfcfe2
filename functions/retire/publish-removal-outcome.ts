import { domainRemovalFailed } from '../../events/domain-removal-failed';
import { domainRetired } from '../../events/domain-retired';
import { readEnvelope } from '../../events/envelope';
import { failureOf } from '../../events/failure';
import { eventBridgeBus } from '../../shared/aws/event-bus';
import { config, EventBusName } from '../../shared/config';
import { StateDocumentError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import type { EventBus } from '../../shared/ports/publishers';
import { type Input, type Output, PublishRemovalOutcome } from '../../shared/steps';

/**
 * Publishes the outcome of a removal: `Domain Retired`, or `Domain Removal Failed` when a step failed.
 *
 * @throws StateDocumentError when no step failed but a field is missing
 * @throws EventNotPublishedError
 */
export const publishRemovalOutcome =
  (bus: EventBus) =>
  async (document: Input<typeof PublishRemovalOutcome>): Promise<Output<typeof PublishRemovalOutcome>> => {
    const { event, executionArn, removal, aliasCleanup, validationCleanup, failed, certificate } = document;
    const requestEventId = readEnvelope(event).id;
    // Where people could not be notified, no step has described the failure yet.
    const failure = document.failure ?? (failed && failureOf(event, failed, certificate));
    if (failure) {
      const eventId = await bus.publish(domainRemovalFailed, { ...failure, executionArn, requestEventId }, []);
      return { outcome: { detailType: domainRemovalFailed.detailType, eventId } };
    }
    if (!removal || !aliasCleanup || !validationCleanup) {
      throw new StateDocumentError('The removal succeeded, but fields of the state document are missing');
    }
    const { domainName, domainNames } = removal;
    const deleted = [...aliasCleanup.deleted, ...validationCleanup.deleted];
    const retained = [...aliasCleanup.retained, ...validationCleanup.retained];
    const detail = { domainName, domainNames, deleted, retained, executionArn, requestEventId };
    const eventId = await bus.publish(domainRetired, detail, []);
    return { outcome: { detailType: domainRetired.detailType, eventId } };
  };

export const handler = lambda(PublishRemovalOutcome, () =>
  publishRemovalOutcome(eventBridgeBus(config(EventBusName).eventBus)),
);
