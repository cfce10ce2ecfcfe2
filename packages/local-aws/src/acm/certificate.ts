import { isDeepStrictEqual } from 'node:util';
import type {
  CertificateStatus,
  CertificateType,
  DomainStatus,
  FailureReason,
  KeyAlgorithm,
  RenewalStatus,
  RevocationReason,
  ValidationMethod,
} from '@aws-sdk/client-acm';
import type { X509Facts } from './x509-facts';

const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;

/** The validation of one name. Times are milliseconds since the epoch, on the cloud's clock. */
export interface DomainValidation {
  readonly domainName: string;
  /** Where ACM sends its mail, when validation is by e-mail. */
  readonly validationDomain: string;
  readonly status: DomainStatus;
  /** When the API first shows the validation record. */
  readonly recordVisibleAt: number;
}

/** The X.509 certificate behind an issued ACM certificate. */
export interface IssuedCertificate extends X509Facts {
  readonly certificatePem: string;
  readonly chainPem: string;
  readonly privateKeyPem: string;
  readonly issuedAt: number;
}

/** A managed renewal in progress. */
export interface Renewal {
  readonly status: RenewalStatus;
  readonly reason?: FailureReason;
  /** When the current validation request began; after its time-out there is a new one. */
  readonly requestedAt: number;
  readonly updatedAt: number;
  /** The names that this request has validated. */
  readonly validatedNames: readonly string[];
}

/** ACM's record of a certificate: plain data that the transitions below turn into its next version. */
export interface Certificate {
  readonly arn: string;
  readonly type: Extract<CertificateType, 'AMAZON_ISSUED' | 'IMPORTED'>;
  readonly status: Exclude<CertificateStatus, 'EXPIRED'>;
  readonly failureReason?: FailureReason;
  /** The first is the certificate's DomainName; none twice. */
  readonly domainNames: readonly [string, ...string[]];
  readonly keyAlgorithm: KeyAlgorithm;
  readonly validationMethod?: ValidationMethod;
  readonly validations: readonly DomainValidation[];
  readonly createdAt: number;
  readonly visibleAt: number;
  readonly optionsVisibleAt: number;
  readonly tags: ReadonlyMap<string, string>;
  readonly issued?: IssuedCertificate;
  readonly renewal?: Renewal;
  /** What load balancers still serve for some time after a renewal. */
  readonly servedBefore?: { readonly issued: IssuedCertificate; readonly until: number };
  readonly revocation?: { readonly at: number; readonly reason: RevocationReason };
}

const withStatus = (certificate: Certificate, status: DomainStatus, which: (domainName: string) => boolean) =>
  certificate.validations.map((validation) => (which(validation.domainName) ? { ...validation, status } : validation));

/** These names' validation records were found. */
export const validated = (certificate: Certificate, domainNames: readonly string[]): Certificate => ({
  ...certificate,
  validations: withStatus(certificate, 'SUCCESS', (name) => domainNames.includes(name)),
});

/** ACM refuses permanently because of these names. That their validation shows FAILED is not documented. */
export const failed = (certificate: Certificate, reason: FailureReason, names: readonly string[]): Certificate => ({
  ...certificate,
  status: 'FAILED',
  failureReason: reason,
  validations: withStatus(certificate, 'FAILED', (name) => names.includes(name)),
});

/** Validation timed out; names that were never validated show FAILED. */
export const timedOut = (certificate: Certificate): Certificate => ({
  ...certificate,
  status: 'VALIDATION_TIMED_OUT',
  validations: certificate.validations.map((validation) =>
    validation.status === 'SUCCESS' ? validation : { ...validation, status: 'FAILED' },
  ),
});

/** The authority has signed it. */
export const issued = (certificate: Certificate, issuedCertificate: IssuedCertificate): Certificate => ({
  ...certificate,
  status: 'ISSUED',
  issued: issuedCertificate,
});

/** Begins a renewal's first validation request, or the next one after a time-out. */
export const renewalRequested = (certificate: Certificate, now: number): Certificate => ({
  ...certificate,
  renewal: { status: 'PENDING_AUTO_RENEWAL', requestedAt: now, updatedAt: now, validatedNames: [] },
});

/** Advances or fails a renewal; its update time changes only if something else does. */
export function renewing(
  certificate: Certificate,
  status: RenewalStatus,
  now: number,
  { reason, validatedNames }: { reason?: FailureReason; validatedNames?: readonly string[] } = {},
): Certificate {
  const { renewal } = certificate;
  const next: Renewal = {
    status,
    validatedNames: validatedNames ?? renewal?.validatedNames ?? [],
    requestedAt: renewal?.requestedAt ?? now,
    updatedAt: renewal?.updatedAt ?? now,
    ...(reason && { reason }),
  };
  return { ...certificate, renewal: isDeepStrictEqual(next, renewal) ? next : { ...next, updatedAt: now } };
}

/** A new key is certified under the same ARN; load balancers keep serving the old one for a while. */
export const renewed = (certificate: Certificate, next: IssuedCertificate, servedUntil: number): Certificate => ({
  ...issued(renewing(certificate, 'SUCCESS', next.issuedAt), next),
  ...(certificate.issued && { servedBefore: { issued: certificate.issued, until: servedUntil } }),
});

/** Whether a renewal waits for its owner to act, or has failed. */
export const isRenewalBlocked = ({ renewal }: Certificate): boolean =>
  renewal?.status === 'PENDING_VALIDATION' || renewal?.status === 'FAILED';

/** Revokes the certificate. */
export const revoked = (certificate: Certificate, reason: RevocationReason, now: number): Certificate => ({
  ...certificate,
  status: 'REVOKED',
  revocation: { at: now, reason },
});

/** What load balancers serve at a given time. */
export const servedAt = ({ issued: current, servedBefore }: Certificate, now: number): IssuedCertificate | undefined =>
  servedBefore && now < servedBefore.until ? servedBefore.issued : current;

/** The status that ACM reports at a given time: an issued certificate expires without any further event. */
export const statusAt = (certificate: Certificate, now: number): CertificateStatus =>
  certificate.status === 'ISSUED' && certificate.issued && now > certificate.issued.notAfter
    ? 'EXPIRED'
    : certificate.status;

/** Who made the key pair. */
export const keyPairOrigin = (type: Certificate['type']) =>
  type === 'IMPORTED' ? ('CUSTOMER_PROVIDED' as const) : ('AWS_MANAGED' as const);

/**
 * When the given number of days is left, the schedule of ACM's daily work. ACM's own certificates end with the last
 * second of a day, so for them it is midnight.
 */
export const whenDaysAreLeft = ({ notAfter }: IssuedCertificate, days: number): number =>
  notAfter + SECOND - days * DAY;
