import type { ClockTimer } from '../clock';
import type { World } from '../world';
import { acmEvent, daysToExpiry, eventDate, identityDetail, validationDetail } from './acm-event';
import { isRenewalBlocked, renewing, whenDaysAreLeft, type Certificate, type IssuedCertificate } from './certificate';
import type { CertificateRegistry } from './certificate-registry';
import type { CertificateUsage } from './certificate-usage';
import type { createHealth } from './health';

const DAY = 24 * 3600 * 1000;

interface Dependencies {
  readonly world: World;
  readonly emit: World['emit'];
  readonly health: ReturnType<typeof createHealth>;
  readonly registry: CertificateRegistry;
  readonly usage: CertificateUsage;
  /** How many days before expiry the events begin. */
  readonly daysBeforeExpiry: (type: Certificate['type']) => number;
}

/**
 * Emits `ACM Certificate Approaching Expiration` daily until expiry, then `ACM Certificate Expired`; one timer per
 * certificate.
 */
export function createExpiryEvents({
  world: { clock },
  emit,
  health,
  registry,
  usage,
  daysBeforeExpiry,
}: Dependencies) {
  const timers = new Map<string, ClockTimer>();

  const approach = (certificate: Certificate, issued: IssuedCertificate) =>
    emit(
      acmEvent(certificate.arn, 'Approaching Expiration', {
        DaysToExpiry: daysToExpiry(issued, clock.now()),
        ...identityDetail(certificate, issued),
      }),
    );

  const expire = (certificate: Certificate, issued: IssuedCertificate) => {
    const { arn, type, createdAt } = certificate;
    const isInUse = usage.consumersOf(arn).length > 0;
    // Imported certificates expire without an event (ACM user guide, "ACM Certificate Expired event").
    if (type === 'IMPORTED') return;
    // FAILED means that names were not validated before expiry ("Check a certificate's renewal status").
    if (isRenewalBlocked(certificate)) {
      const { reason } = certificate.renewal ?? {};
      registry.update(arn, (current) => renewing(current, 'FAILED', clock.now(), reason && { reason }));
    }
    emit(
      acmEvent(arn, 'Expired', {
        CertificateType: type,
        ...identityDetail(certificate, issued),
        ...validationDetail(certificate),
        CertificateCreatedDate: eventDate(createdAt),
        CertificateExpirationDate: eventDate(issued.notAfter),
        InUse: isInUse,
        Exported: false,
      }),
    );
    if (!isInUse) return;
    const what = 'A certificate in use has expired.';
    health(certificate, { eventTypeCode: 'AWS_ACM_RENEWAL_STATE_CHANGE', what, isActionRequired: true });
  };

  const plan = (arn: string) => {
    clock.clearTimeout(timers.get(arn));
    timers.delete(arn);
    const { issued: planned, type } = registry.get(arn) ?? {};
    if (!planned || !type) return;
    // The next full day, but not before the first event's and not after expiry.
    const nextDay = Math.ceil((whenDaysAreLeft(planned, 0) - clock.now()) / DAY) - 1;
    const daysLeft = Math.min(daysBeforeExpiry(type), nextDay);
    if (daysLeft < 0) return;
    const emitNext = () => {
      const certificate = registry.get(arn);
      if (certificate?.status !== 'ISSUED' || certificate.issued?.serial !== planned.serial) return;
      if (daysLeft > 0) approach(certificate, planned);
      else expire(certificate, planned);
      plan(arn);
    };
    timers.set(arn, clock.setTimeout(emitNext, whenDaysAreLeft(planned, daysLeft) - clock.now()));
  };

  return {
    /** Schedules the events of a certificate that was issued, imported or renewed. */
    follow: plan,
    /** Reschedules everything after a change of the account's configuration. */
    replan: () => registry.all().forEach(({ arn }) => plan(arn)),
  };
}
