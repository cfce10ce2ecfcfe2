import type { CertificateDescription } from '../certificate/description';
import { daysUntil, type Lifecycle } from '../certificate/renewal';
import type { CheckInput } from './check';
import { CHECKS, isReplacementRequired } from './checks';
import type { CertificateFacts } from './facts';
import type { Assessment } from './verdict';

/**
 * Derives the verdict on a certificate, with its reasons, from the facts and the current time.
 *
 * @param attempts how many assessments the same execution has made before
 */
export function assess(facts: CertificateFacts, now: Date, lifecycle: Lifecycle, attempts = 0): Assessment {
  const { description } = facts;
  if (!description) return { verdict: 'gone', reasons: ['It no longer exists in ACM.'] };
  const input = checkInput(facts, description, now, lifecycle, attempts);
  const daysLeft = daysUntil(description.notAfter, now);
  for (const check of CHECKS) {
    const finding = check(input);
    if (!finding) continue;
    const { verdict, reason, healthIssue, canWait, reassessAfterSeconds } = finding;
    return {
      verdict,
      reasons: [reason],
      daysLeft,
      canWait,
      reassessAfterSeconds,
      healthIssue: healthIssue && { cause: reason, ...healthIssue },
    };
  }
  if (facts.unverified === undefined) return { verdict: 'healthy', reasons: ['Every check passed.'], daysLeft };
  const reason = `Every check passed, but no TLS handshake shows what is served: ${facts.unverified}.`;
  return { verdict: 'unverified', reasons: [reason], daysLeft };
}

/**
 * Whether reconciling the certificate may replace it, which removes a certificate from a listener. An inconclusive first
 * assessment counts if a later one could require a replacement.
 */
export function mayNeedReplacement(facts: CertificateFacts, now: Date, lifecycle: Lifecycle): boolean {
  const { verdict } = assess(facts, now, lifecycle);
  if (verdict !== 'unclear' || !facts.description) return verdict === 'replace';
  return isReplacementRequired(checkInput(facts, facts.description, now, lifecycle, 0))?.verdict === 'replace';
}

const checkInput = (
  facts: CertificateFacts,
  description: CertificateDescription,
  now: Date,
  lifecycle: Lifecycle,
  attempts: number,
): CheckInput => ({
  facts,
  description,
  now,
  lifecycle,
  attempts,
  daysLeft: daysUntil(description.notAfter, now) ?? Infinity,
});
