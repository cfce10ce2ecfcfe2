import type { DomainValidation } from '../dns/validation-records';

/** Whether two serial numbers are equal: ACM uses colons and leading zeros, TLS libraries use neither. */
export const sameSerial = (left: string, right: string): boolean => digits(left) === digits(right);

/** Formats a serial number as ACM does: hexadecimal pairs with colons, lower case. */
export function formatSerial(serial: string): string {
  const hex = digits(serial);
  return (hex.padStart(hex.length + (hex.length % 2), '0').match(/../g) ?? []).join(':');
}

const digits = (serial: string) => serial.replaceAll(':', '').toLowerCase().replace(/^0+/, '');

const CERTIFICATE_ARN = /^arn:[^:]+:acm:([^:]+):[0-9]+:certificate\/(.+)$/;

/** Parses the Region and the id from a certificate ARN; undefined for any other string. */
export function certificateIn(arn: string): { readonly region: string; readonly id: string } | undefined {
  const [, region, id] = CERTIFICATE_ARN.exec(arn) ?? [];
  return region !== undefined && id !== undefined ? { region, id } : undefined;
}

/** A certificate as ACM describes it. Times are ISO 8601. */
export interface CertificateDescription {
  readonly certificateArn: string;
  /** Common name first. */
  readonly domainNames: readonly string[];
  readonly keyAlgorithm: string;
  /** Such as `SHA256WITHRSA`. */
  readonly signatureAlgorithm?: string | undefined;
  /** `PENDING_VALIDATION`, `ISSUED`, `EXPIRED`, `REVOKED` … */
  readonly status: string;
  readonly failureReason?: string | undefined;
  /** `AMAZON_ISSUED`, `IMPORTED` or `PRIVATE`. */
  readonly type: string;
  readonly createdAt: string;
  readonly issuedAt?: string | undefined;
  readonly notBefore?: string | undefined;
  readonly notAfter?: string | undefined;
  /** Hexadecimal, in colon-separated pairs as ACM returns it. */
  readonly serial?: string | undefined;
  readonly revocationReason?: string | undefined;
  readonly validationMethod?: string | undefined;
  readonly validations: readonly DomainValidation[];
  /** ARNs of the resources that use the certificate. */
  readonly inUseBy: readonly string[];
  /** `ELIGIBLE` or `INELIGIBLE`. */
  readonly renewalEligibility?: string | undefined;
  /** Present once a managed renewal has started. */
  readonly renewal?:
    | { readonly status: string; readonly reason?: string | undefined; readonly updatedAt?: string | undefined }
    | undefined;
}
