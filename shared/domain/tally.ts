import * as z from 'zod';
import type { InventoryCertificate } from './inventory';

/** What a sweep has counted so far. */
export const Tally = z.object({
  assessed: z.int(),
  managed: z.int(),
  /** Those that could not be looked at. */
  unknown: z.int(),
  /** Those whose keeping may take them off a listener, which a sweep may not do to many at once. */
  disruptive: z.int(),
  /** Whole days until the first of the disruptive ones ends. */
  disruptiveDaysLeft: z.int().optional(),
});
export type Tally = Readonly<z.output<typeof Tally>>;

/** What a sweep has counted, with one more page of certificates. */
export function tallied(
  before: Tally | undefined,
  swept: readonly (Pick<InventoryCertificate, 'verdict' | 'isManaged' | 'daysLeft'> & {
    readonly isDisruptive: boolean;
  })[],
): Tally {
  const disruptive = swept.filter(({ isDisruptive }) => isDisruptive);
  const daysLeft = disruptive.map((certificate) => certificate.daysLeft ?? Infinity);
  const leastDaysLeft = Math.min(before?.disruptiveDaysLeft ?? Infinity, ...daysLeft);
  return {
    assessed: (before?.assessed ?? 0) + swept.length,
    managed: (before?.managed ?? 0) + swept.filter(({ isManaged }) => isManaged).length,
    unknown: (before?.unknown ?? 0) + swept.filter(({ verdict }) => verdict === 'unknown').length,
    disruptive: (before?.disruptive ?? 0) + disruptive.length,
    disruptiveDaysLeft: leastDaysLeft === Infinity ? undefined : leastDaysLeft,
  };
}
