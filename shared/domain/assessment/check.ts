import type { CertificateDescription } from '../certificate/description';
import type { Lifecycle } from '../certificate/renewal';
import type { CertificateFacts } from './facts';
import type { HealthIssue, Verdict } from './verdict';

/** The input of every check. */
export interface CheckInput {
  readonly facts: CertificateFacts;
  readonly description: CertificateDescription;
  readonly now: Date;
  readonly lifecycle: Lifecycle;
  /** How many assessments this execution has made before. */
  readonly attempts: number;
  /** Whole days until the certificate expires. */
  readonly daysLeft: number;
}

/** The result of a check that applies: a verdict with its reason. */
export interface Finding {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly healthIssue?: Omit<HealthIssue, 'cause'> & { readonly cause?: string };
  readonly canWait?: boolean;
  readonly reassessAfterSeconds?: number;
}
/** A rule of the assessment: a finding if it applies. */
export type Check = (input: CheckInput) => Finding | undefined;

/** In seconds. */
export const MINUTE = 60;
/** In seconds. */
export const HOUR = 60 * MINUTE;
/** How many assessments may be inconclusive before the finding is accepted. */
export const MAX_INCONCLUSIVE_ATTEMPTS = 3;
