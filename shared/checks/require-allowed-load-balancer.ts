import type { Policy } from '../config';
import { matchesPattern } from '../domain/pattern';
import { TargetNotAllowedError } from '../errors';

/**
 * Makes sure that the deployment may change a load balancer.
 *
 * @throws TargetNotAllowedError when the deployer has not allowed one of this name
 */
export function requireAllowedLoadBalancer(name: string, { allowedLoadBalancers }: Policy): void {
  if (matchesPattern(name, allowedLoadBalancers)) return;
  throw new TargetNotAllowedError(
    `The load balancer ${name} is not one that this deployment may change (allowedLoadBalancers: ${allowedLoadBalancers || 'none'})`,
  );
}
