import {
  ACMClient,
  AddTagsToCertificateCommand,
  type CertificateDetail,
  type CertificateSummary,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  KeyAlgorithm,
  ListCertificatesCommand,
  ListTagsForCertificateCommand,
  paginateListCertificates,
  RequestCertificateCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-acm';
import type { CertificateDescription } from '../domain/certificate/description';
import { sameNames } from '../domain/names/certificate-names';
import {
  AwsRequestError,
  CertificateInUseError,
  CertificateNotFoundError,
  CertificateQuotaExceededError,
} from '../errors';
import type { Certificates, ListedCertificate } from '../ports/certificates';
import { callAws, callAwsPages, clientOptions } from './call-aws';

/** ACM in another Region. */
export const acmCertificatesOf = (region: string): Certificates =>
  acmCertificates(new ACMClient({ ...clientOptions, region }));

/** ACM in the Region of the function. */
export function acmCertificates(client = new ACMClient(clientOptions)): Certificates {
  const list = async () => {
    const certificates: ListedCertificate[] = [];
    const pages = paginateListCertificates({ client, pageSize: 1_000 }, { Includes: EVERY_KEY_TYPE });
    for await (const page of callAwsPages('acm:ListCertificates', pages)) {
      certificates.push(...(page.CertificateSummaryList ?? []).map(toListed));
    }
    return certificates;
  };

  return {
    list,
    listByNames: async (domainNames) => (await list()).filter((each) => sameNames(each.domainNames, domainNames)),

    async listPage(size, nextToken) {
      const { CertificateSummaryList = [], NextToken } = await callAws(
        'acm:ListCertificates',
        client.send(new ListCertificatesCommand({ MaxItems: size, NextToken: nextToken, Includes: EVERY_KEY_TYPE })),
      );
      return { certificates: CertificateSummaryList.map(toListed), nextToken: NextToken };
    },

    async listTags(certificateArn) {
      const action = `acm:ListTagsForCertificate ${certificateArn}`;
      const { Tags = [] } = await callAws(
        action,
        client.send(new ListTagsForCertificateCommand({ CertificateArn: certificateArn })),
        { ResourceNotFoundException: notFound(action) },
      );
      return Object.fromEntries(Tags.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
    },

    async addTags(certificateArn, tags) {
      const action = `acm:AddTagsToCertificate ${certificateArn}`;
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      await callAws(action, client.send(new AddTagsToCertificateCommand({ CertificateArn: certificateArn, Tags })), {
        ResourceNotFoundException: notFound(action),
      });
    },

    async delete(certificateArn) {
      const action = `acm:DeleteCertificate ${certificateArn}`;
      const call = client
        .send(new DeleteCertificateCommand({ CertificateArn: certificateArn }))
        .catch((error: unknown) => {
          if (error instanceof ResourceNotFoundException) return;
          throw error;
        });
      await callAws(action, call, {
        ResourceInUseException: (cause) => new CertificateInUseError(`${action}: ${cause.message}`, { cause }),
      });
    },

    async request({ domainNames: [commonName, ...others], keyAlgorithm, idempotencyToken, tags }) {
      const action = `acm:RequestCertificate ${commonName}`;
      const { CertificateArn } = await callAws(
        action,
        client.send(
          new RequestCertificateCommand({
            DomainName: commonName,
            ...(others.length > 0 && { SubjectAlternativeNames: others }),
            // Without a method ACM validates by e-mail (Service Authorization Reference, acm:ValidationMethod).
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
      if (!CertificateArn) throw new AwsRequestError(`${action}: the response has no certificate ARN`);
      return CertificateArn;
    },

    async describe(certificateArn) {
      const call = client
        .send(new DescribeCertificateCommand({ CertificateArn: certificateArn }))
        .catch((error: unknown) => {
          if (error instanceof ResourceNotFoundException) return undefined;
          throw error;
        });
      const detail = (await callAws(`acm:DescribeCertificate ${certificateArn}`, call))?.Certificate;
      return detail && toDescription(certificateArn, detail);
    },
  };
}

/** Without keyTypes ACM lists RSA certificates only (ACM API, ListCertificates, Filters). */
const EVERY_KEY_TYPE = { keyTypes: Object.values(KeyAlgorithm) };

const notFound = (action: string) => (cause: Error) =>
  new CertificateNotFoundError(`${action}: ${cause.message}`, { cause });

const toListed = (summary: CertificateSummary): ListedCertificate => ({
  certificateArn: summary.CertificateArn ?? '',
  domainNames: [...new Set([summary.DomainName ?? '', ...(summary.SubjectAlternativeNameSummaries ?? [])])],
  hasMoreNames: summary.HasAdditionalSubjectAlternativeNames ?? false,
  keyAlgorithm: underscored(summary.KeyAlgorithm),
  status: summary.Status ?? '',
  type: summary.Type ?? '',
  isInUse: summary.InUse ?? false,
  createdAt: (summary.CreatedAt ?? summary.ImportedAt)?.toISOString(),
  notBefore: summary.NotBefore?.toISOString(),
  notAfter: summary.NotAfter?.toISOString(),
});

function toDescription(certificateArn: string, detail: CertificateDetail): CertificateDescription {
  const { DomainName = '', SubjectAlternativeNames = [], DomainValidationOptions = [], RenewalSummary } = detail;
  return {
    certificateArn,
    domainNames: [...new Set([DomainName, ...SubjectAlternativeNames])],
    keyAlgorithm: underscored(detail.KeyAlgorithm),
    signatureAlgorithm: detail.SignatureAlgorithm,
    status: detail.Status ?? '',
    failureReason: detail.FailureReason,
    type: detail.Type ?? '',
    createdAt: (detail.CreatedAt ?? detail.ImportedAt ?? new Date()).toISOString(),
    issuedAt: (detail.IssuedAt ?? detail.ImportedAt)?.toISOString(),
    notBefore: detail.NotBefore?.toISOString(),
    notAfter: detail.NotAfter?.toISOString(),
    serial: detail.Serial,
    revocationReason: detail.RevocationReason,
    validationMethod: DomainValidationOptions[0]?.ValidationMethod,
    inUseBy: detail.InUseBy ?? [],
    renewalEligibility: detail.RenewalEligibility,
    renewal: RenewalSummary && {
      status: RenewalSummary.RenewalStatus ?? '',
      reason: RenewalSummary.RenewalStatusReason,
      updatedAt: RenewalSummary.UpdatedAt?.toISOString(),
    },
    validations: DomainValidationOptions.map((option) => ({
      domainName: option.DomainName ?? '',
      status: option.ValidationStatus ?? '',
      record:
        option.ResourceRecord?.Name && option.ResourceRecord.Value
          ? { name: option.ResourceRecord.Name, value: option.ResourceRecord.Value }
          : undefined,
    })),
  };
}

/** ACM returns the key algorithm with a hyphen in some responses and with an underscore in others. */
const underscored = (keyAlgorithm: string | undefined) => (keyAlgorithm ?? '').replaceAll('-', '_');
