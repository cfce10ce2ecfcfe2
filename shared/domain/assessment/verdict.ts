import * as z from 'zod';
import { text } from '../text';

/** What the assessment says of a certificate; the workflow reconcile-certificate branches on it. */
export const VERDICTS = [
  // Nothing to do.
  'gone',
  'not-managed',
  'not-issued',
  'retired',
  'healthy',
  'renewing',
  // Look again soon: what was seen may pass by itself.
  'unclear',
  'renewed-not-served',
  // Something to do.
  'renewed',
  'repair-validation',
  'attach',
  'replace',
  'delete',
  // Somebody has to be told.
  'blocked',
  'not-in-use',
  'not-served',
  'renewal-late',
  'imported-expiring',
  'retired-in-use',
  // What a sweep says of one that it could not look at; reconcile-certificate's own look fails instead.
  'unknown',
] as const;
/** One of them. */
export type Verdict = (typeof VERDICTS)[number];

/** Whether reconcile-certificate has work to do for it, even when nobody has to be told anything. */
export const needsWork = (verdict: Verdict): boolean => WORK.has(verdict);
const WORK: ReadonlySet<Verdict> = new Set([
  'unclear',
  'renewed-not-served',
  'renewed',
  'repair-validation',
  'attach',
  'replace',
  'delete',
]);

/** Something that a person should know about a certificate. The cause names no date, so that it stays the same from day to day. */
export const HealthIssue = z.object({
  /** An error of the service, or one of {@link TROUBLES}: a heading of the runbook. */
  name: text,
  cause: text,
  /** Told when it begins and when it is over, but not again as the end draws near. */
  once: z.boolean().optional(),
});
export type HealthIssue = Readonly<z.output<typeof HealthIssue>>;

/** A verdict with its reasons. */
export const Assessment = z.object({
  verdict: z.enum(VERDICTS),
  /** Sentences, the decisive one first. */
  reasons: z.array(text),
  healthIssue: HealthIssue.optional(),
  /** Whole days until the certificate ends; negative afterwards. */
  daysLeft: z.int().optional(),
  /** Whether a replacement can wait for a sweep, which sees how many there are at once. */
  canWait: z.boolean().optional(),
  /** Present when another look soon may see something else. */
  reassessAfterSeconds: z.int().min(1).optional(),
});
export type Assessment = Readonly<z.output<typeof Assessment>>;

/** Whether a look with this verdict is the last word on a health issue that was told before: one that has to look again is not. */
export const settlesHealthIssue = (verdict: Verdict): boolean => !UNSETTLED.has(verdict);
const UNSETTLED: ReadonlySet<Verdict> = new Set(['unknown', 'unclear', 'renewed-not-served', 'attach', 'replace']);

/** Whether a health issue is over because the certificate is no longer anybody's concern: forgotten, not told. */
export const isOutOfScope = (verdict: Verdict): boolean => OUT_OF_SCOPE.has(verdict);
const OUT_OF_SCOPE: ReadonlySet<Verdict> = new Set(['gone', 'not-managed', 'retired', 'delete']);
