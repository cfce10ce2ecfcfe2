import { domainProvisioningFailed } from '../events/domain-provisioning-failed';
import { domainSecured } from '../events/domain-secured';
import { eventBridgeBus, type EventBus } from '../shared/aws/event-bus';
import { Bus, config } from '../shared/config';
import { idOf } from '../shared/domain/event-id';
import { StateDocumentError } from '../shared/errors';
import { lambda } from '../shared/lambda';
import { PublishOutcome, type Gives, type Needs } from '../shared/workflow';

/** Says on the bus how the request ended: `Domain Secured`, or `Domain Provisioning Failed` when a step has failed. */
export const publishOutcome =
  (bus: EventBus) =>
  async (document: Needs<typeof PublishOutcome>): Promise<Gives<typeof PublishOutcome>> => {
    const resources = document.certificate ? [document.certificate.certificateArn] : [];
    if (document.failure) {
      const eventId = await bus.publish(domainProvisioningFailed, failed(document, document.failure), resources);
      return { outcome: { detailType: domainProvisioningFailed.detailType, eventId } };
    }
    const eventId = await bus.publish(domainSecured, secured(document), resources);
    return { outcome: { detailType: domainSecured.detailType, eventId } };
  };

type Document = Needs<typeof PublishOutcome>;

const failed = (document: Document, failure: NonNullable<Document['failure']>) => ({
  ...failure,
  certificateArn: document.certificate?.certificateArn,
  executionArn: document.executionArn,
  requestEventId: idOf(document.event),
});

function secured({ event, executionArn, request, target, certificate, attachment, verification }: Document) {
  if (!request || !target || !certificate || !attachment || !verification) {
    throw new StateDocumentError('The request succeeded, but the state document does not say how');
  }
  return {
    domainName: request.domainName,
    domainNames: request.domainNames,
    certificateArn: certificate.certificateArn,
    loadBalancerArn: target.loadBalancerArn,
    listenerArn: attachment.listenerArn,
    ...('skipped' in verification
      ? { verified: false, notVerifiedBecause: verification.skipped }
      : { verified: true, notBefore: verification.notBefore, notAfter: verification.notAfter }),
    executionArn,
    requestEventId: idOf(event),
  };
}

export const handler = lambda(PublishOutcome, () => publishOutcome(eventBridgeBus(config(Bus).eventBus)));
