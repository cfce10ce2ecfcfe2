import type {
  CertificateStatus,
  CertificateType,
  DomainStatus,
  FailureReason,
  KeyAlgorithm,
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

/** The status as ACM reports it at an instant: an issued certificate expires by the passing of time alone. */
export const statusAt = (certificate: Certificate, now: number): CertificateStatus =>
  certificate.status === 'ISSUED' && certificate.issued && now > certificate.issued.notAfter
    ? 'EXPIRED'
    : certificate.status;
