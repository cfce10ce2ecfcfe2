import type { AwsEvent, World } from '../world';
import { keyPairOrigin } from './certificate-available';
import type { Certificate, IssuedCertificate } from './certificate';
import type { CertificateRegistry } from './certificate-registry';
import type { CertificateUsage } from './certificate-usage';

const DAY = 24 * 3600 * 1000;

/** The days before its end on which a failing renewal is told; one page of the user guide has 7 as well, the other not. */
const RENEWAL_ACTION_DAYS = [30, 15, 3, 1];

interface Needs {
  readonly world: World;
  readonly emit: (event: AwsEvent) => void;
  readonly registry: CertificateRegistry;
  readonly usage: CertificateUsage;
  /** From how many days before its end a certificate's expiry is told. */
  readonly daysBeforeExpiry: (type: Certificate['type']) => number;
}

const seconds = (instant: number) => new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** `Approaching Expiration` daily, `Renewal Action Required` on its days, and `Expired` (ACM user guide, "Supported events"). */
export function createExpiryEvents({ world: { clock }, emit, registry, usage, daysBeforeExpiry }: Needs) {
  const common = (certificate: Certificate, { notBefore, notAfter, subjectAlternativeNames }: IssuedCertificate) => ({
    CommonName: certificate.domainNames[0],
    FirstSubjectAlternativeName: subjectAlternativeNames[0],
    ValidityInDays: Math.round((notAfter - notBefore) / DAY),
    CertificateKeyPairOrigin: keyPairOrigin(certificate.type),
  });
  const event = ({ arn }: Certificate, detailType: string, detail: object) =>
    emit({ source: 'aws.acm', detailType: `ACM Certificate ${detailType}`, resources: [arn], detail });

  const tell = (certificate: Certificate, issued: IssuedCertificate, daysLeft: number) => {
    const { type, validationMethod, renewal, createdAt } = certificate;
    const isInUse = usage.consumersOf(certificate.arn).length > 0;
    const more = {
      CertificateType: type,
      ...common(certificate, issued),
      ...(validationMethod && { DomainValidationMethod: validationMethod }),
      CertificateExpirationDate: seconds(issued.notAfter),
      InUse: isInUse,
      Exported: false,
    };
    if (daysLeft <= 0) {
      if (type !== 'IMPORTED') event(certificate, 'Expired', { ...more, CertificateCreatedDate: seconds(createdAt) });
      return;
    }
    if (daysLeft <= daysBeforeExpiry(type)) {
      event(certificate, 'Approaching Expiration', { DaysToExpiry: daysLeft, ...common(certificate, issued) });
    }
    if (RENEWAL_ACTION_DAYS.includes(daysLeft) && type === 'AMAZON_ISSUED' && renewal && isInUse) {
      const reason = renewal.reason ?? 'PENDING_DOMAIN_VALIDATION';
      event(certificate, 'Renewal Action Required', { ...more, RenewalStatusReason: reason, DaysToExpiry: daysLeft });
    }
  };

  /** Wakes on each day that may have something to tell, until the certificate is renewed, imported again, or ends. */
  return function follow(arn: string): void {
    const { issued: followed, type } = registry.get(arn) ?? {};
    if (!followed || !type) return;
    const { serial, notAfter } = followed;
    const wake = (daysLeft: number) => {
      clock.setTimeout(
        () => {
          const current = registry.get(arn);
          if (current?.issued?.serial !== serial || current.status === 'REVOKED') return;
          tell(current, current.issued, daysLeft);
          if (daysLeft > 0) wake(daysLeft - 1);
        },
        Math.max(0, notAfter - daysLeft * DAY + 1_000 - clock.now()),
      );
    };
    const lifeLeft = Math.floor((notAfter - clock.now()) / DAY);
    wake(Math.max(0, Math.min(lifeLeft, Math.max(daysBeforeExpiry(type), ...RENEWAL_ACTION_DAYS))));
  };
}
