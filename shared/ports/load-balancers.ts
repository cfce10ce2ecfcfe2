import type { Listener } from '../domain/target/load-balancer';

/** A load balancer as a target. */
export interface LoadBalancer {
  readonly loadBalancerArn: string;
  readonly name: string;
  readonly type: string;
  readonly scheme: string;
  /** Lower case. */
  readonly dnsName: string;
  readonly canonicalHostedZoneId: string;
  readonly ipAddressType: string;
}

/** A certificate in a listener's list. The default may stand in the list a second time. */
export interface ListenerCertificate {
  readonly certificateArn: string;
  readonly isDefault: boolean;
}

/** A rule of a listener that stands before its default action. */
export interface ListenerRule {
  readonly redirectsToHttps: boolean;
}

/** The load balancers of the account in this Region, and what their listeners serve. */
export interface LoadBalancers {
  /** @throws TargetNotFoundError */
  find(nameOrArn: string): Promise<LoadBalancer>;
  /** @throws TargetNotFoundError */
  listener(listenerArn: string): Promise<Listener & { readonly loadBalancerArn: string }>;
  /** @throws TargetNotFoundError */
  listeners(loadBalancerArn: string): Promise<Listener[]>;
  /**
   * The rules of the listener besides its default action, which is used for what none of them takes.
   * @throws TargetNotFoundError
   */
  rules(listenerArn: string): Promise<ListenerRule[]>;
  /**
   * @throws TargetNotFoundError when there is no such target group
   * @throws TargetNotUsableError when an HTTPS listener cannot forward to it
   */
  requireTargetGroup(targetGroupArn: string): Promise<void>;
  /** @throws TargetNotFoundError */
  certificates(listenerArn: string): Promise<ListenerCertificate[]>;
  /** How many certificates a load balancer may have besides its listeners' defaults. */
  certificateQuota(): Promise<number>;
  /**
   * Creates HTTPS:443 with the certificate as its default. Undefined when somebody else created the listener meanwhile.
   * @throws CertificateNotUsableError, ListenerFullError, TargetNotFoundError
   * @throws TargetNotUsableError when the load balancer cannot have such a listener
   */
  createHttpsListener(listener: {
    readonly loadBalancerArn: string;
    readonly certificateArn: string;
    readonly sslPolicy: string;
    readonly targetGroupArn: string;
  }): Promise<string | undefined>;
  /**
   * Adds the certificate to the listener's list; already there is success.
   * @throws CertificateNotUsableError, ListenerFullError, TargetNotFoundError
   */
  addCertificate(listenerArn: string, certificateArn: string): Promise<void>;
  /**
   * Makes it the listener's default certificate; the list stays as it is.
   * @throws CertificateNotUsableError, ListenerFullError, TargetNotFoundError
   */
  setDefaultCertificate(listenerArn: string, certificateArn: string): Promise<void>;
  /**
   * Takes the certificate off the listener's list; not there is success.
   * @throws DefaultCertificateError, TargetNotFoundError
   */
  removeCertificate(listenerArn: string, certificateArn: string): Promise<void>;
  /** Makes the listener answer every request with a permanent redirect to HTTPS. */
  redirectToHttps(listenerArn: string): Promise<void>;
}

/** What a TLS handshake showed. Times are ISO 8601. */
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

/** Looks at what is really served. */
export interface Handshakes {
  /**
   * Shakes hands with each IPv4 address of a host, asking for a server name, as a client that takes certificates
   * of one key type only: a listener may have an RSA and an ECDSA certificate for the same name.
   * @throws HttpsUnreachableError when the host has no address, or one of them does not answer
   * @throws DnsLookupError
   */
  with(host: string, serverName: string, keyAlgorithm: string, port?: number): Promise<ServedCertificate[]>;
}
