import type { Deployment } from '../aws/deployment';

/** What one look at a deployment showed. */
export interface Symptom {
  readonly what: string;
  readonly state: 'good' | 'watch' | 'bad';
  readonly found: string;
  /** What to do about it, where it is not good. */
  readonly advice?: string;
}

/** What a look found; what it looked at is known already. */
export type Finding = Omit<Symptom, 'what'>;

/**
 * Looks at one part of a deployment, and says how it is.
 *
 * @param looking called with what it is at, if that takes long
 * @param same the words that make a suggested command line reach the same deployment
 */
export type Examine = (deployment: Deployment, looking: (at: string) => void, same: string) => Promise<Finding>;

/** A finding that needs nobody. */
export const good = (found: string): Finding => ({ state: 'good', found });
