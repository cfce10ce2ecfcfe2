import type { Policy } from '../config';
import { isAllowedLoadBalancer } from '../domain/allowed-load-balancer';
import { TargetNotAllowedError } from '../errors';

/**
 * Makes sure that the deployment may change a load balancer.
 *
 * @throws TargetNotAllowedError when the deployer has not allowed one of this name
 */
export function requireAllowedLoadBalancer(name: string, { allowedLoadBalancers }: Policy): void {
  if (isAllowedLoadBalancer(name, allowedLoadBalancers)) return;
  throw new TargetNotAllowedError(
    `The load balancer ${name} is not one that this deployment may change (allowedLoadBalancers: ${allowedLoadBalancers || 'none'})`,
  );
}
