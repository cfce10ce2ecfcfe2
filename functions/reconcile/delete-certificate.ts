import { acmCertificates } from '../../shared/aws/certificates';
import { findTags, requireManaged } from '../../shared/certificates/require-certificate';
import { config, StackName } from '../../shared/config';
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
 * Deletes a certificate that this deployment manages and has retired; succeeds when it no longer exists.
 *
 * @throws NotManagedError when it is imported, unmanaged, or not tagged as retired
 * @throws CertificateInUseError while ACM reports it as in use
 */
export const deleteCertificate =
  ({ certificates, stack }: Dependencies) =>
  async ({
    certificate: { certificateArn, type },
  }: Input<typeof DeleteCertificate>): Promise<Record<string, never>> => {
    const tags = await findTags(certificateArn, certificates);
    if (!tags) return {};
    if (type === 'IMPORTED') {
      throw new NotManagedError(
        `${certificateArn} is imported, so it is not deleted: its private key could not be restored`,
      );
    }
    requireManaged(certificateArn, tags, stack);
    if (tags[TAGS.retired] === undefined) {
      throw new NotManagedError(`${certificateArn} does not have the tag ${TAGS.retired}, so it is not deleted`);
    }
    await certificates.delete(certificateArn);
    return {};
  };

export const handler = lambda(DeleteCertificate, () =>
  deleteCertificate({ certificates: acmCertificates(), ...config(StackName) }),
);
