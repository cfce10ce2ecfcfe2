import { elbLoadBalancers } from '../../shared/aws/load-balancers';
import { httpsListener, placeOf, sslPolicyFor } from '../../shared/domain/target/load-balancer';
import { TargetNotFoundError, TargetNotUsableError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import type { LoadBalancers } from '../../shared/ports/load-balancers';
import { AttachCertificate, type Input, type Output } from '../../shared/steps';

/**
 * Makes the load balancer's HTTPS:443 listener serve the certificate: as the default of a listener that did not exist, in
 * the SNI list of one that did. What stands there is never replaced; already attached is success. Of a new certificate, and a
 * listener that the check has found, nothing is asked before: adding it again would change nothing.
 *
 * @throws CertificateNotUsableError for a moment after issuance
 * @throws ListenerFullError, TargetNotUsableError, TargetNotFoundError
 */
export const attachCertificate =
  (loadBalancers: LoadBalancers) =>
  async ({ target, certificate }: Input<typeof AttachCertificate>): Promise<Output<typeof AttachCertificate>> => {
    const { loadBalancerArn, targetGroupArn } = target;
    const { certificateArn, origin } = certificate;
    if (origin === 'requested' && target.listenerArn !== undefined) {
      const added = await addTo(loadBalancers, target.listenerArn, certificateArn);
      if (added) return added;
    }
    const listeners = await loadBalancers.listeners(loadBalancerArn);
    const https = httpsListener(listeners);
    if ('problem' in https) throw new TargetNotUsableError(`${loadBalancerArn}: ${https.problem}`);

    if (https.listener) return attach(loadBalancers, https.listener.listenerArn, certificateArn);
    if (targetGroupArn === undefined) {
      throw new TargetNotUsableError(
        `${loadBalancerArn}: its HTTPS:443 listener was deleted since the request was checked`,
      );
    }
    const sslPolicy = sslPolicyFor(listeners);
    const wanted = { loadBalancerArn, certificateArn, sslPolicy, targetGroupArn };
    const created = await loadBalancers.createHttpsListener(wanted);
    if (created !== undefined) return { attachment: { listenerArn: created, as: 'default', created: 'listener' } };
    return attach(loadBalancers, await createdMeanwhile(loadBalancers, loadBalancerArn), certificateArn);
  };

/** Undefined when the listener is gone: another may have taken its place. */
async function addTo(loadBalancers: LoadBalancers, listenerArn: string, certificateArn: string) {
  try {
    await loadBalancers.addCertificate(listenerArn, certificateArn);
    return { attachment: { listenerArn, as: 'sni', created: 'attachment' } } as const;
  } catch (error) {
    if (error instanceof TargetNotFoundError) return undefined;
    throw error;
  }
}

async function attach(
  loadBalancers: LoadBalancers,
  listenerArn: string,
  certificateArn: string,
): Promise<Output<typeof AttachCertificate>> {
  const as = placeOf(certificateArn, await loadBalancers.certificates(listenerArn));
  if (as) return { attachment: { listenerArn, as, created: 'nothing' } };
  await loadBalancers.addCertificate(listenerArn, certificateArn);
  return { attachment: { listenerArn, as: 'sni', created: 'attachment' } };
}

async function createdMeanwhile(loadBalancers: LoadBalancers, loadBalancerArn: string): Promise<string> {
  const https = httpsListener(await loadBalancers.listeners(loadBalancerArn));
  if ('problem' in https) throw new TargetNotUsableError(`${loadBalancerArn}: ${https.problem}`);
  if (https.listener) return https.listener.listenerArn;
  throw new TargetNotFoundError(`${loadBalancerArn}: the listener that was created a moment ago is not listed yet`);
}

export const handler = lambda(AttachCertificate, () => attachCertificate(elbLoadBalancers()));
