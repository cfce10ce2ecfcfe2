import type { CertificateDescription } from '../domain/certificate/description';
import { issuanceOf } from '../domain/certificate/issuance';
import { isManagedBy, STACK_TAG } from '../domain/certificate/tags';
import { CertificateNotFoundError, IssuanceFailedError, NotManagedError } from '../errors';
import type { Certificates } from '../ports/certificates';

/** A certificate of this deployment, with its tags. */
export interface ManagedCertificate {
  readonly description: CertificateDescription;
  readonly tags: Record<string, string>;
}

/** The tags of a certificate; undefined when it does not exist, because ACM lists a deleted certificate for a while. */
export async function findTags(
  certificateArn: string,
  certificates: Certificates,
): Promise<Record<string, string> | undefined> {
  try {
    return await certificates.listTags(certificateArn);
  } catch (error) {
    if (error instanceof CertificateNotFoundError) return undefined;
    throw error;
  }
}

/** The fields of an issued certificate. */
type Issued = Readonly<Record<'serial' | 'notBefore' | 'notAfter', string>>;

/**
 * Reads the serial number and the validity of an issued certificate.
 *
 * @throws CertificateNotFoundError when it does not exist or is not issued
 */
export async function requireIssued(certificateArn: string, certificates: Certificates): Promise<Issued> {
  const description = await certificates.describe(certificateArn);
  const { serial, notBefore, notAfter } = description ?? {};
  if (serial !== undefined && notBefore !== undefined && notAfter !== undefined) return { serial, notBefore, notAfter };
  throw new CertificateNotFoundError(
    `${certificateArn} ${description ? `has no serial number (${description.status})` : 'does not exist in ACM'}, so the served certificate cannot be verified; was it deleted?`,
  );
}

/**
 * Checks that ACM has issued the certificate or still may, and returns which.
 *
 * @throws IssuanceFailedError when issuance has failed for good
 */
export function requireIssuable({
  certificateArn,
  status,
  failureReason,
}: CertificateDescription): 'issued' | 'pending' {
  const issuance = issuanceOf(status, failureReason);
  if (issuance.state !== 'failed') return issuance.state;
  throw new IssuanceFailedError(`${certificateArn}: ACM will not issue it: ${issuance.reason}`);
}

/**
 * Checks that this deployment manages a certificate.
 *
 * @throws NotManagedError when it does not have the tag of the deployment
 */
export function requireManaged(certificateArn: string, tags: Readonly<Record<string, string>>, stack: string): void {
  if (isManagedBy(tags, stack)) return;
  throw new NotManagedError(`${certificateArn} does not have the tag ${STACK_TAG} = ${stack}`);
}
