/** So many certificates may always be changed by one sweep, however few there are. */
const ALWAYS_ALLOWED = 3;

/** How a sweep's plans compare with what one sweep may do. */
export interface MassChange {
  readonly wouldChange: number;
  readonly allowed: number;
  readonly isRefused: boolean;
}

/**
 * Whether a sweep would take certificates off listeners en masse: then the fault is more likely in what it was told than in so
 * many certificates at once.
 *
 * @param managed how many certificates the deployment manages
 * @param percent the share of them that one sweep may change
 */
export function massChange(wouldChange: number, managed: number, percent: number): MassChange {
  const allowed = Math.max(ALWAYS_ALLOWED, Math.floor((managed * percent) / 100));
  return { wouldChange, allowed, isRefused: wouldChange > allowed };
}
