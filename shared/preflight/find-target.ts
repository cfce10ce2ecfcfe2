import type { Policy } from '../config';
import {
  httpListener,
  httpsListener,
  isAllowedLoadBalancer,
  LEAST_CERTIFICATE_QUOTA,
  type Listener,
  secureListeners,
} from '../domain/target/load-balancer';
import { InvalidRequestError, ListenerFullError, TargetNotAllowedError, TargetNotUsableError } from '../errors';
import type { Certificates } from '../ports/certificates';
import type { ListenerCertificate, LoadBalancer, LoadBalancers } from '../ports/load-balancers';
import type { Target } from '../steps';

/** The part of a request that says where it is served. */
interface TargetRequest {
  readonly domainNames: readonly string[];
  readonly redirectHttp: boolean;
  readonly target: {
    readonly loadBalancer?: string | undefined;
    readonly listenerArn?: string | undefined;
    readonly targetGroupArn?: string | undefined;
  };
}

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
export async function findTarget(request: TargetRequest, dependencies: Dependencies): Promise<Target> {
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

function targetName({ target }: TargetRequest, { policy }: Dependencies): string {
  const name = target.loadBalancer ?? policy.defaultLoadBalancer;
  if (name !== undefined) return name;
  throw new InvalidRequestError(
    'target: name a loadBalancer or a listenerArn, for this deployment has no default load balancer',
  );
}

async function targetGroup(
  request: TargetRequest,
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
  request: TargetRequest,
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

/**
 * Makes sure that no rule of HTTP:80 is left behind. A listener's rules are its own, and its default action is used for
 * what none of them takes (Elastic Load Balancing, "Listener rules for your Application Load Balancer"): so a new HTTPS:443
 * would forward where that action does whatever the rules say, and a redirect in its place would not reach what they take.
 * Asks for the rules only where one of these is about to happen.
 *
 * @throws TargetNotUsableError
 */
async function checkRules(
  { target, redirectHttp }: TargetRequest,
  listeners: readonly Listener[],
  loadBalancers: LoadBalancers,
): Promise<void> {
  const http = httpListener(listeners);
  const isTakenOver = target.targetGroupArn === undefined && listeners.every(({ port }) => port !== 443);
  const becomesRedirect = redirectHttp && !http?.redirectsToHttps;
  if (!http || !(isTakenOver || becomesRedirect)) return;

  const rules = await loadBalancers.rules(http.listenerArn);
  const plain = rules.filter(({ redirectsToHttps }) => !redirectsToHttps);
  const problems = [
    ...(isTakenOver && rules.length > 0 ? [LOST] : []),
    ...(becomesRedirect && plain.length > 0 ? [staysPlain(plain.length)] : []),
  ];
  if (problems.length === 0) return;
  throw new TargetNotUsableError(
    `HTTP:80 (${http.listenerArn}) has ${count(rules.length)} besides its default action. ${problems.join('. ')}`,
  );
}

const LOST =
  'A new HTTPS:443 listener would have none of them, and would forward everything where that action does: name target.targetGroupArn for what this domain shall reach, or create the HTTPS:443 listener with its rules yourself';

const staysPlain = (rules: number) =>
  `redirectHttp changes that action alone, and what ${count(rules)} ${rules === 1 ? 'takes' : 'take'} would stay on plain HTTP: leave redirectHttp out and change the rules yourself`;

const count = (rules: number) => `${rules} ${rules === 1 ? 'rule' : 'rules'}`;

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
