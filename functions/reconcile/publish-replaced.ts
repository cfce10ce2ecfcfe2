import { certificateReplaced } from '../../events/certificate-replaced';
import { acmCertificates } from '../../shared/aws/certificates';
import { eventBridgeBus } from '../../shared/aws/event-bus';
import { config, EventBusName } from '../../shared/config';
import { lambda } from '../../shared/lambda';
import type { Certificates } from '../../shared/ports/certificates';
import type { EventBus } from '../../shared/ports/publishers';
import { type Input, type Output, PublishReplaced } from '../../shared/steps';

interface Dependencies {
  readonly certificates: Certificates;
  readonly eventBus: EventBus;
}

/**
 * Publishes `Certificate Replaced` with both certificates and the reason.
 *
 * @throws EventNotPublishedError
 */
export const publishReplaced =
  ({ certificates, eventBus }: Dependencies) =>
  async (document: Input<typeof PublishReplaced>): Promise<Output<typeof PublishReplaced>> => {
    const { executionArn, certificate, assessment, names, replacement, attachments, handover } = document;
    const { certificateArn } = replacement;
    const { notAfter } = (await certificates.describe(certificateArn)) ?? {};
    const detail = {
      certificateArn,
      replacedCertificateArn: certificate.certificateArn,
      domainName: names.domainName,
      domainNames: names.domainNames,
      reason: assessment.reasons.join(' '),
      listenerArns: attachments.map(({ listenerArn }) => listenerArn),
      verified: handover.served === 'new',
      servedBy: handover.served === 'not-verified' ? undefined : handover.servedBy,
      notAfter,
      executionArn,
    };
    const resources = [certificateArn, certificate.certificateArn];
    return { replacementEvent: { eventId: await eventBus.publish(certificateReplaced, detail, resources) } };
  };

export const handler = lambda(PublishReplaced, () =>
  publishReplaced({ certificates: acmCertificates(), eventBus: eventBridgeBus(config(EventBusName).eventBus) }),
);
