import type { Deployment } from '../aws/deployment';

/** What a health check found. */
export interface Diagnosis {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'error';
  readonly found: string;
  /** What to do about it, unless it is ok. */
  readonly advice?: string;
}

/** A diagnosis without the name of its check. */
export type Finding = Omit<Diagnosis, 'name'>;

/**
 * Checks one part of a deployment.
 *
 * @param onProgress called with what is being checked, if that takes long
 * @param sameDeployment the options with which a suggested command reaches the same deployment
 */
export type HealthCheck = (
  deployment: Deployment,
  onProgress: (text: string) => void,
  sameDeployment: string,
) => Promise<Finding>;

/** A finding that needs no attention. */
export const ok = (found: string): Finding => ({ status: 'ok', found });
