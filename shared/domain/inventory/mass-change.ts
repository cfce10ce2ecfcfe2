import * as z from 'zod';
import { daysText, type Message, threadOfWorkflow } from '../notification/message';
import type { InventoryCertificate } from './inventory';

/** The running counts of a sweep. */
export const Tally = z.object({
  assessed: z.int(),
  managed: z.int(),
  /** Certificates that could not be assessed. */
  unknown: z.int(),
  /** Certificates whose reconciliation may remove them from a listener; one sweep may do so only to a limited number. */
  disruptive: z.int(),
  /** Whole days until the first of the disruptive ones expires. */
  disruptiveDaysLeft: z.int().optional(),
});
export type Tally = Readonly<z.output<typeof Tally>>;

/** Adds a batch of certificates to the counts. */
export function addToTally(
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

/** One sweep may always replace this many certificates, regardless of the percentage. */
const ALWAYS_ALLOWED = 3;

/** The number of replacements that a sweep would make, and the number that one sweep may make. */
export const MassChange = z.object({
  wouldChange: z.int(),
  allowed: z.int(),
  isRefused: z.boolean(),
  /** Whole days. */
  daysLeft: z.int().optional().meta({ description: 'Days until the first of the certificates to be replaced expires' }),
});
export type MassChange = Readonly<z.output<typeof MassChange>>;

/**
 * Decides whether a sweep would replace too many certificates at once, which suggests wrong input data rather than that many bad
 * certificates.
 *
 * @param managed the number of certificates that the deployment manages
 * @param percent the percentage of them that one sweep may replace
 */
export function massChange(wouldChange: number, managed: number, percent: number): MassChange {
  const allowed = Math.max(ALWAYS_ALLOWED, Math.floor((managed * percent) / 100));
  return { wouldChange, allowed, isRefused: wouldChange > allowed };
}

/** The message that a sweep is blocked, or that sweeps are no longer blocked. */
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
      headline: 'are no longer blocked',
      facts: [],
      note: `The sweep is replacing up to ${wouldChange} certificates.`,
      details: [],
      eventType: 'Sweep Unblocked',
    };
  }
  return {
    ...common,
    severity: 'warning',
    about: 'Sweep',
    headline: `blocked: it would replace ${wouldChange} certificates at once`,
    facts: [
      ['Cause', `The sweep would replace ${wouldChange} certificates at once, but only ${allowed} are allowed.`],
      ...(daysLeft === undefined ? [] : [['First to expire', daysText(daysLeft)] as const]),
    ],
    whatToDo: advice,
    note: 'Nothing was changed.',
    details: [],
    eventType: 'Sweep Blocked',
  };
}
