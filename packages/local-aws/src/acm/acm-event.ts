import type { AwsEvent } from '../world';
import { keyPairOrigin, type Certificate, type IssuedCertificate } from './certificate';
import type { CertificateUsage } from './certificate-usage';

const DAY = 24 * 3600 * 1000;

/**
 * An event of ACM about a certificate, with the fields of the user guide's newest edition ("Amazon EventBridge support
 * for ACM"). The schema registry has fewer fields, and earlier editions had others.
 */
export const acmEvent = (certificateArn: string, what: string, detail: object): AwsEvent => ({
  source: 'aws.acm',
  detailType: `ACM Certificate ${what}`,
  resources: [certificateArn],
  detail,
});

/** The fields about the certificate itself, which every detail has. */
export const identityDetail = ({ type, domainNames: [domainName] }: Certificate, issued: IssuedCertificate) => ({
  CommonName: issued.commonName ?? domainName,
  FirstSubjectAlternativeName: issued.subjectAlternativeNames[0],
  ValidityInDays: Math.ceil((issued.notAfter - issued.notBefore) / DAY),
  CertificateKeyPairOrigin: keyPairOrigin(type),
});

/** The validation method; empty for an imported certificate. */
export const validationDetail = ({ validationMethod }: Certificate) =>
  validationMethod && { DomainValidationMethod: validationMethod };

/** The days until expiry as ACM counts them: the last day is 1. */
export const daysToExpiry = ({ notAfter }: IssuedCertificate, now: number) => Math.ceil((notAfter - now) / DAY);

/** A date as ACM's events print it, without milliseconds. */
export const eventDate = (instant: number) => new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z');

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
