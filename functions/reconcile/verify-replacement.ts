import { acmCertificates } from '../../shared/aws/certificates';
import { requireIssued } from '../../shared/certificates/require-certificate';
import { sameSerial } from '../../shared/domain/certificate/description';
import { probeName } from '../../shared/domain/names/domain-name';
import { whyNotVerifiable } from '../../shared/domain/target/load-balancer';
import { ServedCertificateMismatchError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import { tlsHandshakes } from '../../shared/network/handshake';
import { publicDns } from '../../shared/network/public-dns';
import type { Certificates } from '../../shared/ports/certificates';
import type { Handshakes, ServedCertificate } from '../../shared/ports/load-balancers';
import { type Input, type Output, VerifyReplacement } from '../../shared/steps';

interface Dependencies {
  readonly certificates: Certificates;
  readonly handshakes: Handshakes;
  readonly now: () => Date;
}

/**
 * Shakes hands with every listener for every name. While both certificates are attached, either may be served if it is
 * valid, for the load balancer chooses between equals by rules of its own; once the subject is detached, only the new one is
 * good enough.
 *
 * @throws HttpsUnreachableError, ServedCertificateMismatchError, CertificateNotFoundError, DnsLookupError
 */
export const verifyReplacement =
  ({ certificates, handshakes, now }: Dependencies) =>
  async (document: Input<typeof VerifyReplacement>): Promise<Output<typeof VerifyReplacement>> => {
    const { subject, request, certificate, attachments, detachment } = document;
    const reachable = attachments.filter((attachment) => whyNotVerifiable(attachment) === undefined);
    if (reachable.length === 0) return { handover: { served: 'not-looked-at' } };
    const { serial } = await requireIssued(certificate.certificateArn, certificates);
    const seen: (ServedCertificate & { readonly port: number })[] = [];
    for (const { dnsName, port } of reachable) {
      for (const domainName of request.domainNames) {
        const served = await handshakes.with(dnsName, probeName(domainName), request.keyAlgorithm, port);
        seen.push(...served.map((each) => ({ ...each, port })));
      }
    }
    const isNew = (served: ServedCertificate) => sameSerial(served.serial, serial);
    const isOld = (served: ServedCertificate) =>
      sameSerial(served.serial, subject.serial ?? '') && Date.parse(served.notAfter) > now().getTime();
    const other = seen.find((served) => !isNew(served) && (detachment !== undefined || !isOld(served)));
    if (other) {
      throw new ServedCertificateMismatchError(
        `${other.address}:${other.port} serves certificate ${other.serial} ("${other.subject}", issued by "${other.issuer}"), not ${serial}`,
      );
    }
    return { handover: { served: seen.every(isNew) ? 'new' : 'old' } };
  };

export const handler = lambda(VerifyReplacement, () =>
  verifyReplacement({ certificates: acmCertificates(), handshakes: tlsHandshakes(publicDns()), now: () => new Date() }),
);
