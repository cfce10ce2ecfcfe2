import * as z from 'zod';
import { daysText, type Message, threadOfWorkflow } from '../notification/message';
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

/** So many certificates may always be changed by one sweep, however few there are. */
const ALWAYS_ALLOWED = 3;

/** How a sweep's plans compare with what one sweep may do. */
export const MassChange = z.object({
  wouldChange: z.int(),
  allowed: z.int(),
  isRefused: z.boolean(),
  /** Whole days. */
  daysLeft: z.int().optional().meta({ description: 'Until the first of those that would change expires' }),
});
export type MassChange = Readonly<z.output<typeof MassChange>>;

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

/** What people are told when a sweep is held back, and when it is no longer. */
export function massChangeMessage(guard: MassChange, advice: string, executionArn: string): Message {
  const { wouldChange, allowed, isRefused, daysLeft } = guard;
  const common = {
    name: 'MassChange',
    executionArn,
    threadId: threadOfWorkflow(executionArn),
    resources: [executionArn],
  };
  if (!isRefused) {
    return {
      ...common,
      severity: 'resolved',
      about: 'Sweeps',
      news: 'are no longer held back',
      facts: [],
      note: `The sweep would replace ${wouldChange} certificates, and continues.`,
      details: [],
      eventType: 'Sweep Released',
    };
  }
  return {
    ...common,
    severity: 'warning',
    about: 'Sweep',
    news: `held back: it would replace ${wouldChange} certificates at once`,
    facts: [
      ['Cause', `It would replace ${wouldChange} certificates at once; ${allowed} are allowed.`],
      ...(daysLeft === undefined ? [] : [['First to expire', daysText(daysLeft)] as const]),
    ],
    whatToDo: advice,
    note: 'It has changed nothing.',
    details: [],
    eventType: 'Sweep Held Back',
  };
}
