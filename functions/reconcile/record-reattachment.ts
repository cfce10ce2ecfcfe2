import { acmCertificates } from '../../shared/aws/certificates';
import { TAGS } from '../../shared/domain/certificate/tags';
import { lambda } from '../../shared/lambda';
import type { Certificates } from '../../shared/ports/certificates';
import { type Input, RecordReattachment } from '../../shared/steps';

/**
 * Corrects the tag with the load balancer, if that was created anew under the same name.
 *
 * @throws CertificateNotFoundError
 */
export const recordReattachment =
  ({ certificates }: { readonly certificates: Certificates }) =>
  async ({ certificate, target }: Input<typeof RecordReattachment>): Promise<Record<string, never>> => {
    const { certificateArn, tags } = certificate;
    const { loadBalancerArn } = target;
    if (tags[TAGS.target] !== loadBalancerArn)
      await certificates.addTags(certificateArn, { [TAGS.target]: loadBalancerArn });
    return {};
  };

export const handler = lambda(RecordReattachment, () => recordReattachment({ certificates: acmCertificates() }));
