import type { World } from '../world';
import { acmEvent, daysToExpiry, eventDate, identityDetail, validationDetail } from './acm-event';
import { isRenewalBlocked, whenDaysAreLeft, type Certificate, type IssuedCertificate } from './certificate';
import type { CertificateRegistry } from './certificate-registry';
import type { CertificateUsage } from './certificate-usage';
import type { createHealth } from './health';
import type { createRenewal } from './renewal';

/** The days before expiry on which AWS Health reports a failing renewal ("Check a certificate's renewal status"). */
const HEALTH_DAYS = [30, 15, 7, 3, 1];
/**
 * ACM's own event skips day 7 (ACM user guide, "Renewal Action Required event"), though another of its pages has it.
 */
const EVENT_DAYS: readonly number[] = [30, 15, 3, 1];

interface Dependencies {
  readonly world: World;
  readonly emit: World['emit'];
  readonly health: ReturnType<typeof createHealth>;
  readonly registry: CertificateRegistry;
  readonly usage: CertificateUsage;
  readonly renewal: Pick<ReturnType<typeof createRenewal>, 'attempt' | 'living'>;
}

/**
 * Reports renewals on which the owner must act, each time after one more attempt. Until day 30 nothing is reported:
 * only the certificate's RenewalSummary shows the problem.
 */
export function createRenewalNotices({ world: { clock }, emit, health, registry, usage, renewal }: Dependencies) {
  const notify = (certificate: Certificate, issued: IssuedCertificate, day: number) => {
    const isInUse = usage.consumersOf(certificate.arn).length > 0;
    if (!isInUse || !isRenewalBlocked(certificate)) return;
    const what = 'AWS Certificate Manager (ACM) could not renew a certificate that is due to expire.';
    health(certificate, { eventTypeCode: 'AWS_ACM_RENEWAL_STATE_CHANGE', what, isActionRequired: true });
    if (!EVENT_DAYS.includes(day)) return;
    emit(
      acmEvent(certificate.arn, 'Renewal Action Required', {
        CertificateType: certificate.type,
        ...identityDetail(certificate, issued),
        ...validationDetail(certificate),
        // Only in the event: the API has no failure reason for a validation that is still pending.
        RenewalStatusReason: certificate.renewal?.reason ?? 'PENDING_DOMAIN_VALIDATION',
        DaysToExpiry: daysToExpiry(issued, clock.now()),
        CertificateExpirationDate: eventDate(issued.notAfter),
        InUse: isInUse,
        Exported: false,
      }),
    );
  };

  const plan = (arn: string, serial: string) => {
    const { issued } = renewal.living(arn, serial) ?? {};
    if (!issued) return;
    const next = HEALTH_DAYS.find((day) => whenDaysAreLeft(issued, day) > clock.now());
    if (next === undefined) return;
    const remind = async () => {
      await renewal.attempt(arn, serial);
      const certificate = renewal.living(arn, serial);
      if (certificate) notify(certificate, issued, next);
      plan(arn, serial);
    };
    clock.setTimeout(() => void clock.hold(remind), whenDaysAreLeft(issued, next) - clock.now());
  };

  /** Schedules the notices of a certificate that ACM issued or renewed. */
  return function follow(arn: string): void {
    const { issued, type } = registry.get(arn) ?? {};
    if (issued && type === 'AMAZON_ISSUED') plan(arn, issued.serial);
  };
}
