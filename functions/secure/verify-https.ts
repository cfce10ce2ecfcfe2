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
import type { Handshakes } from '../../shared/ports/load-balancers';
import { type Input, type Output, VerifyHttps } from '../../shared/steps';

interface Dependencies {
  readonly certificates: Certificates;
  readonly handshakes: Handshakes;
}

/**
 * Performs a TLS handshake with every address of the load balancer for every name, and compares the served certificate with the
 * attached one. The workflow retries until the change has propagated.
 *
 * @throws HttpsUnreachableError, ServedCertificateMismatchError, CertificateNotFoundError, DnsLookupError
 */
export const verifyHttps =
  ({ certificates, handshakes }: Dependencies) =>
  async ({ names, target, certificate }: Input<typeof VerifyHttps>): Promise<Output<typeof VerifyHttps>> => {
    const skipped = unverifiableReason(target);
    if (skipped !== undefined) return { verification: { skipped } };
    const { serial, notBefore, notAfter } = await requireIssued(certificate.certificateArn, certificates);
    const results = await Promise.all(
      names.domainNames.map(async (domainName) => {
        const serverName = probeName(domainName);
        const certificatesServed = await handshakes.perform(target.dnsName, serverName, names.keyAlgorithm);
        return certificatesServed.map((each) => ({ ...each, serverName }));
      }),
    );
    const served = results.flat();
    const other = served.find((each) => !sameSerial(each.serial, serial));
    if (other) {
      throw new ServedCertificateMismatchError(
        `${other.address}:443 serves ${other.serverName} with certificate ${other.serial} ("${other.subject}", issued by "${other.issuer}"), not with ${serial}`,
      );
    }
    return { verification: { tlsVersion: served[0]?.tlsVersion ?? '', serial, notBefore, notAfter } };
  };

export const handler = lambda(VerifyHttps, () =>
  verifyHttps({ certificates: acmCertificates(), handshakes: tlsHandshakes(publicDns()) }),
);
