import type { Certificates } from '../aws/certificates';
import { CertificateNotFoundError } from '../errors';

/** What a certificate has once ACM has issued it. */
type Issued = Readonly<Record<'serial' | 'notBefore' | 'notAfter', string>>;

/**
 * Gives the serial number and the dates of a certificate that ACM has issued.
 *
 * @throws CertificateNotFoundError when ACM does not know it, or does not say them
 */
export async function requireIssued(certificateArn: string, certificates: Certificates): Promise<Issued> {
  const description = await certificates.describe(certificateArn);
  const { serial, notBefore, notAfter } = description ?? {};
  if (serial !== undefined && notBefore !== undefined && notAfter !== undefined) return { serial, notBefore, notAfter };
  throw new CertificateNotFoundError(
    `${certificateArn}: ACM ${description ? `says no serial number (${description.status})` : 'does not know it'}, so there is nothing to compare with what is served; was it deleted?`,
  );
}
