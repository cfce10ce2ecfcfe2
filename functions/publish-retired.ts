import { domainRemovalFailed } from '../events/domain-removal-failed';
import { domainRetired } from '../events/domain-retired';
import { eventBridgeBus, type EventBus } from '../shared/aws/event-bus';
import { Bus, config } from '../shared/config';
import { idOf } from '../shared/domain/event-id';
import { StateDocumentError } from '../shared/errors';
import { lambda } from '../shared/lambda';
import { PublishRetired, type Gives, type Needs } from '../shared/workflow';

/**
 * Says on the bus how a removal ended: `Domain Retired`, or `Domain Removal Failed` when a step has failed.
 *
 * @throws StateDocumentError when no step has failed, and yet something is missing
 * @throws EventNotPublishedError
 */
export const publishRetired =
  (bus: EventBus) =>
  async (document: Needs<typeof PublishRetired>): Promise<Gives<typeof PublishRetired>> => {
    const { event, executionArn, removal, unpointed, forgotten, failure } = document;
    const requestEventId = idOf(event);
    if (failure) {
      const eventId = await bus.publish(domainRemovalFailed, { ...failure, executionArn, requestEventId }, []);
      return { outcome: { detailType: domainRemovalFailed.detailType, eventId } };
    }
    if (!removal || !unpointed || !forgotten) {
      throw new StateDocumentError('The removal succeeded, but the state document does not say how');
    }
    const { domainName, domainNames } = removal;
    const deleted = [...unpointed.deleted, ...forgotten.deleted];
    const kept = [...unpointed.kept, ...forgotten.kept];
    const detail = { domainName, domainNames, deleted, kept, executionArn, requestEventId };
    const eventId = await bus.publish(domainRetired, detail, []);
    return { outcome: { detailType: domainRetired.detailType, eventId } };
  };

export const handler = lambda(PublishRetired, () => publishRetired(eventBridgeBus(config(Bus).eventBus)));
