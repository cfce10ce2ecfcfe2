import type { ListenerCertificate, LoadBalancers } from '../aws/load-balancers';
import { secureListeners, type Listener } from '../domain/listener';

/** The certificates of a load balancer. */
export interface CertificatesOn {
  /** Those on its listeners, defaults included. */
  readonly served: readonly ListenerCertificate[];
  /** How many of them count against its quota: each once, and no defaults. */
  readonly used: number;
}

/** Lists and counts the certificates on a load balancer's listeners. */
export async function certificatesOn(
  listeners: readonly Listener[],
  loadBalancers: LoadBalancers,
): Promise<CertificatesOn> {
  const served = (
    await Promise.all(secureListeners(listeners).map(({ listenerArn }) => loadBalancers.certificates(listenerArn)))
  ).flat();
  const listed = new Set(served.filter(({ isDefault }) => !isDefault).map(({ certificateArn }) => certificateArn));
  return { served, used: listed.size };
}
