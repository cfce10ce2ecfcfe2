import { acmCertificates } from '../../shared/aws/certificates';
import { elbLoadBalancers } from '../../shared/aws/load-balancers';
import { findTags, requireManaged } from '../../shared/certificates/require-certificate';
import { config, LifecycleSettings, StackName } from '../../shared/config';
import { mayReplaceImported, TAGS } from '../../shared/domain/certificate/tags';
import { lambda } from '../../shared/lambda';
import type { Certificates } from '../../shared/ports/certificates';
import type { LoadBalancers } from '../../shared/ports/load-balancers';
import { findSuccessors } from '../../shared/removal/fallback-defaults';
import { DetachCertificate, type Input, type Output } from '../../shared/steps';

interface Dependencies {
  readonly certificates: Certificates;
  readonly loadBalancers: LoadBalancers;
  readonly stack: string;
  readonly replaceImported: boolean;
  readonly now: () => Date;
}

/**
 * Removes the certificate from every listener. Tags it as retired first, so that a concurrent assessment does not attach it again; replaces
 * it as a default before the removal. Succeeds when it is detached or no longer exists.
 *
 * @throws NotManagedError when this deployment may not detach the certificate
 * @throws NoFallbackCertificateError before it changes anything
 * @throws DefaultCertificateError when the certificate becomes a listener's default concurrently
 * @throws TargetNotFoundError, CertificateNotUsableError, ListenerFullError
 */
export const detachCertificate =
  ({ certificates, loadBalancers, stack, replaceImported, now }: Dependencies) =>
  async ({
    certificate,
    attachments,
    replacement,
  }: Input<typeof DetachCertificate>): Promise<Output<typeof DetachCertificate>> => {
    const { certificateArn } = certificate;
    const tags = await findTags(certificateArn, certificates);
    if (!tags) return { detachment: { listenerArns: [], retiredAt: now().toISOString() } };
    const mayBeReplaced = certificate.type === 'IMPORTED' && mayReplaceImported(tags, replaceImported);
    if (!(replacement && mayBeReplaced)) requireManaged(certificateArn, tags, stack);
    const successors = await findSuccessors(certificateArn, attachments, replacement?.certificateArn, loadBalancers);
    const retiredAt = tags[TAGS.retired] ?? now().toISOString();
    const retirementTags = {
      [TAGS.retired]: retiredAt,
      ...(replacement && { [TAGS.replacedBy]: replacement.certificateArn }),
    };
    const isTagged = Object.entries(retirementTags).every(([tag, value]) => tags[tag] === value);
    if (!isTagged) await certificates.addTags(certificateArn, retirementTags);
    for (const [listenerArn, newDefault] of successors) {
      if (newDefault !== undefined) await loadBalancers.setDefaultCertificate(listenerArn, newDefault);
      await loadBalancers.removeCertificate(listenerArn, certificateArn);
    }
    return { detachment: { listenerArns: attachments.map(({ listenerArn }) => listenerArn), retiredAt } };
  };

export const handler = lambda(DetachCertificate, () =>
  detachCertificate({
    certificates: acmCertificates(),
    loadBalancers: elbLoadBalancers(),
    ...config(StackName),
    replaceImported: config(LifecycleSettings).replaceImported,
    now: () => new Date(),
  }),
);
