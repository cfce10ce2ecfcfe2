import { WATCH_DAYS } from '../certificate/renewal';
import type { Verdict } from './verdict';

/** With this many days left or fewer, the inventory page and the CLI highlight a certificate's days left. */
export const SOON_DAYS = 14;

/**
 * The attention a certificate needs. `action-required`: somebody has to act. `in-progress`: this service is working on it or
 * reassesses it soon. `ok`: nothing to do. `ignored`: it is retired, or not managed by this deployment.
 */
export type Attention = 'action-required' | 'in-progress' | 'ok' | 'ignored';

const ATTENTION: Readonly<Record<Verdict, Attention>> = {
  gone: 'ignored',
  'not-managed': 'ignored',
  'not-issued': 'ignored',
  retired: 'ignored',
  healthy: 'ok',
  unverified: 'ok',
  renewing: 'ok',
  unclear: 'in-progress',
  'renewed-not-served': 'in-progress',
  renewed: 'in-progress',
  'repair-validation': 'in-progress',
  attach: 'in-progress',
  replace: 'in-progress',
  delete: 'in-progress',
  blocked: 'action-required',
  'not-in-use': 'action-required',
  'not-attached': 'action-required',
  contested: 'action-required',
  'not-served': 'action-required',
  'renewal-late': 'action-required',
  'imported-expiring': 'action-required',
  'retired-in-use': 'action-required',
  unknown: 'action-required',
};

/** The facts that determine the attention. */
export interface AttentionFacts {
  readonly verdict: Verdict;
  readonly isInUse: boolean;
  /** Absent for a certificate that was never issued. */
  readonly daysLeft?: number | undefined;
}

/** Maps a verdict to the attention it needs. An unmanaged certificate needs action if it is in use and close to expiry. */
export const attentionOf = ({ verdict, isInUse, daysLeft }: AttentionFacts): Attention =>
  verdict === 'not-managed' && isInUse && daysLeft !== undefined && daysLeft <= WATCH_DAYS
    ? 'action-required'
    : ATTENTION[verdict];
