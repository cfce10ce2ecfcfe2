import type {
  CertificateStatus,
  CertificateType,
  DomainStatus,
  FailureReason,
  KeyAlgorithm,
  RenewalStatus,
  ValidationMethod,
} from '@aws-sdk/client-acm';
import type { X509Facts } from './x509-facts';

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
  readonly updatedAt: number;
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
  readonly revokedAt?: number;
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

/** The renewal has begun, goes on or has failed; an unchanged state keeps its time. */
export const renewing = (certificate: Certificate, status: RenewalStatus, now: number, reason?: FailureReason) => {
  const { renewal } = certificate;
  if (renewal?.status === status && renewal.reason === reason) return certificate;
  return { ...certificate, renewal: { status, updatedAt: now, ...(reason && { reason }) } };
};

/** The authority has signed a new key under the same ARN; load balancers serve the old one for a while. */
export const renewed = (certificate: Certificate, next: IssuedCertificate, servedUntil: number): Certificate => ({
  ...certificate,
  status: 'ISSUED',
  issued: next,
  renewal: { status: 'SUCCESS', updatedAt: next.issuedAt },
  ...(certificate.issued && { servedBefore: { issued: certificate.issued, until: servedUntil } }),
});

/** Nobody may trust it any more. */
export const revoked = (certificate: Certificate, now: number): Certificate => ({
  ...certificate,
  status: 'REVOKED',
  revokedAt: now,
});

/** What load balancers serve at an instant. */
export const servedAt = ({ issued: current, servedBefore }: Certificate, now: number): IssuedCertificate | undefined =>
  servedBefore && now < servedBefore.until ? servedBefore.issued : current;

/** The status as ACM reports it at an instant: an issued certificate expires by the passing of time alone. */
export const statusAt = (certificate: Certificate, now: number): CertificateStatus =>
  certificate.status === 'ISSUED' && certificate.issued && now > certificate.issued.notAfter
    ? 'EXPIRED'
    : certificate.status;
