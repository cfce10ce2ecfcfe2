import { aliasTypes } from '../dns/zone';

/** Why a handshake with a load balancer cannot be tried from here; undefined when it can. */
export function whyNotVerifiable(loadBalancer: {
  readonly scheme: string;
  readonly ipAddressType: string;
}): string | undefined {
  if (loadBalancer.scheme === 'internal')
    return 'the load balancer is internal: this function has no way into its network';
  if (aliasTypes(loadBalancer.ipAddressType).includes('A')) return undefined;
  return 'the load balancer has no public IPv4 address, and this function reaches no other';
} /** A listener of a load balancer, as far as this service needs to know it. */
export interface Listener {
  readonly listenerArn: string;
  readonly port: number;
  readonly protocol: string;
  readonly sslPolicy?: string | undefined;
  /** The target group of a plain forward action; absent for redirects, fixed responses and weighted forwards. */
  readonly forwardsTo?: string | undefined;
  readonly redirectsToHttps?: boolean | undefined;
}

/**
 * How many certificates any account may have on a load balancer besides its listeners' defaults: what AWS grants at first, and
 * raises when asked (Elastic Load Balancing, "Quotas for your Application Load Balancers").
 */
export const LEAST_CERTIFICATE_QUOTA = 25;

const PQ_POLICY = 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09';
const CLASSIC_POLICY = 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06';

const isSecure = (listener: Listener) => listener.protocol === 'HTTPS' || listener.protocol === 'TLS';

/**
 * The security policy for a new HTTPS listener: AWS's recommended post-quantum one, unless another secure listener of the
 * load balancer has a classic policy: a load balancer mixes those with neither post-quantum nor FIPS ones, which go
 * together (Elastic Load Balancing, "Update an HTTPS listener", Compatibility). Never the API's default, which still offers
 * TLS 1.0.
 */
export function sslPolicyFor(listeners: readonly Listener[]): string {
  const classic = listeners.some((listener) => isSecure(listener) && !/-(PQ|FIPS)-/.test(listener.sslPolicy ?? ''));
  return classic ? CLASSIC_POLICY : PQ_POLICY;
}

/** The listener that serves, or will serve, HTTPS on port 443; a problem when something else has the port. */
export function httpsListener(listeners: readonly Listener[]): { listener?: Listener } | { problem: string } {
  const listener = listeners.find(({ port }) => port === 443);
  if (!listener) return {};
  if (listener.protocol === 'HTTPS') return { listener };
  return { problem: `port 443 speaks ${listener.protocol} (${listener.listenerArn})` };
}

/** The plain HTTP listener on port 80, whose target group a new HTTPS listener takes over. */
export const httpListener = (listeners: readonly Listener[]): Listener | undefined =>
  listeners.find(({ port, protocol }) => port === 80 && protocol === 'HTTP');

/** Whether a listener has the certificate as its default, in its list alone, or not at all. A default may stand in the list too. */
export function placeOf(
  certificateArn: string,
  certificates: readonly { readonly certificateArn: string; readonly isDefault: boolean }[],
): 'default' | 'sni' | undefined {
  const existing = certificates.filter((each) => each.certificateArn === certificateArn);
  if (existing.length === 0) return undefined;
  return existing.some(({ isDefault }) => isDefault) ? 'default' : 'sni';
}

/** The secure listeners: their certificates share the load balancer's one quota. */
export const secureListeners = (listeners: readonly Listener[]): Listener[] => listeners.filter(isSecure);
const APPLICATION_LOAD_BALANCER = /^arn:[^:]+:elasticloadbalancing:[^:]+:[0-9]+:loadbalancer\/app\//;

/** Whether an ARN is that of an Application Load Balancer: other kinds, and other consumers of certificates, are not. */
export const isApplicationLoadBalancer = (arn: string): boolean => APPLICATION_LOAD_BALANCER.test(arn);

/** The load balancer's name in its own ARN or in that of a listener: `…:loadbalancer/app/<name>/<id>`, `…:listener/app/<name>/<id>/<id>`. */
export const loadBalancerName = (arn: string): string => arn.split('/')[2] ?? ''; /**
 * Whether a deployment may change a load balancer: its name matches the pattern in which `*` stands for any characters, as it
 * does in an IAM resource.
 */
export const isAllowedLoadBalancer = (name: string, allowedLoadBalancers: string): boolean =>
  new RegExp(`^${allowedLoadBalancers.replaceAll('*', '.*')}$`).test(name);
