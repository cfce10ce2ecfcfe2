import {
  ACMClient,
  DescribeCertificateCommand,
  KeyAlgorithm,
  ListTagsForCertificateCommand,
  paginateListCertificates,
  RequestCertificateCommand,
  ResourceNotFoundException,
  type CertificateDetail,
} from '@aws-sdk/client-acm';
import { sameNames } from '../domain/certificate-names';
import type { DomainValidation } from '../domain/validation-records';
import { AwsRequestError, CertificateQuotaExceededError } from '../errors';
import { asking, askingPages } from './asking';
import { clientOptions } from './client-options';

/** A certificate as ACM lists it. */
export interface ListedCertificate {
  readonly certificateArn: string;
  readonly domainNames: readonly string[];
  readonly keyAlgorithm: string;
  readonly status: string;
}

/** A certificate as ACM describes it. Times are ISO 8601. */
export interface DescribedCertificate extends ListedCertificate {
  readonly failureReason?: string | undefined;
  readonly createdAt: string;
  readonly notBefore?: string | undefined;
  readonly notAfter?: string | undefined;
  /** Hexadecimal, as ACM writes it: pairs with colons between them. */
  readonly serial?: string | undefined;
  readonly validations: readonly DomainValidation[];
}

/** What to ask ACM for. The first name becomes the common name. */
export interface CertificateRequest {
  readonly domainNames: readonly [string, ...string[]];
  readonly keyAlgorithm: 'RSA_2048' | 'EC_prime256v1' | 'EC_secp384r1';
  readonly idempotencyToken: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The certificates of the account in this Region. */
export interface Certificates {
  /** Every certificate of exactly these names, of every key type and every status. */
  withNames(domainNames: readonly string[]): Promise<ListedCertificate[]>;
  tags(certificateArn: string): Promise<Record<string, string>>;
  /** @throws CertificateQuotaExceededError when the account may have no more */
  request(request: CertificateRequest): Promise<string>;
  /** Undefined when ACM does not know the certificate, or does not know it yet: it may take seconds after the request. */
  describe(certificateArn: string): Promise<DescribedCertificate | undefined>;
}

/** ACM as the SDK reaches it. */
export function acmCertificates(client = new ACMClient(clientOptions)): Certificates {
  return {
    async withNames(domainNames) {
      // Without keyTypes ACM lists RSA certificates only (ACM API, ListCertificates, Filters).
      const pages = paginateListCertificates(
        { client, pageSize: 1_000 },
        { Includes: { keyTypes: Object.values(KeyAlgorithm) } },
      );
      const listed: ListedCertificate[] = [];
      for await (const page of askingPages('acm:ListCertificates', pages)) {
        for (const summary of page.CertificateSummaryList ?? []) {
          const certificate = {
            certificateArn: summary.CertificateArn ?? '',
            domainNames: [summary.DomainName ?? '', ...(summary.SubjectAlternativeNameSummaries ?? [])],
            keyAlgorithm: underscored(summary.KeyAlgorithm),
            status: summary.Status ?? '',
          };
          if (sameNames(certificate.domainNames, domainNames)) listed.push(certificate);
        }
      }
      return listed;
    },

    async tags(certificateArn) {
      const { Tags = [] } = await asking(
        `acm:ListTagsForCertificate ${certificateArn}`,
        client.send(new ListTagsForCertificateCommand({ CertificateArn: certificateArn })),
      );
      return Object.fromEntries(Tags.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
    },

    async request({ domainNames: [commonName, ...others], keyAlgorithm, idempotencyToken, tags }) {
      const action = `acm:RequestCertificate ${commonName}`;
      const { CertificateArn } = await asking(
        action,
        client.send(
          new RequestCertificateCommand({
            DomainName: commonName,
            ...(others.length > 0 && { SubjectAlternativeNames: others }),
            // ACM's default is e-mail when the method is left out (Service Authorization Reference, acm:ValidationMethod).
            ValidationMethod: 'DNS',
            KeyAlgorithm: keyAlgorithm,
            IdempotencyToken: idempotencyToken,
            Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
          }),
        ),
        {
          LimitExceededException: (cause) =>
            new CertificateQuotaExceededError(`${action}: ${cause.message}`, { cause }),
        },
      );
      if (!CertificateArn) throw new AwsRequestError(`${action}: the answer has no certificate ARN`);
      return CertificateArn;
    },

    async describe(certificateArn) {
      const answer = client
        .send(new DescribeCertificateCommand({ CertificateArn: certificateArn }))
        .catch((error: unknown) => {
          if (error instanceof ResourceNotFoundException) return undefined;
          throw error;
        });
      const detail = (await asking(`acm:DescribeCertificate ${certificateArn}`, answer))?.Certificate;
      return detail && described(certificateArn, detail);
    },
  };
}

function described(certificateArn: string, detail: CertificateDetail): DescribedCertificate {
  return {
    certificateArn,
    domainNames: detail.SubjectAlternativeNames ?? [],
    keyAlgorithm: underscored(detail.KeyAlgorithm),
    status: detail.Status ?? '',
    failureReason: detail.FailureReason,
    createdAt: (detail.CreatedAt ?? new Date()).toISOString(),
    notBefore: detail.NotBefore?.toISOString(),
    notAfter: detail.NotAfter?.toISOString(),
    serial: detail.Serial,
    validations: (detail.DomainValidationOptions ?? []).map((option) => ({
      domainName: option.DomainName ?? '',
      status: option.ValidationStatus ?? '',
      record:
        option.ResourceRecord?.Name && option.ResourceRecord.Value
          ? { name: option.ResourceRecord.Name, value: option.ResourceRecord.Value }
          : undefined,
    })),
  };
}

/** ACM writes the key algorithm with a hyphen in some answers and with an underscore in others. */
const underscored = (keyAlgorithm: string | undefined) => (keyAlgorithm ?? '').replaceAll('-', '_');
