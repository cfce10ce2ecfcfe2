import * as z from 'zod';
import type { CertificateDescription } from '../certificate/description';
import { text } from '../text';

/** A place where a load balancer of this account has the certificate. */
export const Attachment = z.object({
  loadBalancerArn: text,
  dnsName: text,
  scheme: text,
  ipAddressType: text,
  listenerArn: text,
  port: z.int(),
  as: z.enum(['default', 'sni']),
});
export type Attachment = Readonly<z.output<typeof Attachment>>;

/** What stands in the way of ACM: the name of the error that provisioning would have failed with, and its message. */
export interface Obstacle {
  readonly error: string;
  readonly cause: string;
}

/** One validation record: what ACM wants, what Route 53 has, what public DNS answers. */
export interface RecordFacts {
  readonly name: string;
  readonly value: string;
  readonly zoneId: string;
  /** The values of the CNAME that stands in the zone. */
  readonly existing: readonly string[];
  readonly seen: { readonly values: readonly string[] } | { readonly error: string };
}

/** What a load balancer serves for a name of the certificate. */
export type ServedFacts = {
  readonly loadBalancerArn: string;
  readonly domainName: string;
} & (SeenCertificate | { readonly error: string });

/** The certificate that a handshake showed. */
export interface SeenCertificate {
  readonly serial: string;
  readonly notAfter: string;
  /** Its ARN, when it is another one that this deployment keeps and that covers the name: the name is as secure with it. */
  readonly coveredBy?: string | undefined;
}

/** Everything that a verdict rests on, gathered at one instant. */
export interface CertificateFacts {
  readonly certificateArn: string;
  /** Absent when ACM does not know the certificate any more. */
  readonly description?: CertificateDescription | undefined;
  /** Whether it carries this deployment's tag. */
  readonly isManaged: boolean;
  /** Whether its tag, or the deployer, wants an imported certificate to be replaced by one from ACM. */
  readonly replaceImported: boolean;
  /** The key type that its tag records. */
  readonly wantedKeyAlgorithm?: string | undefined;
  /** When it was taken out of service for good, ISO 8601: it is kept for the grace period, then deleted. */
  readonly retiredAt?: string | undefined;
  /** The certificate that took its place. */
  readonly replacedBy?: string | undefined;
  /** The load balancer that its tag records. */
  readonly targetArn?: string | undefined;
  /** Why it cannot be attached there (any more). */
  readonly targetProblem?: string | undefined;
  readonly attachments: readonly Attachment[];
  /** Load balancers among the attachments that this deployment may not change. */
  readonly forbiddenTargets: readonly string[];
  readonly obstacles: readonly Obstacle[];
  readonly records: readonly RecordFacts[];
  readonly served: readonly ServedFacts[];
  /** The serial number of the renewal that was published last. */
  readonly announcedSerial?: string | undefined;
}
