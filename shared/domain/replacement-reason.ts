import type { CertificateDescription, CertificateFacts } from './certificate-facts';
import type { Lifecycle } from './lifecycle';

const DAY_MILLISECONDS = 24 * 60 * 60 * 1_000;
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
