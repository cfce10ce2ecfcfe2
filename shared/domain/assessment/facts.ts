import * as z from 'zod';
import type { CertificateDescription } from '../certificate/description';
import { isRequiredValue } from '../dns/validation-records';
import { text } from '../text';
import type { Reattachment } from './reattachments';

/** A listener in this account that the certificate is attached to. */
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

/** A condition that prevents ACM from renewing: the error that provisioning would fail with, and its message. */
export interface Obstacle {
  readonly error: string;
  readonly cause: string;
}

/** A validation record: what ACM requires, what Route 53 has, and what public DNS returns. */
export interface RecordFacts {
  readonly name: string;
  readonly value: string;
  readonly zoneId: string;
  /** The values of the existing CNAME in the zone; ACM's value where they lead to it. */
  readonly existing: readonly string[];
  readonly seen: { readonly values: readonly string[] } | { readonly error: string };
}

/** Whether Route 53 has the record, but public DNS does not return it. */
export const isHidden = ({ value, existing, seen }: RecordFacts): boolean =>
  existing.some((each) => isRequiredValue(each, value)) &&
  !('values' in seen && seen.values.some((each) => isRequiredValue(each, value)));

/** Explains why a record is hidden: the failed DNS query, or what public DNS returns instead. */
export const hiddenReason = ({ name, value, seen }: RecordFacts): string =>
  'error' in seen
    ? seen.error
    : `Route 53 has ${name} CNAME ${value}, but public DNS returns ${seen.values.join(', ') || 'nothing'}.`;

/** What a load balancer serves for one of the certificate's names. */
export type ServedFacts = {
  readonly loadBalancerArn: string;
  readonly domainName: string;
} & (ServedCertificate | { readonly error: string });

/** The certificate presented in a TLS handshake. */
export interface ServedCertificate {
  readonly serial: string;
  readonly notAfter: string;
  /** The ARN of another managed certificate that covers the name, if that one is served instead. */
  readonly coveredBy?: string | undefined;
}

/** All facts that a verdict is based on, gathered at one point in time. */
export interface CertificateFacts {
  readonly certificateArn: string;
  /** Absent if the certificate no longer exists in ACM. */
  readonly description?: CertificateDescription | undefined;
  /** Whether it has this deployment's tag. */
  readonly isManaged: boolean;
  /** Whether a tag or the deployment's configuration allows an imported certificate to be replaced by an ACM-issued one. */
  readonly replaceImported: boolean;
  /** The key algorithm in its tag. */
  readonly wantedKeyAlgorithm?: string | undefined;
  /** When it was retired, ISO 8601. A retired certificate is deleted after the grace period. */
  readonly retiredAt?: string | undefined;
  /** The ARN of the certificate that replaced it. */
  readonly replacedBy?: string | undefined;
  /** The load balancer in its tag. */
  readonly targetArn?: string | undefined;
  /** The load balancer that exists under the name of the one in its tag, which was deleted. */
  readonly recreatedTargetArn?: string | undefined;
  /** Why it cannot be attached to HTTPS:443 of that load balancer. */
  readonly targetProblem?: string | undefined;
  /** When it was put back there; at most the last seven days matter. */
  readonly reattachments: readonly Reattachment[];
  /** Whether people were notified that somebody else keeps removing it, and it has not been there since. */
  readonly isLeftAlone: boolean;
  /** Who manages its load balancer besides this service, by the tags; only if it may be left alone. */
  readonly otherManagers: readonly string[];
  readonly attachments: readonly Attachment[];
  /** Load balancers that it is attached to, but that this deployment may not change. */
  readonly forbiddenTargets: readonly string[];
  readonly obstacles: readonly Obstacle[];
  readonly records: readonly RecordFacts[];
  readonly served: readonly ServedFacts[];
  /** Why no handshake shows what is served on one of its listeners; absent if handshakes were made with each. */
  readonly unverified?: string | undefined;
  /** The serial number in the last published `Certificate Renewed` event. */
  readonly announcedSerial?: string | undefined;
}
