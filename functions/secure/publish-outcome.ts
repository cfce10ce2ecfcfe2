import { domainProvisioningFailed } from '../../events/domain-provisioning-failed';
import { domainSecured } from '../../events/domain-secured';
import { readEnvelope } from '../../events/envelope';
import { type Failure, failureOf } from '../../events/failure';
import { acmCertificates } from '../../shared/aws/certificates';
import { eventBridgeBus } from '../../shared/aws/event-bus';
import { config, EventBusName, StackName } from '../../shared/config';
import { StateDocumentError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import { putDomainSecured } from '../../shared/metrics';
import type { Certificates } from '../../shared/ports/certificates';
import type { EventBus } from '../../shared/ports/publishers';
import { type Input, type Output, PublishOutcome } from '../../shared/steps';

interface Dependencies {
  readonly eventBus: EventBus;
  readonly certificates: Pick<Certificates, 'describe'>;
  readonly stack: string;
  readonly now: () => Date;
}

/**
 * Publishes the outcome of a request: `Domain Secured`, or `Domain Provisioning Failed` when a step failed.
 *
 * @throws StateDocumentError when no step failed but a field is missing
 * @throws EventNotPublishedError
 */
export const publishOutcome =
  ({ eventBus, certificates, stack, now }: Dependencies) =>
  async (document: Input<typeof PublishOutcome>): Promise<Output<typeof PublishOutcome>> => {
    const resources = document.certificate ? [document.certificate.certificateArn] : [];
    // Where people could not be notified, no step has described the failure yet.
    const failure = document.failure ?? (document.failed && failureOf(document.event, document.failed, undefined));
    if (failure) {
      const eventId = await eventBus.publish(domainProvisioningFailed, failed(document, failure), resources);
      return { outcome: { detailType: domainProvisioningFailed.detailType, eventId } };
    }
    const inUseBy = (await certificates.describe(resources[0] ?? ''))?.inUseBy ?? [];
    const eventId = await eventBus.publish(domainSecured, secured(document, inUseBy), resources);
    const requestedAt = readEnvelope(document.event).sentAt;
    putDomainSecured(stack, requestedAt && (now().getTime() - requestedAt.getTime()) / 1_000);
    return { outcome: { detailType: domainSecured.detailType, eventId } };
  };

type Document = Input<typeof PublishOutcome>;

const failed = (document: Document, failure: Failure) => ({
  ...failure,
  certificateArn: document.certificate?.certificateArn,
  ...replacedIn(document),
  executionArn: document.executionArn,
  requestEventId: readEnvelope(document.event).id,
});

/** Absent unless records were replaced. */
const replacedIn = ({ replacedRecords = [] }: Document) => (replacedRecords.length > 0 ? { replacedRecords } : {});

function secured(document: Document, inUseBy: readonly string[]) {
  const { event, executionArn, names, target, certificate, attachment, verification } = document;
  if (!names || !target || !certificate || !attachment || !verification) {
    throw new StateDocumentError('The request succeeded, but fields of the state document are missing');
  }
  const others = inUseBy.filter((arn) => arn !== target.loadBalancerArn);
  return {
    domainName: names.domainName,
    domainNames: names.domainNames,
    certificateArn: certificate.certificateArn,
    loadBalancerArn: target.loadBalancerArn,
    listenerArn: attachment.listenerArn,
    ...(others.length > 0 && { alsoUsedBy: others }),
    ...('skipped' in verification
      ? { verified: false, notVerifiedBecause: verification.skipped }
      : {
          verified: true,
          servedBy: verification.servedBy,
          notBefore: verification.notBefore,
          notAfter: verification.notAfter,
        }),
    ...replacedIn(document),
    executionArn,
    requestEventId: readEnvelope(event).id,
  };
}

export const handler = lambda(PublishOutcome, () =>
  publishOutcome({
    certificates: acmCertificates(),
    eventBus: eventBridgeBus(config(EventBusName).eventBus),
    ...config(StackName),
    now: () => new Date(),
  }),
);
