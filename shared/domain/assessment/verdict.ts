import * as z from 'zod';
import { text } from '../text';

/** The possible results of an assessment. The workflow reconcile-certificate branches on them. */
export const VERDICTS = [
  // Nothing to do.
  'gone',
  'not-managed',
  'not-issued',
  'retired',
  'healthy',
  'unverified',
  'renewing',
  // Reassess soon: the condition may be transient.
  'unclear',
  'renewed-not-served',
  // Work for this service.
  'renewed',
  'repair-validation',
  'attach',
  'replace',
  'delete',
  // Action required.
  'blocked',
  'not-in-use',
  'not-attached',
  'contested',
  'not-served',
  'renewal-late',
  'imported-expiring',
  'retired-in-use',
  // The sweep could not assess the certificate. In reconcile-certificate, the step fails instead.
  'unknown',
] as const;
/** The result of an assessment. */
export type Verdict = (typeof VERDICTS)[number];

/** Whether the verdict requires work by reconcile-certificate, even if no notification is due. */
export const needsReconciliation = (verdict: Verdict): boolean => RECONCILIATION_NEEDED.has(verdict);
const RECONCILIATION_NEEDED: ReadonlySet<Verdict> = new Set([
  'unclear',
  'renewed-not-served',
  'renewed',
  'repair-validation',
  'attach',
  'replace',
  'delete',
]);

/** A problem with a certificate that people are notified of. The cause contains no date, so that it is stable from day to day. */
export const HealthIssue = z.object({
  /** The name of an error or of a health issue (health-issues.ts); also a heading in the runbook. */
  name: text,
  cause: text,
  /** Notify when it is detected and when it is resolved, but not again as expiry approaches. */
  notifyOnce: z.boolean().optional(),
});
export type HealthIssue = Readonly<z.output<typeof HealthIssue>>;

/** A verdict with its reasons. */
export const Assessment = z.object({
  verdict: z.enum(VERDICTS),
  /** Sentences, the decisive reason first. */
  reasons: z.array(text),
  healthIssue: HealthIssue.optional(),
  /** Whole days until expiry; negative once expired. */
  daysLeft: z.int().optional(),
  /** Whether a replacement can wait for the next sweep, which limits how many happen at once. */
  canWait: z.boolean().optional(),
  /** Present if an assessment after this delay may have a different result. */
  reassessAfterSeconds: z.int().min(1).optional(),
});
export type Assessment = Readonly<z.output<typeof Assessment>>;

/** Whether the verdict shows that an earlier health issue is resolved; a verdict that requires a reassessment does not. */
export const isConclusive = (verdict: Verdict): boolean => !INCONCLUSIVE.has(verdict);
const INCONCLUSIVE: ReadonlySet<Verdict> = new Set(['unknown', 'unclear', 'renewed-not-served', 'attach', 'replace']);

/** Whether the certificate no longer needs monitoring, so that its health issue is dropped without a notification. */
export const isOutOfScope = (verdict: Verdict): boolean => OUT_OF_SCOPE.has(verdict);
const OUT_OF_SCOPE: ReadonlySet<Verdict> = new Set(['gone', 'not-managed', 'retired', 'delete']);
