import type { Verdict } from '../assessment/verdict';
import { WATCH_DAYS } from '../certificate/renewal';

/** A certificate as assessed by a sweep. */
export interface InventoryCertificate {
  readonly certificateArn: string;
  readonly domainName: string;
  readonly verdict: Verdict;
  readonly isManaged: boolean;
  readonly isInUse: boolean;
  /** Absent if it was never issued. */
  readonly daysLeft?: number | undefined;
}

const MAX_NEXT_EXPIRIES = 10;
const MAX_NOT_MANAGED_EXPIRING = 50;

/** Summarises a sweep: counts, and the earliest expiries. The size is bounded, to fit into an event. */
export function inventoryOf(certificates: readonly InventoryCertificate[]) {
  const verdicts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of certificates) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  const byExpiry = certificates
    .flatMap((certificate) =>
      certificate.daysLeft === undefined ? [] : [{ ...certificate, daysLeft: certificate.daysLeft }],
    )
    .filter(({ isInUse }) => isInUse)
    .sort((a, b) => a.daysLeft - b.daysLeft);
  const notManaged = byExpiry.filter(({ isManaged, daysLeft }) => !isManaged && daysLeft <= WATCH_DAYS);
  return {
    certificates: certificates.length,
    managed: certificates.filter(({ isManaged }) => isManaged).length,
    verdicts,
    nextExpiries: byExpiry
      .filter(({ isManaged }) => isManaged)
      .slice(0, MAX_NEXT_EXPIRIES)
      .map(listed),
    notManagedExpiring: notManaged.slice(0, MAX_NOT_MANAGED_EXPIRING).map(listed),
    moreNotManagedExpiring: Math.max(0, notManaged.length - MAX_NOT_MANAGED_EXPIRING),
  };
}

const listed = ({ certificateArn, domainName, verdict, daysLeft }: InventoryCertificate & { daysLeft: number }) => ({
  certificateArn,
  domainName,
  verdict,
  daysLeft,
});
