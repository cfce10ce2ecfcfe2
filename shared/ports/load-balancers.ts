import type { ListenerAction, ListenerRule } from '../domain/target/listener-rule';
import type { Listener } from '../domain/target/load-balancer';
import type { TargetGroup } from '../domain/target/target-group';

/** A load balancer. */
export interface LoadBalancer {
  readonly loadBalancerArn: string;
  readonly name: string;
  readonly type: string;
  readonly scheme: string;
  /** Lower case. */
  readonly dnsName: string;
  readonly canonicalHostedZoneId: string;
  readonly ipAddressType: string;
  readonly vpcId: string;
}

/** A certificate of a listener. The default may also be in the SNI list. */
export interface ListenerCertificate {
  readonly certificateArn: string;
  readonly isDefault: boolean;
}

/** What a listener does with the requests that no rule matches: forwards them, answers them, or does as another listener does. */
export type DefaultAction =
  { readonly forwardTo: string } | { readonly respond: '404' } | { readonly copyOf: readonly ListenerAction[] };

/** The load balancers of the account in this Region, and their listeners. */
export interface LoadBalancers {
  /** @throws TargetNotFoundError */
  find(nameOrArn: string): Promise<LoadBalancer>;
  /** @throws TargetNotFoundError */
  listener(listenerArn: string): Promise<Listener & { readonly loadBalancerArn: string }>;
  /** @throws TargetNotFoundError */
  listeners(loadBalancerArn: string): Promise<Listener[]>;
  /**
   * The rules of the listener without its default action, which handles the requests that no rule matches.
   * @throws TargetNotFoundError
   */
  rules(listenerArn: string): Promise<ListenerRule[]>;
  /**
   * Creates a rule like another listener's, with its priority; false when the priority is taken.
   * @throws TargetNotFoundError
   * @throws TargetNotUsableError when ELB refuses the rule
   */
  createRule(listenerArn: string, rule: ListenerRule): Promise<boolean>;
  /** How many rules a load balancer may have, not counting its listeners' default actions. */
  ruleQuota(): Promise<number>;
  /** @throws TargetNotFoundError */
  removeTag(listenerArn: string, key: string): Promise<void>;
  /** @throws TargetNotFoundError */
  targetGroup(targetGroupArn: string): Promise<TargetGroup>;
  /** @throws TargetNotFoundError */
  certificates(listenerArn: string): Promise<ListenerCertificate[]>;
  /**
   * The tags of load balancers and listeners, all together.
   * @throws TargetNotFoundError
   */
  listTags(arns: readonly string[]): Promise<Record<string, string>>;
  /** How many certificates a load balancer may have, not counting its listeners' defaults. */
  certificateQuota(): Promise<number>;
  /**
   * Creates HTTPS:443 with the certificate as its default. Undefined when the listener was created concurrently.
   * @throws CertificateNotUsableError, ListenerFullError, TargetNotFoundError
   * @throws TargetNotUsableError when the load balancer cannot have such a listener
   */
  createHttpsListener(listener: {
    readonly loadBalancerArn: string;
    readonly certificateArn: string;
    readonly sslPolicy: string;
    readonly defaultAction: DefaultAction;
    readonly tags?: Readonly<Record<string, string>> | undefined;
  }): Promise<string | undefined>;
  /**
   * Adds the certificate to the listener's SNI list; does nothing when it is in it.
   * @throws CertificateNotUsableError, ListenerFullError, TargetNotFoundError
   */
  addCertificate(listenerArn: string, certificateArn: string): Promise<void>;
  /**
   * Makes it the listener's default certificate; does not change the SNI list.
   * @throws CertificateNotUsableError, ListenerFullError, TargetNotFoundError
   */
  setDefaultCertificate(listenerArn: string, certificateArn: string): Promise<void>;
  /**
   * Removes the certificate from the listener's SNI list; does nothing when it is not in it.
   * @throws DefaultCertificateError, TargetNotFoundError
   */
  removeCertificate(listenerArn: string, certificateArn: string): Promise<void>;
  /**
   * Changes the default action of an HTTPS listener.
   * @throws TargetNotFoundError
   * @throws TargetNotUsableError when ELB refuses the action
   */
  setDefaultAction(listenerArn: string, action: DefaultAction): Promise<void>;
  /** Changes the listener's default action to a permanent redirect to HTTPS. */
  redirectToHttps(listenerArn: string): Promise<void>;
}

/** The certificate that a TLS handshake returned. Times are ISO 8601. */
export interface ServedCertificate {
  readonly address: string;
  readonly tlsVersion: string;
  /** Hexadecimal. */
  readonly serial: string;
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: string;
  readonly notAfter: string;
}

/** The kinds of keys that a client accepts in a server's certificate. Ordinary clients accept both. */
export type ClientKeys = 'ECDSA or RSA' | 'ECDSA' | 'RSA';

/** TLS handshakes with load balancers. */
export interface Handshakes {
  /**
   * Performs a TLS handshake with each IPv4 address of a host, as a client that offers TLS 1.2 and 1.3 and accepts certificates with
   * these keys: a listener may have an RSA and an ECDSA certificate for the same name. Without a client certificate: where a listener
   * requires one, the handshake counts once the server's certificate is known.
   * @throws HttpsUnreachableError when the host has no address, or a handshake fails
   * @throws DnsLookupError
   */
  perform(host: string, serverName: string, keys: ClientKeys, port?: number): Promise<ServedCertificate[]>;
}
