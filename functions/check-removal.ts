import { acmCertificates, type Certificates } from '../shared/aws/certificates';
import { route53HostedZones, type HostedZones } from '../shared/aws/hosted-zones';
import { dynamoDbKeptCertificates, type KeptCertificates } from '../shared/aws/kept-certificates';
import { elbLoadBalancers, type LoadBalancers } from '../shared/aws/load-balancers';
import { findOwnAttachments } from '../shared/checks/find-own-attachments';
import { findRemoved } from '../shared/checks/find-removed';
import { findStandIns } from '../shared/checks/find-stand-ins';
import { namesOfNoOther } from '../shared/checks/names-of-no-other';
import { readRemoval } from '../shared/checks/read-removal';
import { withoutNames } from '../shared/checks/without-names';
import { config, Deployment, Kept, Policy } from '../shared/config';
import { TAGS } from '../shared/domain/certificate-tags';
import { lambda } from '../shared/lambda';
import { publicDns, type PublicDns } from '../shared/network/public-dns';
import { CheckRemoval, type Gives, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly certificates: Certificates;
  readonly loadBalancers: LoadBalancers;
  readonly keptCertificates: KeptCertificates;
  readonly hostedZones: HostedZones;
  readonly publicDns: PublicDns;
  readonly policy: Policy;
  readonly stack: string;
  readonly now: () => Date;
}

/**
 * Finds what is left to do for a removal: a certificate, which of its names go, and what takes its place on the listeners.
 * Changes nothing. Already gone is success.
 *
 * @throws InvalidRequestError, NotManagedError, NoStandInCertificateError, TargetNotAllowedError
 */
export const checkRemoval =
  (needs: Dependencies) =>
  async ({ event, removal: before }: Needs<typeof CheckRemoval>): Promise<Gives<typeof CheckRemoval>> => {
    const asked = readRemoval(event);
    const found = await findRemoved(asked, needs);
    const { domainName } = asked;
    const removed = domainName === undefined ? (found?.description.domainNames ?? []) : [domainName];
    const remaining = (found?.description.domainNames ?? []).filter((name) => !removed.includes(name));
    const domainNames = [...new Set([...(before?.domainNames ?? []), ...removed])];
    const unpointNames = before?.unpointNames ?? (await namesOfNoOther(removed, found, asked, needs));
    const removal = { domainName, domainNames, unpointNames, remaining };
    if (!found) return { removal, subject: undefined };

    const { description, tags } = found;
    const { certificateArn, type, notAfter, serial } = description;
    const attachments = await findOwnAttachments(found, needs);
    const subject = { certificateArn, domainName: tags[TAGS.domain] ?? removed[0] ?? '', type, notAfter, serial, tags };
    if (remaining.length > 0)
      return { removal, subject, attachments, ...(await withoutNames(found, remaining, needs)) };
    return { removal, subject, attachments: await findStandIns(certificateArn, attachments, needs) };
  };

export const handler = lambda(CheckRemoval, () =>
  checkRemoval({
    certificates: acmCertificates(),
    loadBalancers: elbLoadBalancers(),
    keptCertificates: dynamoDbKeptCertificates(config(Kept).keptTable),
    hostedZones: route53HostedZones(),
    publicDns: publicDns(),
    policy: config(Policy),
    ...config(Deployment),
    now: () => new Date(),
  }),
);
