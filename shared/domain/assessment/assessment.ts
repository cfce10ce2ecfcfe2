import type { CertificateDescription } from '../certificate/description';
import { daysUntil, type Lifecycle } from '../certificate/renewal';
import { CHECKS, mustBeReplaced, type Case } from './checks';
import type { CertificateFacts } from './facts';
import type { Assessment } from './verdict';

/**
 * Turns facts and the time into a verdict with its reasons.
 *
 * @param looks how many looks the same execution has had before
 */
export function assess(facts: CertificateFacts, now: Date, lifecycle: Lifecycle, attempts = 0): Assessment {
  const { description } = facts;
  if (!description) return { verdict: 'gone', reasons: ['ACM no longer knows it.'] };
  const judged = caseOf(facts, description, now, lifecycle, attempts);
  const daysLeft = daysUntil(description.notAfter, now);
  for (const check of CHECKS) {
    const finding = check(judged);
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
  return { verdict: 'healthy', reasons: ['Every check passed.'], daysLeft };
}

/**
 * Whether acting on the first look may come to replacing the certificate, which takes one off a listener: what is unclear now may
 * be clear at a later look.
 */
export function mayBeReplaced(facts: CertificateFacts, now: Date, lifecycle: Lifecycle): boolean {
  const { verdict } = assess(facts, now, lifecycle);
  if (verdict !== 'unclear' || !facts.description) return verdict === 'replace';
  return mustBeReplaced(caseOf(facts, facts.description, now, lifecycle, 0))?.verdict === 'replace';
}

const caseOf = (
  facts: CertificateFacts,
  description: CertificateDescription,
  now: Date,
  lifecycle: Lifecycle,
  attempts: number,
): Case => ({
  facts,
  description,
  now,
  lifecycle,
  attempts,
  daysLeft: daysUntil(description.notAfter, now) ?? Infinity,
});
