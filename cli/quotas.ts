import { counted } from '../terminal/counted';
import { explained } from './failure';

/** A number that the account may not exceed in the Region. */
export interface Quota {
  readonly value: number;
  /** Why it is not known and AWS's default taken for it. */
  readonly assumedBecause?: string | undefined;
}

/** AWS's default, for whoever may not ask or gets no answer. */
export function assumedQuota(value: number, error: unknown): Quota {
  const { name, message } = explained(error);
  return { value, assumedBecause: `${name}: ${message}` };
}

/** That a quota was assumed, and why, as the end of a sentence; empty for one that is known. */
export const assumptionWords = ({ value, assumedBecause }: Quota): string =>
  assumedBecause === undefined ? '' : `; the quota is assumed to be AWS's default, ${value} (${assumedBecause})`;

/** How many certificates of a quota there are, and whether it was assumed. */
export const quotaWords = (used: number, quota: Quota, where: string): string =>
  quota.assumedBecause === undefined
    ? `${used} of ${counted(quota.value, 'certificate')} ${where}`
    : `${counted(used, 'certificate')} ${where}${assumptionWords(quota)}`;
