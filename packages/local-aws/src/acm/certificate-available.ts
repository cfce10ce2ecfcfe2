import type { AwsEvent } from '../world';
import { acmEvent, daysToExpiry, eventDate, identityDetail, validationDetail } from './acm-event';
import type { Certificate } from './certificate';
import type { CertificateUsage } from './certificate-usage';

/** The event `ACM Certificate Available`. */
export function certificateAvailable(
  certificate: Certificate,
  action: 'ISSUANCE' | 'RENEWAL' | 'IMPORT' | 'REIMPORT',
  usage: CertificateUsage,
  now: number,
): AwsEvent {
  const { arn, type, createdAt, issued } = certificate;
  if (!issued) throw new Error(`${arn} is announced before it is issued`);
  return acmEvent(arn, 'Available', {
    Action: action,
    CertificateType: type,
    ...identityDetail(certificate, issued),
    ...validationDetail(certificate),
    CertificateCreatedDate: eventDate(createdAt),
    CertificateExpirationDate: eventDate(issued.notAfter),
    DaysToExpiry: daysToExpiry(issued, now),
    InUse: usage.consumersOf(arn).length > 0,
    Exported: false,
  });
}
