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

/** The tags of a certificate; undefined when it is gone: ACM's list shows for a while what was deleted. */
export async function findTags(
  certificateArn: string,
  certificates: Certificates,
): Promise<Record<string, string> | undefined> {
  try {
    return await certificates.tags(certificateArn);
  } catch (error) {
    if (error instanceof CertificateNotFoundError) return undefined;
    throw error;
  }
}

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

/**
 * Makes sure that ACM has issued the certificate, or still may; says whether it has.
 *
 * @throws IssuanceFailedError when ACM never will
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
 * Makes sure that a certificate is this deployment's to change.
 *
 * @throws NotManagedError when it does not carry the deployment's tag
 */
export function requireManaged(certificateArn: string, tags: Readonly<Record<string, string>>, stack: string): void {
  if (isManagedBy(tags, stack)) return;
  throw new NotManagedError(`${certificateArn} does not carry the tag ${STACK_TAG} = ${stack}`);
}
