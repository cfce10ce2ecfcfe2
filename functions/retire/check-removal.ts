import { domainRemovalRequested } from '../../events/domain-removal-requested';
import { readDetail, readEnvelope } from '../../events/envelope';
import { findAllowedAttachments } from '../../shared/assess/find-attachments';
import { dynamoDbCertificateStates } from '../../shared/aws/certificate-states';
import { acmCertificates } from '../../shared/aws/certificates';
import { route53HostedZones } from '../../shared/aws/hosted-zones';
import { elbLoadBalancers } from '../../shared/aws/load-balancers';
import { CertificateStateTable, config, DeploymentPolicy, StackName } from '../../shared/config';
import { TAGS } from '../../shared/domain/certificate/tags';
import { lambda } from '../../shared/lambda';
import { publicDns } from '../../shared/network/public-dns';
import type { Certificates } from '../../shared/ports/certificates';
import type { HostedZones, PublicDns } from '../../shared/ports/dns';
import type { LoadBalancers } from '../../shared/ports/load-balancers';
import type { CertificateStates } from '../../shared/ports/state';
import { findFallbackDefaults } from '../../shared/removal/fallback-defaults';
import { findNextRemoved } from '../../shared/removal/find-removed';
import { exclusiveNames, remainingNames } from '../../shared/removal/remaining-names';
import { CheckRemoval, type Input, type Output } from '../../shared/steps';

interface Dependencies {
  readonly certificates: Certificates;
  readonly loadBalancers: LoadBalancers;
  readonly certificateStates: CertificateStates;
  readonly hostedZones: HostedZones;
  readonly publicDns: PublicDns;
  readonly policy: DeploymentPolicy;
  readonly stack: string;
  readonly now: () => Date;
}

/**
 * Finds the next certificate of a removal, its remaining names, and its fallback on the listeners. Read-only; succeeds when no
 * certificate is left.
 *
 * @throws InvalidRequestError, NotManagedError, NoFallbackCertificateError, TargetNotAllowedError
 */
export const checkRemoval =
  (dependencies: Dependencies) =>
  async ({ event, removal: previous }: Input<typeof CheckRemoval>): Promise<Output<typeof CheckRemoval>> => {
    const requested = { ...readDetail(event, domainRemovalRequested), requestedAt: readEnvelope(event).sentAt };
    const found = await findNextRemoved(requested, dependencies);
    const { domainName } = requested;
    const removed = domainName === undefined ? (found?.description.domainNames ?? []) : [domainName];
    const remaining = (found?.description.domainNames ?? []).filter((name) => !removed.includes(name));
    const domainNames = [...new Set([...(previous?.domainNames ?? []), ...removed])];
    const aliasNames = previous?.aliasNames ?? (await exclusiveNames(removed, found, requested, dependencies));
    const removal = { domainName, domainNames, aliasNames, remaining };
    if (!found) return { removal, certificate: undefined };

    const { description, tags } = found;
    const { certificateArn, type, notAfter, serial } = description;
    const attachments = await findAllowedAttachments(found, dependencies);
    const ownDomainName = tags[TAGS.domain] ?? removed[0] ?? '';
    const certificate = { certificateArn, domainName: ownDomainName, type, notAfter, serial, tags };
    if (remaining.length > 0)
      return { removal, certificate, attachments, ...(await remainingNames(found, remaining, dependencies)) };
    return { removal, certificate, attachments: await findFallbackDefaults(certificateArn, attachments, dependencies) };
  };

export const handler = lambda(CheckRemoval, () =>
  checkRemoval({
    certificates: acmCertificates(),
    loadBalancers: elbLoadBalancers(),
    certificateStates: dynamoDbCertificateStates(config(CertificateStateTable).certificateStateTable),
    hostedZones: route53HostedZones(),
    publicDns: publicDns(),
    policy: config(DeploymentPolicy),
    ...config(StackName),
    now: () => new Date(),
  }),
);
