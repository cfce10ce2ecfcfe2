import { elbLoadBalancers } from '../../shared/aws/load-balancers';
import { httpListener } from '../../shared/domain/target/load-balancer';
import { TargetNotUsableError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import type { LoadBalancers } from '../../shared/ports/load-balancers';
import { type Input, type Output, RedirectHttp } from '../../shared/steps';

/**
 * Turns the HTTP:80 listener's default action into a redirect, once HTTPS is seen to work. Only asked for by the request.
 *
 * @throws TargetNotUsableError when the listener is gone
 * @throws TargetNotFoundError when the load balancer is
 */
export const redirectHttp =
  (loadBalancers: LoadBalancers) =>
  async ({ target }: Input<typeof RedirectHttp>): Promise<Output<typeof RedirectHttp>> => {
    const http = httpListener(await loadBalancers.listeners(target.loadBalancerArn));
    if (!http) throw new TargetNotUsableError(`${target.loadBalancerArn} has no HTTP listener on port 80 any more`);
    if (!http.redirectsToHttps) await loadBalancers.redirectToHttps(http.listenerArn);
    return { redirect: { listenerArn: http.listenerArn, changed: !http.redirectsToHttps } };
  };

export const handler = lambda(RedirectHttp, () => redirectHttp(elbLoadBalancers()));
