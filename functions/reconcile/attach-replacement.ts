import { elbLoadBalancers } from '../../shared/aws/load-balancers';
import { lambda } from '../../shared/lambda';
import type { LoadBalancers } from '../../shared/ports/load-balancers';
import { AttachReplacement, type Input, type Output } from '../../shared/steps';

interface Dependencies {
  readonly loadBalancers: LoadBalancers;
  readonly now: () => Date;
}

/**
 * Puts the new certificate beside the subject on every listener. Where the subject is the default, it goes into the SNI list
 * first and the default is exchanged then: the listener drops an old default that is not in its list. With the two exchanged it
 * restores what stood before, unless that has expired meanwhile.
 *
 * @throws CertificateNotUsableError for a moment after issuance
 * @throws ListenerFullError, TargetNotFoundError
 */
export const attachReplacement =
  ({ loadBalancers, now }: Dependencies) =>
  async (document: Input<typeof AttachReplacement>): Promise<Output<typeof AttachReplacement>> => {
    const { subject, certificate, attachments, restored } = document;
    const isOver = ({ notAfter }: { readonly notAfter?: string | undefined }) =>
      notAfter !== undefined && Date.parse(notAfter) <= now().getTime();
    if (restored && isOver(restored)) return { attached: [] };

    for (const { listenerArn, as } of attachments) {
      const existing = await loadBalancers.certificates(listenerArn);
      const has = (certificateArn: string, isDefault: boolean) =>
        existing.some((each) => each.certificateArn === certificateArn && each.isDefault === isDefault);
      if (as === 'default' && has(subject.certificateArn, true)) {
        // The load balancer never prefers an expired certificate, so that its place in the list would be for nothing.
        const isWorthKeeping = !isOver(subject) && !has(subject.certificateArn, false);
        if (isWorthKeeping) await loadBalancers.addCertificate(listenerArn, subject.certificateArn);
        await loadBalancers.setDefaultCertificate(listenerArn, certificate.certificateArn);
      } else if (!has(certificate.certificateArn, true) && !has(certificate.certificateArn, false)) {
        await loadBalancers.addCertificate(listenerArn, certificate.certificateArn);
      }
    }
    return { attached: attachments.map(({ listenerArn }) => listenerArn) };
  };

export const handler = lambda(AttachReplacement, () =>
  attachReplacement({ loadBalancers: elbLoadBalancers(), now: () => new Date() }),
);
