import { acmCertificates } from '../../shared/aws/certificates';
import { elbLoadBalancers } from '../../shared/aws/load-balancers';
import { findTags, requireManaged } from '../../shared/certificates/require-certificate';
import { config, Deployment, LifecycleSettings } from '../../shared/config';
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
 * Takes the subject off every listener. It is marked as retired first, so that whoever looks in between goes on instead of
 * attaching it again; a default is exchanged before it is removed. Already detached, or gone, is success.
 *
 * @throws NotManagedError when the certificate is not ours to detach
 * @throws NoFallbackCertificateError before anything is changed
 * @throws DefaultCertificateError when somebody makes it a listener's default meanwhile
 * @throws TargetNotFoundError, CertificateNotUsableError, ListenerFullError
 */
export const detachCertificate =
  ({ certificates, loadBalancers, stack, replaceImported, now }: Dependencies) =>
  async ({
    subject,
    attachments,
    certificate,
  }: Input<typeof DetachCertificate>): Promise<Output<typeof DetachCertificate>> => {
    const { certificateArn } = subject;
    const tags = await findTags(certificateArn, certificates);
    if (!tags) return { detachment: { listenerArns: [], retiredAt: now().toISOString() } };
    const mayBeReplaced = subject.type === 'IMPORTED' && mayReplaceImported(tags, replaceImported);
    if (!(certificate && mayBeReplaced)) requireManaged(certificateArn, tags, stack);
    const successors = await findSuccessors(certificateArn, attachments, certificate?.certificateArn, loadBalancers);
    const retiredAt = tags[TAGS.retired] ?? now().toISOString();
    const marks = {
      [TAGS.retired]: retiredAt,
      ...(certificate && { [TAGS.replacedBy]: certificate.certificateArn }),
    };
    const isMarked = Object.entries(marks).every(([tag, value]) => tags[tag] === value);
    if (!isMarked) await certificates.tag(certificateArn, marks);
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
    ...config(Deployment),
    replaceImported: config(LifecycleSettings).replaceImported,
    now: () => new Date(),
  }),
);
