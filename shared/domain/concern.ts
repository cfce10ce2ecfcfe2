import { WATCH_DAYS } from './replacement-reason';
import type { Verdict } from './verdict';

/** Days before its end from which a certificate's days left stand out, wherever they are shown. */
export const SOON_DAYS = 14;

/**
 * Whose concern a certificate is: `person` – somebody has to do something; `service` – this service is at work on it, or looks again soon;
 * `nobody` – all is well; `aside` – it is out of service, or somebody else's.
 */
export type Concern = 'person' | 'service' | 'nobody' | 'aside';

const OF_VERDICT: Readonly<Record<Verdict, Concern>> = {
  gone: 'aside',
  'not-managed': 'aside',
  'not-issued': 'aside',
  retired: 'aside',
  healthy: 'nobody',
  renewing: 'nobody',
  unclear: 'service',
  'renewed-not-served': 'service',
  renewed: 'service',
  'repair-validation': 'service',
  attach: 'service',
  replace: 'service',
  delete: 'service',
  blocked: 'person',
  'not-in-use': 'person',
  'not-served': 'person',
  'renewal-late': 'person',
  'imported-expiring': 'person',
  'retired-in-use': 'person',
  unknown: 'person',
};

/** A certificate, as far as it matters here. */
export interface Concerning {
  readonly verdict: Verdict;
  readonly isInUse: boolean;
  /** Absent for a certificate that was never issued. */
  readonly daysLeft?: number | undefined;
}

/** Whose concern it is: its verdict says so; one that nobody here manages is a person's when it is used and near its end. */
export const concernOf = ({ verdict, isInUse, daysLeft }: Concerning): Concern =>
  verdict === 'not-managed' && isInUse && daysLeft !== undefined && daysLeft <= WATCH_DAYS
    ? 'person'
    : OF_VERDICT[verdict];
