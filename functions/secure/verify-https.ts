import { acmCertificates } from '../../shared/aws/certificates';
import { elbLoadBalancers } from '../../shared/aws/load-balancers';
import { findCovering } from '../../shared/certificates/find-covering';
import { requireIssued } from '../../shared/certificates/require-certificate';
import { verifyServed } from '../../shared/certificates/verify-served';
import { config, StackName, VerificationDefault } from '../../shared/config';
import { sameSerial } from '../../shared/domain/certificate/description';
import { unverifiableReason } from '../../shared/domain/target/load-balancer';
import { lambda } from '../../shared/lambda';
import { tlsHandshakes } from '../../shared/network/handshake';
import { publicDns } from '../../shared/network/public-dns';
import type { Certificates } from '../../shared/ports/certificates';
import type { Handshakes, LoadBalancers } from '../../shared/ports/load-balancers';
import { type Input, type Output, VerifyHttps } from '../../shared/steps';

interface Dependencies {
  readonly certificates: Certificates;
  readonly loadBalancers: Pick<LoadBalancers, 'certificates'>;
  readonly handshakes: Handshakes;
  readonly verifyByDefault: boolean;
  readonly stack: string;
  readonly now: () => Date;
}

/**
 * Performs a TLS handshake with every address of the load balancer for every name: each must return the attached certificate, or another
 * one that this deployment keeps valid for the name. The workflow retries until the change has propagated.
 *
 * @throws HttpsUnreachableError, ServedCertificateMismatchError, CertificateNotFoundError, DnsLookupError
 */
export const verifyHttps =
  ({ handshakes, verifyByDefault, ...dependencies }: Dependencies) =>
  async (document: Input<typeof VerifyHttps>): Promise<Output<typeof VerifyHttps>> => {
    const { request, names, target, attachment, certificate } = document;
    const skipped = unverifiableReason(target, request.verify ?? verifyByDefault);
    if (skipped !== undefined) return { verification: { skipped } };
    const { certificateArn } = certificate;
    const { serial, notBefore, notAfter } = await requireIssued(certificateArn, dependencies.certificates);
    const endpoint = {
      dnsName: target.dnsName,
      port: 443,
      findCovering: findCovering(attachment.listenerArn, dependencies),
    };
    const identify = (served: { readonly serial: string }) =>
      sameSerial(served.serial, serial) ? certificateArn : undefined;
    const { tlsVersion, servedBy } = await verifyServed(endpoint, { names, serial, identify }, handshakes);
    return { verification: { tlsVersion, serial, notBefore, notAfter, servedBy } };
  };

export const handler = lambda(VerifyHttps, () =>
  verifyHttps({
    certificates: acmCertificates(),
    loadBalancers: elbLoadBalancers(),
    handshakes: tlsHandshakes(publicDns()),
    ...config(StackName),
    ...config(VerificationDefault),
    now: () => new Date(),
  }),
);
