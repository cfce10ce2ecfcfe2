import { domainToASCII } from 'node:url';
import type {
  CertificateDetail,
  DescribeCertificateRequest,
  DescribeCertificateResponse,
  DomainStatus,
  DomainValidation as DomainValidationDetail,
  KeyAlgorithm,
  RenewalSummary,
} from '@aws-sdk/client-acm';
import type { World } from '../world';
import { keyPairOrigin, statusAt, type Certificate, type DomainValidation, type Renewal } from './certificate';
import type { CertificateRegistry } from './certificate-registry';
import type { CertificateUsage } from './certificate-usage';
import { validationRecord } from './validation-record';

const MAILBOXES = ['admin', 'administrator', 'hostmaster', 'postmaster', 'webmaster'];

/** RSA with a hyphen, as ACM prints it (`RSA-2048`) although its API model has `RSA_2048`; curves as in the model. */
export const printedKeyAlgorithm = (keyAlgorithm: KeyAlgorithm): KeyAlgorithm =>
  keyAlgorithm.replace('RSA_', 'RSA-') as KeyAlgorithm;

/** Whether managed renewal would take care of the certificate (ACM user guide, Managed certificate renewal). */
export function renewalEligibility(certificate: Certificate, usage: CertificateUsage, now: number) {
  const isEligible =
    certificate.type === 'AMAZON_ISSUED' &&
    statusAt(certificate, now) === 'ISSUED' &&
    usage.consumersOf(certificate.arn).length > 0 &&
    certificate.domainNames.every(hasRenewableLabels);
  return isEligible ? ('ELIGIBLE' as const) : ('INELIGIBLE' as const);
}

/** A label with hyphens third and fourth must be a valid internationalised one. */
const hasRenewableLabels = (domainName: string) =>
  domainName
    .split('.')
    .every((label) => label.slice(2, 4) !== '--' || (label.startsWith('xn--') && domainToASCII(label) !== ''));

/** DescribeCertificate. */
export function createDescribeCertificate(world: World, registry: CertificateRegistry, usage: CertificateUsage) {
  const { clock, account } = world;

  const validationDetail = (
    { domainName, validationDomain, status, recordVisibleAt }: DomainValidation,
    { validationMethod }: Certificate,
  ): DomainValidationDetail => ({
    DomainName: domainName,
    ValidationDomain: validationDomain,
    ValidationStatus: status,
    ValidationMethod: validationMethod,
    ...(validationMethod === 'DNS' &&
      recordVisibleAt <= clock.now() && { ResourceRecord: validationRecord(account, domainName) }),
    ...(validationMethod === 'EMAIL' && { ValidationEmails: MAILBOXES.map((box) => `${box}@${validationDomain}`) }),
  });

  const renewalSummary = (certificate: Certificate, renewal: Renewal): RenewalSummary => {
    const statusOf = (domainName: string): DomainStatus => {
      if (renewal.validatedNames.includes(domainName)) return 'SUCCESS';
      return renewal.status === 'FAILED' ? 'FAILED' : 'PENDING_VALIDATION';
    };
    return {
      RenewalStatus: renewal.status,
      ...(renewal.reason && { RenewalStatusReason: renewal.reason }),
      UpdatedAt: new Date(renewal.updatedAt),
      DomainValidationOptions: certificate.validations.map((validation) =>
        validationDetail({ ...validation, status: statusOf(validation.domainName) }, certificate),
      ),
    };
  };

  return ({ CertificateArn }: DescribeCertificateRequest): DescribeCertificateResponse => {
    const certificate = registry.find(CertificateArn);
    const { arn, type, domainNames, keyAlgorithm, failureReason, issued, createdAt } = certificate;
    const now = clock.now();
    const detail: CertificateDetail = {
      CertificateArn: arn,
      DomainName: domainNames[0],
      SubjectAlternativeNames: [...domainNames],
      Subject: issued?.subject ?? `CN=${domainNames[0]}`,
      CreatedAt: new Date(createdAt),
      Status: statusAt(certificate, now),
      Type: type,
      KeyAlgorithm: printedKeyAlgorithm(keyAlgorithm),
      InUseBy: usage.consumersOf(arn),
      RenewalEligibility: renewalEligibility(certificate, usage, now),
      CertificateKeyPairOrigin: keyPairOrigin(type),
      KeyUsages: issued?.keyUsages.map((Name) => ({ Name })) ?? [],
      ExtendedKeyUsages: issued ? [...issued.extendedKeyUsages] : [],
      Options: {
        // What ACM shows for imported certificates, which it logs nowhere, is not documented.
        CertificateTransparencyLoggingPreference: type === 'IMPORTED' ? 'DISABLED' : 'ENABLED',
        Export: 'DISABLED',
      },
      ...(failureReason && { FailureReason: failureReason }),
      ...(type === 'AMAZON_ISSUED' &&
        certificate.optionsVisibleAt <= now && {
          DomainValidationOptions: certificate.validations.map((validation) =>
            validationDetail(validation, certificate),
          ),
        }),
      ...(certificate.renewal && { RenewalSummary: renewalSummary(certificate, certificate.renewal) }),
      ...(certificate.status === 'REVOKED' && {
        RevokedAt: certificate.revocation && new Date(certificate.revocation.at),
        RevocationReason: certificate.revocation?.reason,
      }),
      ...(issued && {
        [type === 'IMPORTED' ? 'ImportedAt' : 'IssuedAt']: new Date(issued.issuedAt),
        NotBefore: new Date(issued.notBefore),
        NotAfter: new Date(issued.notAfter),
        Serial: issued.serial.match(/../g)?.join(':'),
        Issuer: issued.issuer,
        SignatureAlgorithm: issued.signatureAlgorithm,
      }),
    };
    return { Certificate: detail };
  };
}
