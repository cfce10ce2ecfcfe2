import type { Clock } from '../clock';
import type { CertificateStore } from '../world';
import { servedAt, statusAt } from './certificate';
import type { CertificateRegistry } from './certificate-registry';
import type { CertificateUsage } from './certificate-usage';

/** ACM's certificates for the services that serve them. */
export const createCertificateStore = (
  clock: Clock,
  registry: CertificateRegistry,
  usage: CertificateUsage,
): CertificateStore => ({
  exists: (arn) => registry.get(arn) !== undefined,
  setInUse: (consumerArn, certificateArns) => usage.set(consumerArn, certificateArns),
  material(arn) {
    const certificate = registry.get(arn);
    const served = certificate && servedAt(certificate, clock.now());
    if (!served) return undefined;
    const { issuedAt, signatureAlgorithm, notBefore, notAfter, serial, certificatePem, chainPem, privateKeyPem } =
      served;
    return {
      arn,
      status: statusAt(certificate, clock.now()),
      issuedAt,
      keyAlgorithm: certificate.keyAlgorithm,
      signatureAlgorithm,
      domainNames: certificate.domainNames,
      notBefore,
      notAfter,
      serial,
      certificatePem,
      chainPem,
      privateKeyPem,
    };
  },
});
