import { acmCertificates } from '../../shared/aws/certificates';
import { elbLoadBalancers } from '../../shared/aws/load-balancers';
import { findCovering } from '../../shared/certificates/find-covering';
import { requireIssued } from '../../shared/certificates/require-certificate';
import { type ServedBy, verifyServed } from '../../shared/certificates/verify-served';
import { config, StackName, VerificationDefault } from '../../shared/config';
import { sameSerial } from '../../shared/domain/certificate/description';
import { isVerificationWanted } from '../../shared/domain/certificate/tags';
import { unverifiableReason } from '../../shared/domain/target/load-balancer';
import { lambda } from '../../shared/lambda';
import { tlsHandshakes } from '../../shared/network/handshake';
import { publicDns } from '../../shared/network/public-dns';
import type { Certificates } from '../../shared/ports/certificates';
import type { Handshakes, LoadBalancers, ServedCertificate } from '../../shared/ports/load-balancers';
import { type Input, type Output, VerifyReplacement } from '../../shared/steps';

interface Dependencies {
  readonly certificates: Certificates;
  readonly loadBalancers: Pick<LoadBalancers, 'certificates'>;
  readonly handshakes: Handshakes;
  readonly verifyByDefault: boolean;
  readonly stack: string;
  readonly now: () => Date;
}

/**
 * Performs a TLS handshake with every listener for every name. While both certificates are attached, either one passes if it is valid,
 * because the load balancer chooses between them; once the old one is detached, it no longer passes. At any time, a name may be served
 * with a third certificate that this deployment keeps valid for it.
 *
 * @throws HttpsUnreachableError, ServedCertificateMismatchError, CertificateNotFoundError, DnsLookupError
 */
export const verifyReplacement =
  ({ handshakes, verifyByDefault, ...dependencies }: Dependencies) =>
  async (document: Input<typeof VerifyReplacement>): Promise<Output<typeof VerifyReplacement>> => {
    const { certificate: old, names, replacement, attachments, detachment } = document;
    const isWanted = isVerificationWanted(old.tags, verifyByDefault);
    const reachable = attachments.filter((attachment) => unverifiableReason(attachment, isWanted) === undefined);
    if (reachable.length === 0) return { handover: { served: 'not-verified' } };
    const { serial } = await requireIssued(replacement.certificateArn, dependencies.certificates);
    const isExpired = ({ notAfter }: ServedCertificate) => Date.parse(notAfter) <= dependencies.now().getTime();
    const identify = (served: ServedCertificate) => {
      if (sameSerial(served.serial, serial)) return replacement.certificateArn;
      const isOld = sameSerial(served.serial, old.serial ?? '');
      return isOld && detachment === undefined && !isExpired(served) ? old.certificateArn : undefined;
    };
    const servedBy: ServedBy[] = [];
    for (const { dnsName, port, listenerArn } of reachable) {
      const covering = findCovering(listenerArn, dependencies);
      const endpoint = {
        ...{ dnsName, port },
        findCovering: async (other: string, domainName: string) => {
          const found = await covering(other, domainName);
          return found === old.certificateArn ? undefined : found;
        },
      };
      servedBy.push(...(await verifyServed(endpoint, { names, serial, identify }, handshakes)).servedBy);
    }
    const isOldServed = servedBy.some(({ certificateArn }) => certificateArn === old.certificateArn);
    return { handover: { served: isOldServed ? 'old' : 'new', servedBy: unique(servedBy) } };
  };

/** Several listeners may serve a name with the same certificate. */
const unique = (servedBy: readonly ServedBy[]) => [
  ...new Map(servedBy.map((each) => [`${each.domainName} ${each.certificateArn}`, each])).values(),
];

export const handler = lambda(VerifyReplacement, () =>
  verifyReplacement({
    certificates: acmCertificates(),
    loadBalancers: elbLoadBalancers(),
    handshakes: tlsHandshakes(publicDns()),
    ...config(StackName),
    ...config(VerificationDefault),
    now: () => new Date(),
  }),
);
