import { acmCertificates } from '../../shared/aws/certificates';
import { findTags, requireManaged } from '../../shared/certificates/require-certificate';
import { config, Deployment } from '../../shared/config';
import { TAGS } from '../../shared/domain/certificate/tags';
import { NotManagedError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import type { Certificates } from '../../shared/ports/certificates';
import { DeleteCertificate, type Input } from '../../shared/steps';

interface Dependencies {
  readonly certificates: Certificates;
  readonly stack: string;
}

/**
 * Deletes a certificate that this deployment manages and has taken out of service; already gone is success.
 *
 * @throws NotManagedError when it is not ours, or not marked as retired
 * @throws CertificateInUseError until nothing uses it, as far as ACM knows
 */
export const deleteCertificate =
  ({ certificates, stack }: Dependencies) =>
  async ({ subject: { certificateArn, type } }: Input<typeof DeleteCertificate>): Promise<Record<string, never>> => {
    const tags = await findTags(certificateArn, certificates);
    if (!tags) return {};
    if (type === 'IMPORTED') {
      throw new NotManagedError(`${certificateArn} was imported: its private key is not ours to destroy`);
    }
    requireManaged(certificateArn, tags, stack);
    if (tags[TAGS.retired] === undefined) {
      throw new NotManagedError(`${certificateArn} does not carry the tag ${TAGS.retired}, so it is not deleted`);
    }
    await certificates.delete(certificateArn);
    return {};
  };

export const handler = lambda(DeleteCertificate, () =>
  deleteCertificate({ certificates: acmCertificates(), ...config(Deployment) }),
);
