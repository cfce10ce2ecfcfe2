import { acmCertificates } from '../../shared/aws/certificates';
import { requireIssued } from '../../shared/certificates/require-certificate';
import { sameSerial } from '../../shared/domain/certificate/description';
import { probeName } from '../../shared/domain/names/domain-name';
import { unverifiableReason } from '../../shared/domain/target/load-balancer';
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
 * Performs a TLS handshake with every listener for every name. While both certificates are attached, either one passes if it is valid,
 * because the load balancer chooses between them; once the old one is detached, only the new one passes.
 *
 * @throws HttpsUnreachableError, ServedCertificateMismatchError, CertificateNotFoundError, DnsLookupError
 */
export const verifyReplacement =
  ({ certificates, handshakes, now }: Dependencies) =>
  async (document: Input<typeof VerifyReplacement>): Promise<Output<typeof VerifyReplacement>> => {
    const { certificate, names, replacement, attachments, detachment } = document;
    const reachable = attachments.filter((attachment) => unverifiableReason(attachment) === undefined);
    if (reachable.length === 0) return { handover: { served: 'not-verified' } };
    const { serial } = await requireIssued(replacement.certificateArn, certificates);
    const served: (ServedCertificate & { readonly port: number })[] = [];
    for (const { dnsName, port } of reachable) {
      for (const domainName of names.domainNames) {
        const results = await handshakes.perform(dnsName, probeName(domainName), names.keyAlgorithm, port);
        served.push(...results.map((each) => ({ ...each, port })));
      }
    }
    const isNew = (each: ServedCertificate) => sameSerial(each.serial, serial);
    const isOld = (each: ServedCertificate) =>
      sameSerial(each.serial, certificate.serial ?? '') && Date.parse(each.notAfter) > now().getTime();
    const other = served.find((each) => !isNew(each) && (detachment !== undefined || !isOld(each)));
    if (other) {
      throw new ServedCertificateMismatchError(
        `${other.address}:${other.port} serves certificate ${other.serial} ("${other.subject}", issued by "${other.issuer}"), not ${serial}`,
      );
    }
    return { handover: { served: served.every(isNew) ? 'new' : 'old' } };
  };

export const handler = lambda(VerifyReplacement, () =>
  verifyReplacement({ certificates: acmCertificates(), handshakes: tlsHandshakes(publicDns()), now: () => new Date() }),
);
