import type { Clock } from './clock';
import type { ConditionContext } from './iam/condition';

/** What every service of the local cloud receives. */
export interface World {
  readonly clock: Clock;
  readonly region: string;
  readonly account: string;
  /** Puts an event of an AWS service (`aws.acm`, `aws.states` ...) on the default bus. */
  emit(event: AwsEvent): void;
}

/** An event as an AWS service emits it; the bus adds the rest of the envelope. */
export interface AwsEvent {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** A permission that a call requires of its caller. */
export interface RequiredPermission {
  /** The IAM action; by default `service:Operation`. */
  readonly action?: string;
  /** An ARN, or `*` for an action without resources. */
  readonly resource: string;
  /** The modelled condition keys of the action, besides the global ones. */
  readonly context?: ConditionContext;
}

/** The permissions that each operation of a service requires. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each service types its own operations with the SDK's input types
export type OperationPermissions = Readonly<Record<string, (input: any) => readonly RequiredPermission[]>>;

/** One API call, as the wire layer passes it to a service. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  /**
   * The signer of the request: the ARN of a role's session, or of the account's root for a client outside the cloud.
   */
  readonly principal: string;
  readonly requestId: string;
}

/** An operation of a service: takes the decoded input, returns the output to encode, or throws an AwsError. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each service types its own operations with the SDK's input and output types
export type Operation = (input: any, call: Call) => unknown;

/** A service as the wire layer mounts it. */
export interface Service {
  /** The name in the credential scope of a signed request, e.g. `acm`, `route53`, `elasticloadbalancing`, `events`. */
  readonly signingName: string;
  /** The SDK client's module: its exported schemas decode requests and encode responses. */
  readonly sdk: Readonly<Record<string, unknown>>;
  readonly operations: Readonly<Record<string, Operation>>;
  /** An operation without an entry is refused to every role. */
  readonly permissions?: OperationPermissions;
  /** Operations that wait for something, such as a message; an advancing clock does not wait for them. */
  readonly longPolls?: readonly string[];
}

/** A certificate as a load balancer serves it. */
export interface CertificateMaterial {
  readonly arn: string;
  readonly status: string;
  /** When ACM issued it, on the cloud's clock; ELB does not accept it immediately. */
  readonly issuedAt: number;
  readonly keyAlgorithm: string;
  /** As ACM prints it, such as `SHA256WITHRSA`. */
  readonly signatureAlgorithm: string;
  readonly domainNames: readonly string[];
  readonly notBefore: number;
  readonly notAfter: number;
  /** Lower-case hexadecimal, no separators. */
  readonly serial: string;
  readonly certificatePem: string;
  readonly chainPem: string;
  readonly privateKeyPem: string;
}

/** ACM's interface for services that use its certificates. */
export interface CertificateStore {
  /**
   * What its consumers serve now: for hours after a renewal still the previous certificate. Undefined when there is no
   * issued certificate with this ARN.
   */
  material(certificateArn: string): CertificateMaterial | undefined;
  /** Whether a certificate with this ARN exists, issued or not. */
  exists(certificateArn: string): boolean;
  /** Declares the whole set of certificates that a consumer uses; it feeds InUseBy and renewal eligibility. */
  setInUse(consumerArn: string, certificateArns: readonly string[]): void;
}

/** The addresses behind a load balancer's DNS name. */
export interface LoadBalancerAddresses {
  /** Undefined when no load balancer has this DNS name (with or without the `dualstack.` prefix). */
  addressesOf(dnsName: string): { readonly ipv4: readonly string[]; readonly ipv6: readonly string[] } | undefined;
}

/** The cloud's network as its functions see it: virtual addresses and their real ports on loopback. */
export interface Network {
  /** Keys such as `127.10.0.1:443`, values real ports on 127.0.0.1. */
  routes(): Readonly<Record<string, number>>;
}
