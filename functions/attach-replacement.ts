import { elbLoadBalancers, type LoadBalancers } from '../shared/aws/load-balancers';
import { lambda } from '../shared/lambda';
import { AttachReplacement, type Gives, type Needs } from '../shared/workflow';

/**
 * Puts the new certificate beside the subject on every listener. Where the subject is the default, it goes into the SNI list
 * first and the default is exchanged then: the listener drops an old default that is not in its list.
 *
 * @throws CertificateNotUsableError for a moment after issuance
 * @throws ListenerFullError, TargetNotFoundError
 */
export const attachReplacement =
  (loadBalancers: LoadBalancers) =>
  async ({
    subject,
    certificate,
    attachments,
  }: Needs<typeof AttachReplacement>): Promise<Gives<typeof AttachReplacement>> => {
    for (const { listenerArn } of attachments) {
      const standing = await loadBalancers.certificates(listenerArn);
      const has = (certificateArn: string, isDefault: boolean) =>
        standing.some((each) => each.certificateArn === certificateArn && each.isDefault === isDefault);
      if (has(subject.certificateArn, true)) {
        if (!has(subject.certificateArn, false)) {
          await loadBalancers.addCertificate(listenerArn, subject.certificateArn);
        }
        await loadBalancers.setDefaultCertificate(listenerArn, certificate.certificateArn);
      } else if (!has(certificate.certificateArn, true) && !has(certificate.certificateArn, false)) {
        await loadBalancers.addCertificate(listenerArn, certificate.certificateArn);
      }
    }
    return { attached: attachments.map(({ listenerArn }) => listenerArn) };
  };

export const handler = lambda(AttachReplacement, () => attachReplacement(elbLoadBalancers()));
