import { elbLoadBalancers } from '../../shared/aws/load-balancers';
import { lambda } from '../../shared/lambda';
import type { LoadBalancers } from '../../shared/ports/load-balancers';
import { AttachReplacement, type Input, type Output } from '../../shared/steps';

interface Dependencies {
  readonly loadBalancers: LoadBalancers;
  readonly now: () => Date;
}

/**
 * Attaches the replacement to every listener of the certificate, which stays attached. Where the certificate is the default, it is added
 * to the SNI list before the default changes, because a listener drops a replaced default that is not in its list. Called with the two
 * certificates swapped, it restores the old one, unless that has expired.
 *
 * @throws CertificateNotUsableError shortly after issuance
 * @throws ListenerFullError, TargetNotFoundError
 */
export const attachReplacement =
  ({ loadBalancers, now }: Dependencies) =>
  async (document: Input<typeof AttachReplacement>): Promise<Output<typeof AttachReplacement>> => {
    const { certificate, replacement, attachments, restored } = document;
    const isExpired = ({ notAfter }: { readonly notAfter?: string | undefined }) =>
      notAfter !== undefined && Date.parse(notAfter) <= now().getTime();
    if (restored && isExpired(restored)) return { attached: [] };

    for (const { listenerArn, as } of attachments) {
      const existing = await loadBalancers.certificates(listenerArn);
      const has = (certificateArn: string, isDefault: boolean) =>
        existing.some((each) => each.certificateArn === certificateArn && each.isDefault === isDefault);
      if (as === 'default' && has(certificate.certificateArn, true)) {
        // A load balancer never selects an expired certificate from its list.
        const mustBeListed = !isExpired(certificate) && !has(certificate.certificateArn, false);
        if (mustBeListed) await loadBalancers.addCertificate(listenerArn, certificate.certificateArn);
        await loadBalancers.setDefaultCertificate(listenerArn, replacement.certificateArn);
      } else if (!has(replacement.certificateArn, true) && !has(replacement.certificateArn, false)) {
        await loadBalancers.addCertificate(listenerArn, replacement.certificateArn);
      }
    }
    return { attached: attachments.map(({ listenerArn }) => listenerArn) };
  };

export const handler = lambda(AttachReplacement, () =>
  attachReplacement({ loadBalancers: elbLoadBalancers(), now: () => new Date() }),
);
