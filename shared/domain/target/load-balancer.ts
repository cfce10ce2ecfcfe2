import { aliasTypes } from '../dns/zone';
import type { ListenerAction, Redirect } from './listener-rule';

/** Why this service attempts no TLS handshake with a load balancer; undefined if it does. @param isWanted by the request or the deployment */
export function unverifiableReason(
  loadBalancer: { readonly scheme: string; readonly ipAddressType: string },
  isWanted: boolean,
): string | undefined {
  if (!isWanted) return 'the request, or the default of this deployment, is verify: false';
  if (loadBalancer.scheme === 'internal')
    return 'the load balancer is internal, and this function has no access to its network';
  if (aliasTypes(loadBalancer.ipAddressType).includes('A')) return undefined;
  return 'the load balancer has no public IPv4 address, and this function cannot reach IPv6 addresses';
}

/** A listener of a load balancer. */
export interface Listener {
  readonly listenerArn: string;
  readonly port: number;
  readonly protocol: string;
  readonly sslPolicy?: string | undefined;
  /** The target group of a plain forward action; absent for redirects, fixed responses and weighted forwards. */
  readonly forwardsTo?: string | undefined;
  readonly defaultActions?: readonly ListenerAction[] | undefined;
  /** The redirect that is its default action. */
  readonly redirect?: Redirect | undefined;
}

/**
 * AWS's default quota of certificates per load balancer, not counting the listeners' defaults. It can only be raised (Elastic Load
 * Balancing, "Quotas for your Application Load Balancers").
 */
export const LEAST_CERTIFICATE_QUOTA = 25;

/** The same for rules, not counting the listeners' default actions. */
export const LEAST_RULE_QUOTA = 100;

const PQ_POLICY = 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09';
const CLASSIC_POLICY = 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06';

const isSecure = (listener: Listener) => listener.protocol === 'HTTPS' || listener.protocol === 'TLS';

/**
 * The security policy for a new HTTPS listener: AWS's recommended post-quantum policy, or a classic one if another secure listener
 * has a classic policy. A load balancer may combine post-quantum and FIPS policies, but neither with classic ones (Elastic Load
 * Balancing, "Update an HTTPS listener", Compatibility). The API's default is not used because it still allows TLS 1.0.
 */
export function sslPolicyFor(listeners: readonly Listener[]): string {
  const classic = listeners.some((listener) => isSecure(listener) && !/-(PQ|FIPS)-/.test(listener.sslPolicy ?? ''));
  return classic ? CLASSIC_POLICY : PQ_POLICY;
}

/** The HTTPS listener on port 443, if there is one, or a problem if another protocol uses the port. */
export function httpsListener(listeners: readonly Listener[]): { listener?: Listener } | { problem: string } {
  const listener = listeners.find(({ port }) => port === 443);
  if (!listener) return {};
  if (listener.protocol === 'HTTPS') return { listener };
  return { problem: `port 443 is used by an ${listener.protocol} listener (${listener.listenerArn})` };
}

/** The plain HTTP listener on port 80, whose target group a new HTTPS listener takes over. */
export const httpListener = (listeners: readonly Listener[]): Listener | undefined =>
  listeners.find(({ port, protocol }) => port === 80 && protocol === 'HTTP');

/** How a certificate is attached to a listener: as its default, or for SNI only. A default may be in the SNI list too. */
export function attachmentKind(
  certificateArn: string,
  certificates: readonly { readonly certificateArn: string; readonly isDefault: boolean }[],
): 'default' | 'sni' | undefined {
  const existing = certificates.filter((each) => each.certificateArn === certificateArn);
  if (existing.length === 0) return undefined;
  return existing.some(({ isDefault }) => isDefault) ? 'default' : 'sni';
}

/** The secure listeners, whose certificates share the load balancer's quota. */
export const secureListeners = (listeners: readonly Listener[]): Listener[] => listeners.filter(isSecure);

const APPLICATION_LOAD_BALANCER = /^arn:[^:]+:elasticloadbalancing:[^:]+:[0-9]+:loadbalancer\/app\//;

/** Whether an ARN identifies an Application Load Balancer, rather than another kind or another service that uses certificates. */
export const isApplicationLoadBalancer = (arn: string): boolean => APPLICATION_LOAD_BALANCER.test(arn);

/** The load balancer's name, from its own ARN or a listener's: `…:loadbalancer/app/<name>/<id>`, `…:listener/app/<name>/<id>/<id>`. */
export const loadBalancerName = (arn: string): string => arn.split('/')[2] ?? '';

/**
 * Whether the second DNS name is of a load balancer that was created anew under the name of the first: `<name>-<id>.<region>.elb.…`.
 * Only one load balancer of an account and Region has a name.
 */
export const isRecreated = (oldDnsName: string, newDnsName: string): boolean =>
  oldDnsName !== newDnsName && withoutDnsId(oldDnsName) === withoutDnsId(newDnsName);

const withoutDnsId = (dnsName: string) => dnsName.replace(/^([^.]*)-[^.-]*\./, '$1.');

/** Whether a deployment may change a load balancer. In the pattern, `*` matches any characters, as in an IAM resource. */
export const isAllowedLoadBalancer = (name: string, allowedLoadBalancers: string): boolean =>
  new RegExp(`^${allowedLoadBalancers.replaceAll('*', '.*')}$`).test(name);
