import { certificateRenewed } from '../../events/certificate-renewed';
import { dynamoDbCertificateStates } from '../../shared/aws/certificate-states';
import { eventBridgeBus } from '../../shared/aws/event-bus';
import { CertificateStateTable, config, EventBusName } from '../../shared/config';
import { StateDocumentError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import type { EventBus } from '../../shared/ports/publishers';
import type { CertificateStates } from '../../shared/ports/state';
import { type Input, type Output, PublishRenewed } from '../../shared/steps';

interface Dependencies {
  readonly eventBus: EventBus;
  readonly certificateStates: CertificateStates;
}

/**
 * Publishes `Certificate Renewed`. The serial number is recorded afterwards, so a crash in between publishes the event twice.
 *
 * @throws StateDocumentError when the certificate has no serial number or expiry
 * @throws EventNotPublishedError
 */
export const publishRenewed =
  ({ eventBus, certificateStates }: Dependencies) =>
  async ({
    executionArn,
    certificate,
    names,
    attachments,
  }: Input<typeof PublishRenewed>): Promise<Output<typeof PublishRenewed>> => {
    const { certificateArn, domainName, serial, notAfter } = certificate;
    if (serial === undefined || notAfter === undefined) {
      throw new StateDocumentError(
        `${certificateArn} was renewed, but the state document has no serial number or expiry`,
      );
    }
    const { domainNames } = names;
    const loadBalancerArns = [...new Set(attachments.map(({ loadBalancerArn }) => loadBalancerArn))];
    const detail = { certificateArn, domainName, domainNames, serial, notAfter, loadBalancerArns, executionArn };
    const eventId = await eventBus.publish(certificateRenewed, detail, [certificateArn]);
    await certificateStates.recordAnnouncedSerial(certificateArn, serial);
    return { renewalEvent: { eventId } };
  };

export const handler = lambda(PublishRenewed, () =>
  publishRenewed({
    eventBus: eventBridgeBus(config(EventBusName).eventBus),
    certificateStates: dynamoDbCertificateStates(config(CertificateStateTable).certificateStateTable),
  }),
);
