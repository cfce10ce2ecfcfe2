import type { ListenerCertificate, LoadBalancers } from '../aws/load-balancers';
import { secureListeners, type Listener } from '../domain/listener';

/** The certificates of a load balancer, and how many more it may have. */
export interface CertificateRoom {
  /** Those on its listeners, defaults included. */
  readonly served: readonly ListenerCertificate[];
  /** How many count: each once, and no defaults. */
  readonly used: number;
  readonly quota: number;
}

/** Counts the certificates on a load balancer's listeners against the account's quota. */
export async function certificateRoom(
  listeners: readonly Listener[],
  loadBalancers: LoadBalancers,
): Promise<CertificateRoom> {
  const served = (
    await Promise.all(secureListeners(listeners).map(({ listenerArn }) => loadBalancers.certificates(listenerArn)))
  ).flat();
  const listed = new Set(served.filter(({ isDefault }) => !isDefault).map(({ certificateArn }) => certificateArn));
  return { served, used: listed.size, quota: await loadBalancers.certificateQuota() };
}
