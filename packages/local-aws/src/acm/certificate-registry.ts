import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error';
import type { World } from '../world';
import type { Certificate } from './certificate';
import { checkPattern } from './constraints';

/** An account's quotas in one Region (ACM user guide, Quotas). */
export interface AcmQuotas {
  /** Names in one certificate, DomainName included; adjustable up to 100. */
  readonly namesPerCertificate: number;
  /** Expired and revoked certificates count too. */
  readonly certificates: number;
  readonly certificatesPerYear: number;
  readonly importedCertificates: number;
  readonly importedCertificatesPerYear: number;
}

/** The quotas of a new account. */
export const DEFAULT_QUOTAS: AcmQuotas = {
  namesPerCertificate: 10,
  certificates: 2500,
  certificatesPerYear: 5000,
  importedCertificates: 2500,
  importedCertificatesPerYear: 5000,
};

/** The account's certificates in the Region, and the rules that apply across them. */
export interface CertificateRegistry {
  all(): readonly Certificate[];
  get(arn: string): Certificate | undefined;
  /** The certificate that a request names; throws ACM's error when there is none, or when it is not visible yet. */
  find(arn: string | undefined): Certificate;
  add(certificate: Certificate): void;
  /** Replaces a certificate by its next version; one that was deleted meanwhile stays deleted. */
  update(arn: string, transition: (current: Certificate) => Certificate): void;
  remove(arn: string): void;
  newArn(): string;
  /** Throws LimitExceededException when the account may not have another certificate of this type. */
  checkQuota(type: Certificate['type']): void;
}

const YEAR = 365 * 24 * 3600 * 1000;
const ARN = /^arn:[\w+=/,.@-]+:[\w+=/,.@-]+:[\w+=,.@-]*:[0-9]+:[\w+=,.@-]+(\/[\w+=,.@-]+)*$/;
const CERTIFICATE_ARN = /^arn:[\w-]+:acm:[\w-]+:[0-9]+:certificate\//;

/** An account without certificates. */
export function createCertificateRegistry({ clock, region, account }: World, quotas: AcmQuotas): CertificateRegistry {
  const certificates = new Map<string, Certificate>();
  /** Creation times by type: deleted certificates still count towards the yearly quota. */
  const creations: Record<Certificate['type'], number[]> = { AMAZON_ISSUED: [], IMPORTED: [] };
  const limits = {
    AMAZON_ISSUED: { total: quotas.certificates, yearly: quotas.certificatesPerYear },
    IMPORTED: { total: quotas.importedCertificates, yearly: quotas.importedCertificatesPerYear },
  };

  return {
    all: () => [...certificates.values()],
    get: (arn) => certificates.get(arn),
    find(arn = '') {
      checkPattern(arn, ARN, 'certificateArn');
      // Which ARNs ACM calls invalid, and which merely not found, is not documented.
      if (!CERTIFICATE_ARN.test(arn))
        throw new AwsError('InvalidArnException', `The ARN ${arn} does not name a certificate.`);
      const certificate = certificates.get(arn);
      if (!certificate || certificate.visibleAt > clock.now())
        throw new AwsError('ResourceNotFoundException', `Could not find certificate ${arn}.`);
      return certificate;
    },
    add(certificate) {
      certificates.set(certificate.arn, certificate);
      creations[certificate.type].push(certificate.createdAt);
    },
    update(arn, transition) {
      const current = certificates.get(arn);
      if (current) certificates.set(arn, transition(current));
    },
    remove(arn) {
      certificates.delete(arn);
    },
    newArn: () => `arn:aws:acm:${region}:${account}:certificate/${randomUUID()}`,
    checkQuota(type) {
      const { total, yearly } = limits[type];
      const count = [...certificates.values()].filter((certificate) => certificate.type === type).length;
      const lastYear = creations[type].filter((instant) => instant > clock.now() - YEAR).length;
      if (lastYear >= yearly)
        throw new AwsError(
          'LimitExceededException',
          `Error: you have reached your limit of ${yearly} certificates in the last year.`,
        );
      if (count >= total)
        throw new AwsError('LimitExceededException', `Error: you have reached your limit of ${total} certificates.`);
    },
  };
}
