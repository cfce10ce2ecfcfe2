import type { Certificates } from '../aws/certificates';
import { CertificateNotFoundError } from '../errors';

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
