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

/** One name's way to validation. Times are milliseconds since the epoch, on the cloud's clock. */
export interface DomainValidation {
  readonly domainName: string;
  /** Where ACM sends its mail, when validation is by e-mail. */
  readonly validationDomain: string;
  readonly status: DomainStatus;
  /** When the validation record is first shown. */
  readonly recordVisibleAt: number;
}

/** What a certificate consists of once it exists. */
export interface IssuedCertificate extends X509Facts {
  readonly certificatePem: string;
  readonly chainPem: string;
  readonly privateKeyPem: string;
  readonly issuedAt: number;
}

/** ACM's managed renewal of a certificate, once it has begun. */
export interface Renewal {
  readonly status: RenewalStatus;
  readonly reason?: FailureReason;
  /** The beginning of the validation request under way: it times out, and is made anew. */
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
  /** What load balancers still serve after a renewal, until an instant. */
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

/** ACM refuses for good, because of these names. That their validation shows FAILED then is not documented. */
export const failed = (certificate: Certificate, reason: FailureReason, names: readonly string[]): Certificate => ({
  ...certificate,
  status: 'FAILED',
  failureReason: reason,
  validations: withStatus(certificate, 'FAILED', (name) => names.includes(name)),
});

/** ACM waited long enough; the names that never validated show FAILED. */
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

/** A validation request of a renewal begins: the first, or the next after one that timed out. */
export const renewalRequested = (certificate: Certificate, now: number): Certificate => ({
  ...certificate,
  renewal: { status: 'PENDING_AUTO_RENEWAL', requestedAt: now, updatedAt: now, validatedNames: [] },
});

/** The renewal goes on, or has failed; where nothing changes, its time stays. */
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

/** The authority has signed a new key under the same ARN; load balancers serve the old one for a while. */
export const renewed = (certificate: Certificate, next: IssuedCertificate, servedUntil: number): Certificate => ({
  ...issued(renewing(certificate, 'SUCCESS', next.issuedAt), next),
  ...(certificate.issued && { servedBefore: { issued: certificate.issued, until: servedUntil } }),
});

/** Whether a renewal waits for something that somebody must do, or is beyond that. */
export const isRenewalInTrouble = ({ renewal }: Certificate): boolean =>
  renewal?.status === 'PENDING_VALIDATION' || renewal?.status === 'FAILED';

/** Nobody may trust it any more. */
export const revoked = (certificate: Certificate, reason: RevocationReason, now: number): Certificate => ({
  ...certificate,
  status: 'REVOKED',
  revocation: { at: now, reason },
});

/** What load balancers serve at an instant. */
export const servedAt = ({ issued: current, servedBefore }: Certificate, now: number): IssuedCertificate | undefined =>
  servedBefore && now < servedBefore.until ? servedBefore.issued : current;

/** The status as ACM reports it at an instant: an issued certificate expires by the passing of time alone. */
export const statusAt = (certificate: Certificate, now: number): CertificateStatus =>
  certificate.status === 'ISSUED' && certificate.issued && now > certificate.issued.notAfter
    ? 'EXPIRED'
    : certificate.status;

/** Who made the key pair. */
export const keyPairOrigin = (type: Certificate['type']) =>
  type === 'IMPORTED' ? ('CUSTOMER_PROVIDED' as const) : ('AWS_MANAGED' as const);

/**
 * The instant from which so many days are left, on which ACM does what it does by days. ACM dates the end of its own
 * certificates to the last second of a day, so it is a midnight for them.
 */
export const whenDaysAreLeft = ({ notAfter }: IssuedCertificate, days: number): number =>
  notAfter + SECOND - days * DAY;
