import type { Certificate } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../aws-error';
import type { CertificateStore, World } from '../world';

/** The certificate of an input that must have exactly one, without `IsDefault`. */
export function soleCertificateArn(certificates: readonly Certificate[] | undefined): string {
  const [certificate, ...more] = certificates ?? [];
  if (!certificate?.CertificateArn) throw new AwsError('ValidationError', 'A certificate must be specified');
  if (more.length > 0) {
    throw new AwsError(
      'TooManyCertificates',
      `Up to '1' certificate ARNs can be specified, but '${more.length + 1}' were specified`,
    );
  }
  if (certificate.IsDefault !== undefined) {
    throw new AwsError('ValidationError', 'You cannot set the isDefault parameter for a certificate');
  }
  return certificate.CertificateArn;
}

/**
 * Refuses a certificate that a load balancer cannot use.
 *
 * @param settlingMilliseconds how long ELB does not accept a certificate after its issuance. AWS documents neither the
 * time nor which of two errors it returns when; users report both, so here it is one in the first half and the other in
 * the second.
 */
export function checkUsable(
  certificateArn: string,
  { clock, region }: World,
  certificates: CertificateStore,
  settlingMilliseconds: number,
): void {
  const [, , service, certificateRegion] = certificateArn.split(':');
  if (!certificateArn.startsWith('arn:') || !service) {
    throw new AwsError('ValidationError', `'${certificateArn}' is not a valid certificate ARN`);
  }
  const notFound = () => new AwsError('CertificateNotFound', `Certificate '${certificateArn}' not found`);
  const unsupported = () =>
    new AwsError(
      'UnsupportedCertificate',
      `The certificate '${certificateArn}' must have a fully-qualified domain name, a supported signature, and a supported key size.`,
    );
  if (certificateRegion !== region || !certificates.exists(certificateArn)) throw notFound();

  const material = certificates.material(certificateArn);
  // Whether AWS accepts an expired or revoked certificate that was not attached before is not documented; here it does
  // not.
  if (material?.status !== 'ISSUED' || material.keyAlgorithm === 'RSA_1024') throw unsupported();
  const age = clock.now() - material.issuedAt;
  if (age < settlingMilliseconds / 2) throw notFound();
  if (age < settlingMilliseconds) throw unsupported();
}
