import type { DeploymentPolicy } from '../config';
import {
  httpListener,
  httpsListener,
  isAllowedLoadBalancer,
  LEAST_CERTIFICATE_QUOTA,
  type Listener,
  secureListeners,
} from '../domain/target/load-balancer';
import { targetGroupProblem } from '../domain/target/target-group';
import { InvalidRequestError, ListenerFullError, TargetNotAllowedError, TargetNotUsableError } from '../errors';
import type { Certificates } from '../ports/certificates';
import type { ListenerCertificate, LoadBalancer, LoadBalancers } from '../ports/load-balancers';
import type { Target } from '../steps';
import { checkRules } from './check-rules';
import { findCopied } from './find-copied';

/** The part of a request that selects its target. */
interface TargetRequest {
  readonly domainNames: readonly string[];
  readonly redirectHttp: boolean;
  readonly target: {
    readonly loadBalancer?: string | undefined;
    readonly listenerArn?: string | undefined;
    readonly targetGroupArn?: string | undefined;
    readonly defaultAction?: '404' | undefined;
    readonly copyRules?: boolean | undefined;
  };
}

interface Dependencies {
  readonly loadBalancers: LoadBalancers;
  readonly certificates: Certificates;
  readonly stack: string;
  readonly policy: DeploymentPolicy;
}

/**
 * Finds the load balancer of a request and checks that it can serve the certificate: an Application Load Balancer whose port 443 is
 * HTTPS or free, with a target group, with quota for one more certificate, and without rules that would be bypassed.
 *
 * @throws TargetNotFoundError, TargetNotAllowedError, TargetNotUsableError, ListenerFullError
 * @throws InvalidRequestError when neither the request nor the deployment names a load balancer
 */
export async function findTarget(request: TargetRequest, dependencies: Dependencies): Promise<Target> {
  const { loadBalancers } = dependencies;
  const { listenerArn } = request.target;
  const named = listenerArn === undefined ? undefined : await loadBalancers.listener(listenerArn);
  const loadBalancer = await loadBalancers.find(named?.loadBalancerArn ?? targetName(request, dependencies));
  // Checked first, so that no error reveals the settings of a load balancer that is not allowed.
  requireAllowedLoadBalancer(loadBalancer.name, dependencies.policy);
  if (loadBalancer.type !== 'application') {
    throw new TargetNotUsableError(
      `${loadBalancer.loadBalancerArn} is a ${loadBalancer.type} load balancer; only Application Load Balancers are supported`,
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
      `redirectHttp: ${loadBalancer.loadBalancerArn} has no HTTP listener on port 80 to redirect`,
    );
  }
  if (https.listener) await checkQuota(request, loadBalancer, listeners, dependencies);
  const isNew = https.listener === undefined;
  const copied = await findCopied(request.target, listeners, dependencies);
  const at = {
    ...(https.listener && { listenerArn: https.listener.listenerArn }),
    ...copied,
    ...((isNew || copied) && (await defaultAction(request, loadBalancer, listeners, loadBalancers))),
  };
  await checkRules(request, listeners, loadBalancers);
  const { loadBalancerArn, dnsName, canonicalHostedZoneId, ipAddressType, scheme } = loadBalancer;
  return { loadBalancerArn, dnsName, canonicalHostedZoneId, ipAddressType, scheme, ...at };
}

function targetName({ target }: TargetRequest, { policy }: Dependencies): string {
  const name = target.loadBalancer ?? policy.defaultLoadBalancer;
  if (name !== undefined) return name;
  throw new InvalidRequestError(
    'target: specify loadBalancer or listenerArn, because this deployment has no default load balancer',
  );
}

/** What a new listener does with every request. */
async function defaultAction(
  request: TargetRequest,
  loadBalancer: LoadBalancer,
  listeners: readonly Listener[],
  loadBalancers: LoadBalancers,
): Promise<Pick<Target, 'defaultAction' | 'targetGroupArn'>> {
  const { targetGroupArn } = request.target;
  if (request.target.defaultAction !== undefined) return { defaultAction: request.target.defaultAction };
  if (targetGroupArn !== undefined) {
    const problem = targetGroupProblem(await loadBalancers.targetGroup(targetGroupArn), loadBalancer);
    if (problem === undefined) return { targetGroupArn };
    throw new TargetNotUsableError(`target.targetGroupArn: ${targetGroupArn} ${problem}`);
  }
  // What the copied default action does is known when it is copied.
  if (request.target.copyRules) return {};
  const forwardsTo = httpListener(listeners)?.forwardsTo;
  if (forwardsTo !== undefined) return { targetGroupArn: forwardsTo };
  throw new TargetNotUsableError(
    `${loadBalancer.loadBalancerArn} has no HTTPS:443 listener and no HTTP:80 listener that forwards to one target group; specify target.targetGroupArn, or target.defaultAction "404", or target.copyRules`,
  );
}

async function checkQuota(
  request: TargetRequest,
  { loadBalancerArn }: LoadBalancer,
  listeners: readonly Listener[],
  { loadBalancers, certificates }: Dependencies,
): Promise<void> {
  const { served, used } = await certificatesOn(listeners, loadBalancers);
  // Below the smallest quota of an account, there is no need to read the quota.
  if (used < LEAST_CERTIFICATE_QUOTA) return;
  const quota = await loadBalancers.certificateQuota();
  if (used < quota) return;
  const own = await certificates.listByNames(request.domainNames);
  if (own.some(({ certificateArn }) => served.some((existing) => existing.certificateArn === certificateArn))) return;
  throw new ListenerFullError(
    `${loadBalancerArn} has ${used} certificates, not counting its listeners' defaults; the account's quota is ${quota} per load balancer`,
  );
}

/** The certificates of a load balancer. */
export interface CertificatesOn {
  /** The certificates on its listeners, including defaults. */
  readonly served: readonly ListenerCertificate[];
  /** How many count toward its quota: each once, without defaults. */
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

/**
 * Checks that the deployment may change a load balancer.
 *
 * @throws TargetNotAllowedError when its name does not match the allowed pattern
 */
export function requireAllowedLoadBalancer(name: string, { allowedLoadBalancers }: DeploymentPolicy): void {
  if (isAllowedLoadBalancer(name, allowedLoadBalancers)) return;
  throw new TargetNotAllowedError(
    `This deployment may not change the load balancer ${name} (allowedLoadBalancers: ${allowedLoadBalancers || 'none'})`,
  );
}
