import { elbLoadBalancers } from '../../shared/aws/load-balancers';
import { config, StackName } from '../../shared/config';
import { attachmentKind, httpsListener, sslPolicyFor } from '../../shared/domain/target/load-balancer';
import { TargetNotFoundError, TargetNotUsableError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import { completeRules, newListener } from '../../shared/listeners/new-listener';
import type { LoadBalancers } from '../../shared/ports/load-balancers';
import { AttachCertificate, type Input, type Output } from '../../shared/steps';

interface Dependencies {
  readonly loadBalancers: LoadBalancers;
  /** Its tag says which listeners it has created. */
  readonly stack: string;
}

/**
 * Attaches the certificate to the load balancer's HTTPS:443 listener: as the default of a new listener, or in the SNI list of an
 * existing one. Never replaces a certificate; does nothing when it is attached. A new certificate is added to a known listener without
 * reading the listener first, because adding is idempotent. Copies the rules of HTTP:80 to a new listener if the request says so; a
 * retry copies those that are still missing.
 *
 * @throws CertificateNotUsableError shortly after issuance
 * @throws ListenerFullError, TargetNotUsableError, TargetNotFoundError
 */
export const attachCertificate =
  (dependencies: Dependencies) =>
  async ({ target, certificate }: Input<typeof AttachCertificate>): Promise<Output<typeof AttachCertificate>> => {
    const { loadBalancers, stack } = dependencies;
    const { loadBalancerArn, copyRulesFrom } = target;
    const { certificateArn, origin } = certificate;
    if (origin === 'requested' && target.listenerArn !== undefined && copyRulesFrom === undefined) {
      const added = await addTo(loadBalancers, target.listenerArn, certificateArn);
      if (added) return added;
    }
    const listeners = await loadBalancers.listeners(loadBalancerArn);
    const https = httpsListener(listeners);
    if ('problem' in https) throw new TargetNotUsableError(`${loadBalancerArn}: ${https.problem}`);

    const finishRules = (listenerArn: string) => completeRules(listenerArn, target, listeners, dependencies);
    if (https.listener) {
      await finishRules(https.listener.listenerArn);
      return attach(loadBalancers, https.listener.listenerArn, certificateArn);
    }
    const settings = newListener(target, stack);
    if (settings === undefined) {
      throw new TargetNotUsableError(
        `${loadBalancerArn}: its HTTPS:443 listener was deleted after the request was checked`,
      );
    }
    const sslPolicy = sslPolicyFor(listeners);
    const created = await loadBalancers.createHttpsListener({
      loadBalancerArn,
      certificateArn,
      sslPolicy,
      ...settings,
    });
    const listenerArn = created ?? (await concurrentListener(loadBalancers, loadBalancerArn));
    await finishRules(listenerArn);
    if (created !== undefined) return { attachment: { listenerArn, as: 'default', created: 'listener' } };
    return attach(loadBalancers, listenerArn, certificateArn);
  };

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

export const handler = lambda(AttachCertificate, () =>
  attachCertificate({ loadBalancers: elbLoadBalancers(), ...config(StackName) }),
);
