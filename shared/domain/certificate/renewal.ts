import type { CertificateFacts } from '../assessment/facts';
import type { CertificateDescription } from './description';

const DAY_MILLISECONDS = 24 * 60 * 60 * 1_000;
/** The validity of public certificates until February 2026; ACM renewed those earlier (ACM user guide, "Document history"). */
const LONG_LIFE_DAYS = 395;

/** A certificate's life, as far as its renewal depends on it. Times are ISO 8601. */
export interface Life {
  /** `AMAZON_ISSUED`, `IMPORTED` or `PRIVATE`. */
  readonly type: string;
  readonly notBefore?: string | undefined;
  readonly notAfter?: string | undefined;
}

/**
 * When ACM begins to renew a certificate: 45 days before its end, 60 for one of 395 days, and never before two thirds of a short life.
 * Undefined for one that ACM does not renew (imported), or that was never issued.
 */
export function renewalStart({ type, notBefore, notAfter }: Life): string | undefined {
  if (type === 'IMPORTED' || notBefore === undefined || notAfter === undefined) return undefined;
  const lifeDays = Math.round((Date.parse(notAfter) - Date.parse(notBefore)) / DAY_MILLISECONDS);
  const days = Math.min(lifeDays >= LONG_LIFE_DAYS ? 60 : 45, Math.floor(lifeDays / 3));
  return new Date(Date.parse(notAfter) - days * DAY_MILLISECONDS).toISOString();
} /** What the deployer decided about the lives of certificates. */
export interface Lifecycle {
  /** A certificate that is not renewed with so many days left is replaced. */
  readonly replaceBeforeDays: number;
  /** How long a certificate is kept after it was taken out of service. */
  readonly graceDays: number;
}

/** Days before its end from which a certificate that nobody renews by itself is a person's business. */
export const WATCH_DAYS = 30;

/** Why ACM's renewal cannot help the certificate, however much time is left. */
export function replacementReason(facts: CertificateFacts, description: CertificateDescription): string | undefined {
  const { status, type, keyAlgorithm, validationMethod, revocationReason } = description;
  if (status === 'REVOKED') return `It was revoked: ${revocationReason ?? 'no reason given'}.`;
  if (status === 'EXPIRED') return 'It has expired.';
  if (type === 'IMPORTED') return 'It was imported, it expires soon, and an ACM-issued one is to take its place.';
  if (validationMethod === 'EMAIL') return 'It is validated by e-mail, which nobody but a person can renew.';
  const { wantedKeyAlgorithm = keyAlgorithm } = facts;
  return wantedKeyAlgorithm === keyAlgorithm
    ? undefined
    : `Its key is ${keyAlgorithm}, and its tag asks for ${wantedKeyAlgorithm}.`;
}

/** From when on a renewal should be over: ACM itself complains from 30 days, a short-lived certificate has a quarter of its life. */
export const lateDays = (description: CertificateDescription) =>
  Math.min(WATCH_DAYS, Math.floor(lifeDaysOf(description) / 4));

const lifeDaysOf = ({ notBefore = '', notAfter = '' }: CertificateDescription) =>
  (Date.parse(notAfter) - Date.parse(notBefore)) / DAY_MILLISECONDS;

/** A short-lived certificate is given less time than the deployer's days: ACM begins its renewal later too. */
export function lateReason(
  description: CertificateDescription,
  lifecycle: Lifecycle,
  daysLeft: number,
): string | undefined {
  const bound = Math.min(lifecycle.replaceBeforeDays, Math.floor(lifeDaysOf(description) / 6));
  return daysLeft <= bound ? `ACM has not renewed it with ${bound} days left.` : undefined;
}

/** Whole days until an instant, rounded down; undefined for a certificate that has no end yet. */
export const daysUntil = (notAfter: string | undefined, now: Date): number | undefined =>
  notAfter === undefined ? undefined : Math.floor((Date.parse(notAfter) - now.getTime()) / DAY_MILLISECONDS);
