import type { AwsEvent } from '../world';
import type { Certificate } from './certificate';
import type { CertificateUsage } from './certificate-usage';

const DAY = 24 * 3600 * 1000;

const seconds = (instant: number) => new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** The event `ACM Certificate Available`, with the fields of the user guide's newest edition (Amazon EventBridge support). */
export function certificateAvailable(
  { arn, type, domainNames: [commonName], validationMethod, createdAt, issued }: Certificate,
  action: 'ISSUANCE' | 'RENEWAL' | 'IMPORT' | 'REIMPORT',
  usage: CertificateUsage,
  now: number,
): AwsEvent {
  if (!issued) throw new Error(`${arn} is announced before it is issued`);
  return {
    source: 'aws.acm',
    detailType: 'ACM Certificate Available',
    resources: [arn],
    detail: {
      Action: action,
      CertificateType: type,
      CommonName: issued.commonName ?? commonName,
      FirstSubjectAlternativeName: issued.subjectAlternativeNames[0],
      ValidityInDays: Math.ceil((issued.notAfter - issued.notBefore) / DAY),
      CertificateKeyPairOrigin: keyPairOrigin(type),
      ...(validationMethod && { DomainValidationMethod: validationMethod }),
      CertificateCreatedDate: seconds(createdAt),
      CertificateExpirationDate: seconds(issued.notAfter),
      DaysToExpiry: Math.ceil((issued.notAfter - now) / DAY),
      InUse: usage.consumersOf(arn).length > 0,
      Exported: false,
    },
  };
}

/** Who made the key pair. */
export const keyPairOrigin = (type: Certificate['type']) =>
  type === 'IMPORTED' ? ('CUSTOMER_PROVIDED' as const) : ('AWS_MANAGED' as const);
