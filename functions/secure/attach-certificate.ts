import { elbLoadBalancers } from '../../shared/aws/load-balancers';
import { attachmentKind, httpsListener, sslPolicyFor } from '../../shared/domain/target/load-balancer';
import { TargetNotFoundError, TargetNotUsableError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import type { DefaultAction, LoadBalancers } from '../../shared/ports/load-balancers';
import { AttachCertificate, type Input, type Output, type Target } from '../../shared/steps';

/**
 * Attaches the certificate to the load balancer's HTTPS:443 listener: as the default of a new listener, or in the SNI list of an
 * existing one. Never replaces a certificate; does nothing when it is attached. A new certificate is added to a known listener without
 * reading the listener first, because adding is idempotent.
 *
 * @throws CertificateNotUsableError shortly after issuance
 * @throws ListenerFullError, TargetNotUsableError, TargetNotFoundError
 */
export const attachCertificate =
  (loadBalancers: LoadBalancers) =>
  async ({ target, certificate }: Input<typeof AttachCertificate>): Promise<Output<typeof AttachCertificate>> => {
    const { loadBalancerArn } = target;
    const { certificateArn, origin } = certificate;
    if (origin === 'requested' && target.listenerArn !== undefined) {
      const added = await addTo(loadBalancers, target.listenerArn, certificateArn);
      if (added) return added;
    }
    const listeners = await loadBalancers.listeners(loadBalancerArn);
    const https = httpsListener(listeners);
    if ('problem' in https) throw new TargetNotUsableError(`${loadBalancerArn}: ${https.problem}`);

    if (https.listener) return attach(loadBalancers, https.listener.listenerArn, certificateArn);
    const defaultAction = defaultActionOf(target);
    if (defaultAction === undefined) {
      throw new TargetNotUsableError(
        `${loadBalancerArn}: its HTTPS:443 listener was deleted after the request was checked`,
      );
    }
    const sslPolicy = sslPolicyFor(listeners);
    const newListener = { loadBalancerArn, certificateArn, sslPolicy, defaultAction };
    const created = await loadBalancers.createHttpsListener(newListener);
    if (created !== undefined) return { attachment: { listenerArn: created, as: 'default', created: 'listener' } };
    return attach(loadBalancers, await concurrentListener(loadBalancers, loadBalancerArn), certificateArn);
  };

/** Undefined when the listener existed when the request was checked. */
function defaultActionOf({ targetGroupArn, defaultAction }: Target): DefaultAction | undefined {
  if (defaultAction !== undefined) return { respond: defaultAction };
  return targetGroupArn === undefined ? undefined : { forwardTo: targetGroupArn };
}

/** Undefined when the listener no longer exists: another one may have replaced it. */
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
  const as = attachmentKind(certificateArn, await loadBalancers.certificates(listenerArn));
  if (as) return { attachment: { listenerArn, as, created: 'nothing' } };
  await loadBalancers.addCertificate(listenerArn, certificateArn);
  return { attachment: { listenerArn, as: 'sni', created: 'attachment' } };
}

async function concurrentListener(loadBalancers: LoadBalancers, loadBalancerArn: string): Promise<string> {
  const https = httpsListener(await loadBalancers.listeners(loadBalancerArn));
  if ('problem' in https) throw new TargetNotUsableError(`${loadBalancerArn}: ${https.problem}`);
  if (https.listener) return https.listener.listenerArn;
  throw new TargetNotFoundError(
    `${loadBalancerArn}: the HTTPS:443 listener that was created concurrently is not listed yet`,
  );
}

export const handler = lambda(AttachCertificate, () => attachCertificate(elbLoadBalancers()));
