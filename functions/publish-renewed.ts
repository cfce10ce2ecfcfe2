import { certificateRenewed } from '../events/certificate-renewed';
import { eventBridgeBus, type EventBus } from '../shared/aws/event-bus';
import { dynamoDbKeptCertificates, type KeptCertificates } from '../shared/aws/kept-certificates';
import { Bus, config, Kept } from '../shared/config';
import { StateDocumentError } from '../shared/errors';
import { lambda } from '../shared/lambda';
import { PublishRenewed, type Gives, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly eventBus: EventBus;
  readonly keptCertificates: KeptCertificates;
}

/**
 * Says on the bus that the certificate was renewed and is served; remembered after that, so that it is never left out.
 *
 * @throws StateDocumentError when the certificate has no serial number or no end
 * @throws EventNotPublishedError
 */
export const publishRenewed =
  ({ eventBus, keptCertificates }: Dependencies) =>
  async ({
    executionArn,
    subject,
    request,
    attachments,
  }: Needs<typeof PublishRenewed>): Promise<Gives<typeof PublishRenewed>> => {
    const { certificateArn, domainName, serial, notAfter } = subject;
    if (serial === undefined || notAfter === undefined) {
      throw new StateDocumentError(`${certificateArn} was renewed, but the state document has no serial number or end`);
    }
    const { domainNames } = request;
    const loadBalancerArns = [...new Set(attachments.map(({ loadBalancerArn }) => loadBalancerArn))];
    const detail = { certificateArn, domainName, domainNames, serial, notAfter, loadBalancerArns, executionArn };
    const eventId = await eventBus.publish(certificateRenewed, detail, [certificateArn]);
    await keptCertificates.noteAnnounced(certificateArn, serial);
    return { renewal: { eventId } };
  };

export const handler = lambda(PublishRenewed, () =>
  publishRenewed({
    eventBus: eventBridgeBus(config(Bus).eventBus),
    keptCertificates: dynamoDbKeptCertificates(config(Kept).keptTable),
  }),
);
