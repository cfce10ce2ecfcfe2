import type { Certificates } from '../aws/certificates';
import type { LoadBalancer, LoadBalancers } from '../aws/load-balancers';
import type { Policy } from '../config';
import { httpListener, httpsListener, LEAST_CERTIFICATE_QUOTA, type Listener } from '../domain/listener';
import { InvalidRequestError, ListenerFullError, TargetNotUsableError } from '../errors';
import type { Target } from '../workflow';
import { certificatesOn } from './certificates-on';
import { checkRules } from './check-rules';
import type { CheckedRequest } from './read-request';
import { requireAllowedLoadBalancer } from './require-allowed-load-balancer';

interface Dependencies {
  readonly loadBalancers: LoadBalancers;
  readonly certificates: Certificates;
  readonly policy: Policy;
}

/**
 * Finds the load balancer that must serve the certificate, and makes sure that it can: an Application Load Balancer whose
 * port 443 is HTTPS or free, with somewhere to forward to, room for one more certificate, and no rules that would be lost.
 *
 * @throws TargetNotFoundError, TargetNotAllowedError, TargetNotUsableError, ListenerFullError
 * @throws InvalidRequestError when neither the request nor the deployment names a load balancer
 */
export async function findTarget(request: CheckedRequest, dependencies: Dependencies): Promise<Target> {
  const { loadBalancers } = dependencies;
  const { listenerArn } = request.target;
  const named = listenerArn === undefined ? undefined : await loadBalancers.listener(listenerArn);
  const loadBalancer = await loadBalancers.find(named?.loadBalancerArn ?? targetName(request, dependencies));
  // Before anything is said of it: what is not theirs is nobody's business.
  requireAllowedLoadBalancer(loadBalancer.name, dependencies.policy);
  if (loadBalancer.type !== 'application') {
    throw new TargetNotUsableError(
      `${loadBalancer.loadBalancerArn} is a ${loadBalancer.type} load balancer: only Application Load Balancers can be targets`,
    );
  }
  if (named && !(named.port === 443 && named.protocol === 'HTTPS')) {
    throw new TargetNotUsableError(
      `target.listenerArn: ${named.listenerArn} is ${named.protocol}:${named.port}, not HTTPS:443`,
    );
  }
  const listeners = await loadBalancers.listeners(loadBalancer.loadBalancerArn);
  const https = httpsListener(listeners);
  if ('problem' in https) throw new TargetNotUsableError(`${loadBalancer.loadBalancerArn}: ${https.problem}`);
  if (request.redirectHttp && !httpListener(listeners)) {
    throw new TargetNotUsableError(
      `redirectHttp: ${loadBalancer.loadBalancerArn} has no HTTP listener on port 80 that could redirect`,
    );
  }
  if (https.listener) await checkRoom(request, loadBalancer, listeners, dependencies);
  const at = https.listener
    ? { listenerArn: https.listener.listenerArn }
    : { targetGroupArn: await targetGroup(request, loadBalancer, listeners, loadBalancers) };
  await checkRules(request, listeners, loadBalancers);
  const { loadBalancerArn, dnsName, canonicalHostedZoneId, ipAddressType, scheme } = loadBalancer;
  return { loadBalancerArn, dnsName, canonicalHostedZoneId, ipAddressType, scheme, ...at };
}

function targetName({ target }: CheckedRequest, { policy }: Dependencies): string {
  const name = target.loadBalancer ?? policy.defaultLoadBalancer;
  if (name !== undefined) return name;
  throw new InvalidRequestError(
    'target: name a loadBalancer or a listenerArn, for this deployment has no default load balancer',
  );
}

async function targetGroup(
  request: CheckedRequest,
  { loadBalancerArn }: LoadBalancer,
  listeners: readonly Listener[],
  loadBalancers: LoadBalancers,
): Promise<string> {
  const { targetGroupArn } = request.target;
  if (targetGroupArn !== undefined) {
    await loadBalancers.requireTargetGroup(targetGroupArn);
    return targetGroupArn;
  }
  const forwardsTo = httpListener(listeners)?.forwardsTo;
  if (forwardsTo !== undefined) return forwardsTo;
  throw new TargetNotUsableError(
    `${loadBalancerArn} has no HTTPS:443 listener yet, and no HTTP:80 listener that forwards to one target group: name a target.targetGroupArn`,
  );
}

async function checkRoom(
  request: CheckedRequest,
  { loadBalancerArn }: LoadBalancer,
  listeners: readonly Listener[],
  { loadBalancers, certificates }: Dependencies,
): Promise<void> {
  const { served, used } = await certificatesOn(listeners, loadBalancers);
  // Of what every account has, nobody need be asked.
  if (used < LEAST_CERTIFICATE_QUOTA) return;
  const quota = await loadBalancers.certificateQuota();
  if (used < quota) return;
  const own = await certificates.withNames(request.domainNames);
  if (own.some(({ certificateArn }) => served.some((existing) => existing.certificateArn === certificateArn))) return;
  throw new ListenerFullError(
    `${loadBalancerArn} has ${used} certificates besides its listeners' defaults, and the account's quota is ${quota} for a load balancer`,
  );
}
