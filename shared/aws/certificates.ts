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

/** ACM of another Region, as the SDK reaches it. */
export const acmCertificatesOf = (region: string): Certificates =>
  acmCertificates(new ACMClient({ ...clientOptions, region }));

/** ACM as the SDK reaches it. */
export function acmCertificates(client = new ACMClient(clientOptions)): Certificates {
  const list = async () => {
    const listed: ListedCertificate[] = [];
    const pages = paginateListCertificates({ client, pageSize: 1_000 }, { Includes: EVERY_KEY_TYPE });
    for await (const page of callAwsPages('acm:ListCertificates', pages)) {
      listed.push(...(page.CertificateSummaryList ?? []).map(listedOf));
    }
    return listed;
  };

  return {
    list,
    withNames: async (domainNames) => (await list()).filter((each) => sameNames(each.domainNames, domainNames)),

    async page(size, nextToken) {
      const { CertificateSummaryList = [], NextToken } = await callAws(
        'acm:ListCertificates',
        client.send(new ListCertificatesCommand({ MaxItems: size, NextToken: nextToken, Includes: EVERY_KEY_TYPE })),
      );
      return { certificates: CertificateSummaryList.map(listedOf), nextToken: NextToken };
    },

    async tags(certificateArn) {
      const action = `acm:ListTagsForCertificate ${certificateArn}`;
      const { Tags = [] } = await callAws(
        action,
        client.send(new ListTagsForCertificateCommand({ CertificateArn: certificateArn })),
        { ResourceNotFoundException: unknown(action) },
      );
      return Object.fromEntries(Tags.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
    },

    async tag(certificateArn, tags) {
      const action = `acm:AddTagsToCertificate ${certificateArn}`;
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      await callAws(action, client.send(new AddTagsToCertificateCommand({ CertificateArn: certificateArn, Tags })), {
        ResourceNotFoundException: unknown(action),
      });
    },

    async delete(certificateArn) {
      const action = `acm:DeleteCertificate ${certificateArn}`;
      const answer = client
        .send(new DeleteCertificateCommand({ CertificateArn: certificateArn }))
        .catch((error: unknown) => {
          if (error instanceof ResourceNotFoundException) return;
          throw error;
        });
      await callAws(action, answer, {
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
      const detail = (await callAws(`acm:DescribeCertificate ${certificateArn}`, answer))?.Certificate;
      return detail && described(certificateArn, detail);
    },
  };
}

/** Without keyTypes ACM lists RSA certificates only (ACM API, ListCertificates, Filters). */
const EVERY_KEY_TYPE = { keyTypes: Object.values(KeyAlgorithm) };

const unknown = (action: string) => (cause: Error) =>
  new CertificateNotFoundError(`${action}: ${cause.message}`, { cause });

const listedOf = (summary: CertificateSummary): ListedCertificate => ({
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

function described(certificateArn: string, detail: CertificateDetail): CertificateDescription {
  const { DomainName = '', SubjectAlternativeNames = [], DomainValidationOptions = [], RenewalSummary } = detail;
  return {
    certificateArn,
    domainNames: [...new Set([DomainName, ...SubjectAlternativeNames])],
    keyAlgorithm: underscored(detail.KeyAlgorithm),
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

/** ACM writes the key algorithm with a hyphen in some answers and with an underscore in others. */
const underscored = (keyAlgorithm: string | undefined) => (keyAlgorithm ?? '').replaceAll('-', '_');
