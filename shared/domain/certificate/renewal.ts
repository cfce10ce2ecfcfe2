import type { CertificateFacts } from '../assessment/facts';
import type { CertificateDescription } from './description';

/** A day in the unit of `Date`. */
export const DAY_MILLISECONDS = 24 * 60 * 60 * 1_000;
/** The validity of public certificates until February 2026; ACM renewed those earlier (ACM user guide, "Document history"). */
const LONG_VALIDITY_DAYS = 395;

/** The facts that determine when ACM renews a certificate. Times are ISO 8601. */
export interface Validity {
  /** `AMAZON_ISSUED`, `IMPORTED` or `PRIVATE`. */
  readonly type: string;
  readonly notBefore?: string | undefined;
  readonly notAfter?: string | undefined;
}

/**
 * When ACM starts to renew a certificate: 45 days before expiry, 60 for a validity of 395 days, and for short-lived certificates
 * not before two thirds of the validity have passed. Undefined for imported certificates, which ACM does not renew, and for
 * certificates that were never issued.
 */
export function renewalStart({ type, notBefore, notAfter }: Validity): string | undefined {
  if (type === 'IMPORTED' || notBefore === undefined || notAfter === undefined) return undefined;
  const validityDays = Math.round((Date.parse(notAfter) - Date.parse(notBefore)) / DAY_MILLISECONDS);
  const days = Math.min(validityDays >= LONG_VALIDITY_DAYS ? 60 : 45, Math.floor(validityDays / 3));
  return new Date(Date.parse(notAfter) - days * DAY_MILLISECONDS).toISOString();
}

/** The deployment's settings for replacing and deleting certificates. */
export interface Lifecycle {
  /** A certificate that ACM has not renewed with this many days left is replaced. */
  readonly replaceBeforeDays: number;
  /** How many days a retired certificate is retained. */
  readonly graceDays: number;
}

/** With this many days left or fewer, a certificate without automatic renewal requires action. */
export const WATCH_DAYS = 30;

/** Why ACM cannot renew the certificate, regardless of the time left. */
export function replacementReason(facts: CertificateFacts, description: CertificateDescription): string | undefined {
  const { status, type, keyAlgorithm, validationMethod, revocationReason } = description;
  if (status === 'REVOKED') return `It was revoked: ${revocationReason ?? 'no reason given'}.`;
  if (status === 'EXPIRED') return 'It has expired.';
  if (type === 'IMPORTED') return 'It was imported, expires soon, and is to be replaced by an ACM-issued certificate.';
  if (validationMethod === 'EMAIL') return 'It is validated by e-mail, so ACM cannot renew it automatically.';
  const { wantedKeyAlgorithm = keyAlgorithm } = facts;
  return wantedKeyAlgorithm === keyAlgorithm
    ? undefined
    : `Its key is ${keyAlgorithm}, but its tag requires ${wantedKeyAlgorithm}.`;
}

/** With this many days left, a renewal should be complete: ACM warns from 30 days; short-lived certificates get a quarter of their validity. */
export const renewalDueDays = (description: CertificateDescription) =>
  Math.min(WATCH_DAYS, Math.floor(validityDaysOf(description) / 4));

const validityDaysOf = ({ notBefore = '', notAfter = '' }: CertificateDescription) =>
  (Date.parse(notAfter) - Date.parse(notBefore)) / DAY_MILLISECONDS;

/** Why the certificate must be replaced for lack of time. Short-lived certificates get a shorter limit, because ACM renews them later. */
export function overdueReason(
  description: CertificateDescription,
  lifecycle: Lifecycle,
  daysLeft: number,
): string | undefined {
  const limit = Math.min(lifecycle.replaceBeforeDays, Math.floor(validityDaysOf(description) / 6));
  return daysLeft <= limit ? `ACM has not renewed it with ${limit} days left.` : undefined;
}

/** Whole days until expiry, rounded down; undefined for a certificate without an expiry date. */
export const daysUntil = (notAfter: string | undefined, now: Date): number | undefined =>
  notAfter === undefined ? undefined : Math.floor((Date.parse(notAfter) - now.getTime()) / DAY_MILLISECONDS);
