import { elbLoadBalancers } from '../../shared/aws/load-balancers';
import { httpListener } from '../../shared/domain/target/load-balancer';
import { redirectProblems } from '../../shared/domain/target/redirect-http';
import { TargetNotUsableError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import type { LoadBalancers } from '../../shared/ports/load-balancers';
import { type Input, type Output, RedirectHttp } from '../../shared/steps';

/**
 * Changes the HTTP:80 listener's default action to a redirect to HTTPS. Runs after HTTPS is verified, if the request has redirectHttp.
 *
 * @throws TargetNotUsableError when the listener no longer exists, or redirects or has rules that lead elsewhere
 * @throws TargetNotFoundError when the load balancer no longer exists
 */
export const redirectHttp =
  (loadBalancers: LoadBalancers) =>
  async ({ names, target }: Input<typeof RedirectHttp>): Promise<Output<typeof RedirectHttp>> => {
    const http = httpListener(await loadBalancers.listeners(target.loadBalancerArn));
    if (!http) throw new TargetNotUsableError(`${target.loadBalancerArn} no longer has an HTTP listener on port 80`);
    const { listenerArn } = http;
    const problems = redirectProblems(http, await loadBalancers.rules(listenerArn), names.domainNames);
    if (problems.length > 0) throw new TargetNotUsableError(`HTTP:80 (${listenerArn}): ${problems.join('. ')}`);
    if (!http.redirect) await loadBalancers.redirectToHttps(listenerArn);
    return { redirect: { listenerArn, changed: !http.redirect } };
  };

export const handler = lambda(RedirectHttp, () => redirectHttp(elbLoadBalancers()));
