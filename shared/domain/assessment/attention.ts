import { WATCH_DAYS } from '../certificate/renewal';
import type { Verdict } from './verdict';

/** Days before its end from which a certificate's days left stand out, wherever they are shown. */
export const SOON_DAYS = 14;

/**
 * Whose concern a certificate is: `person` – somebody has to do something; `service` – this service is at work on it, or looks again soon;
 * `nobody` – all is well; `aside` – it is out of service, or somebody else's.
 */
export type Attention = 'action-required' | 'in-progress' | 'ok' | 'ignored';

const OF_VERDICT: Readonly<Record<Verdict, Attention>> = {
  gone: 'ignored',
  'not-managed': 'ignored',
  'not-issued': 'ignored',
  retired: 'ignored',
  healthy: 'ok',
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
  'not-served': 'action-required',
  'renewal-late': 'action-required',
  'imported-expiring': 'action-required',
  'retired-in-use': 'action-required',
  unknown: 'action-required',
};

/** A certificate, as far as it matters here. */
export interface AttentionFacts {
  readonly verdict: Verdict;
  readonly isInUse: boolean;
  /** Absent for a certificate that was never issued. */
  readonly daysLeft?: number | undefined;
}

/** Whose concern it is: its verdict says so; one that nobody here manages is a person's when it is used and near its end. */
export const attentionOf = ({ verdict, isInUse, daysLeft }: AttentionFacts): Attention =>
  verdict === 'not-managed' && isInUse && daysLeft !== undefined && daysLeft <= WATCH_DAYS
    ? 'action-required'
    : OF_VERDICT[verdict];
