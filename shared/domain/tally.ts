import type { InventoryCertificate } from './inventory';
import { isDisruptive } from './verdict';

/** What a sweep has counted so far. */
export interface Tally {
  readonly assessed: number;
  readonly managed: number;
  readonly disruptive: number;
  /** Whole days until the first of the disruptive ones ends. */
  readonly disruptiveDaysLeft?: number | undefined;
}

/** What a sweep has counted, with one more page of certificates. */
export function tallied(
  before: Tally | undefined,
  swept: readonly Pick<InventoryCertificate, 'verdict' | 'isManaged' | 'daysLeft'>[],
): Tally {
  const disruptive = swept.filter(({ verdict }) => isDisruptive(verdict));
  const daysLeft = disruptive.map((certificate) => certificate.daysLeft ?? Infinity);
  const leastDaysLeft = Math.min(before?.disruptiveDaysLeft ?? Infinity, ...daysLeft);
  return {
    assessed: (before?.assessed ?? 0) + swept.length,
    managed: (before?.managed ?? 0) + swept.filter(({ isManaged }) => isManaged).length,
    disruptive: (before?.disruptive ?? 0) + disruptive.length,
    disruptiveDaysLeft: leastDaysLeft === Infinity ? undefined : leastDaysLeft,
  };
}
