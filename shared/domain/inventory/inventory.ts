import type { Verdict } from '../assessment/verdict';
import { WATCH_DAYS } from '../certificate/renewal';

/** One certificate, as a sweep found it. */
export interface InventoryCertificate {
  readonly certificateArn: string;
  readonly domainName: string;
  readonly verdict: Verdict;
  readonly isManaged: boolean;
  readonly isInUse: boolean;
  /** Absent for a certificate that was never issued. */
  readonly daysLeft?: number | undefined;
}

const NEXT_EXPIRIES = 10;
const NOT_MANAGED_EXPIRING = 50;

/** What a sweep's findings come to: counts, and what ends first. Bounded, however many certificates there are. */
export function inventoryOf(certificates: readonly InventoryCertificate[]) {
  const verdicts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of certificates) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  const ending = certificates
    .flatMap((certificate) =>
      certificate.daysLeft === undefined ? [] : [{ ...certificate, daysLeft: certificate.daysLeft }],
    )
    .filter(({ isInUse }) => isInUse)
    .sort((a, b) => a.daysLeft - b.daysLeft);
  const notManaged = ending.filter(({ isManaged, daysLeft }) => !isManaged && daysLeft <= WATCH_DAYS);
  return {
    certificates: certificates.length,
    managed: certificates.filter(({ isManaged }) => isManaged).length,
    verdicts,
    nextExpiries: ending
      .filter(({ isManaged }) => isManaged)
      .slice(0, NEXT_EXPIRIES)
      .map(listed),
    notManagedExpiring: notManaged.slice(0, NOT_MANAGED_EXPIRING).map(listed),
    moreNotManagedExpiring: Math.max(0, notManaged.length - NOT_MANAGED_EXPIRING),
  };
}

const listed = ({ certificateArn, domainName, verdict, daysLeft }: InventoryCertificate & { daysLeft: number }) => ({
  certificateArn,
  domainName,
  verdict,
  daysLeft,
});
