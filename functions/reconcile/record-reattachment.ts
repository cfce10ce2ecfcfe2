import { dynamoDbCertificateStates } from '../../shared/aws/certificate-states';
import { acmCertificates } from '../../shared/aws/certificates';
import { CertificateStateTable, config } from '../../shared/config';
import { recentReattachments } from '../../shared/domain/assessment/reattachments';
import { TAGS } from '../../shared/domain/certificate/tags';
import { lambda } from '../../shared/lambda';
import type { Certificates } from '../../shared/ports/certificates';
import type { CertificateStates } from '../../shared/ports/state';
import { type Input, RecordReattachment } from '../../shared/steps';

interface Dependencies {
  readonly certificates: Certificates;
  readonly certificateStates: CertificateStates;
  readonly now: () => Date;
}

/**
 * Records when the certificate was put back, and corrects the tag with the load balancer, if that was created anew under the same name.
 *
 * @throws CertificateNotFoundError
 */
export const recordReattachment =
  ({ certificates, certificateStates, now }: Dependencies) =>
  async (document: Input<typeof RecordReattachment>): Promise<Record<string, never>> => {
    const { executionArn, assessment, certificate, target, reattachment } = document;
    const { certificateArn, tags } = certificate;
    if (reattachment.attachment.created !== 'nothing') {
      const { reattachments = [] } = await certificateStates.get(certificateArn);
      const id = `${executionArn} ${assessment.attempts}`;
      const others = recentReattachments(reattachments, now()).filter((each) => each.id !== id);
      await certificateStates.recordReattachments(certificateArn, [...others, { id, at: now().toISOString() }]);
    }
    const { loadBalancerArn } = target;
    if (tags[TAGS.target] !== loadBalancerArn)
      await certificates.addTags(certificateArn, { [TAGS.target]: loadBalancerArn });
    return {};
  };

export const handler = lambda(RecordReattachment, () =>
  recordReattachment({
    certificates: acmCertificates(),
    certificateStates: dynamoDbCertificateStates(config(CertificateStateTable).certificateStateTable),
    now: () => new Date(),
  }),
);
