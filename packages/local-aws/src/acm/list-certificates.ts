import {
  CertificateKeyPairOrigin,
  CertificateStatus,
  ExtendedKeyUsageName,
  KeyAlgorithm,
  KeyUsageName,
  type CertificateSummary,
  type Filters,
  type ListCertificatesRequest,
  type ListCertificatesResponse,
} from '@aws-sdk/client-acm';
import { AwsError } from '../aws-error';
import type { Clock } from '../clock';
import { keyPairOrigin, statusAt, type Certificate } from './certificate';
import type { CertificateRegistry } from './certificate-registry';
import type { CertificateUsage } from './certificate-usage';
import { checkEnum, checkRange } from './constraints';
import { printedKeyAlgorithm, renewalEligibility } from './describe-certificate';

/** Other key types are listed only on request (API reference, Filters; another page names RSA_2048 alone). */
const DEFAULT_KEY_TYPES: KeyAlgorithm[] = ['RSA_1024', 'RSA_2048'];
const MOST_ITEMS = 1000;
const MOST_SUMMARISED_NAMES = 100;

/** ListCertificates. */
export function createListCertificates(clock: Clock, registry: CertificateRegistry, usage: CertificateUsage) {
  const summary = (certificate: Certificate): CertificateSummary => {
    const { arn, type, domainNames, keyAlgorithm, issued, createdAt } = certificate;
    return {
      CertificateArn: arn,
      DomainName: domainNames[0],
      SubjectAlternativeNameSummaries: domainNames.slice(0, MOST_SUMMARISED_NAMES),
      HasAdditionalSubjectAlternativeNames: domainNames.length > MOST_SUMMARISED_NAMES,
      Status: statusAt(certificate, clock.now()),
      Type: type,
      KeyAlgorithm: printedKeyAlgorithm(keyAlgorithm),
      KeyUsages: issued ? [...issued.keyUsages] : [],
      ExtendedKeyUsages: issued?.extendedKeyUsages.flatMap(({ Name }) => Name ?? []) ?? [],
      ExportOption: 'DISABLED',
      Exported: false,
      InUse: usage.consumersOf(arn).length > 0,
      RenewalEligibility: renewalEligibility(certificate, usage, clock.now()),
      CertificateKeyPairOrigin: keyPairOrigin(type),
      CreatedAt: new Date(createdAt),
      ...(certificate.status === 'REVOKED' &&
        certificate.revocation && { RevokedAt: new Date(certificate.revocation.at) }),
      ...(issued && {
        [type === 'IMPORTED' ? 'ImportedAt' : 'IssuedAt']: new Date(issued.issuedAt),
        NotBefore: new Date(issued.notBefore),
        NotAfter: new Date(issued.notAfter),
      }),
    };
  };

  const isListed = (certificate: Certificate, input: ListCertificatesRequest) =>
    certificate.visibleAt <= clock.now() &&
    (input.CertificateStatuses?.includes(statusAt(certificate, clock.now())) ?? true) &&
    (input.CertificateKeyPairOrigins?.includes(keyPairOrigin(certificate.type)) ?? true) &&
    passes(certificate, input.Includes ?? {});

  return (input: ListCertificatesRequest): ListCertificatesResponse => {
    const { MaxItems = MOST_ITEMS, NextToken, SortOrder } = input;
    checkInput(input);

    // The default order and page size are not documented.
    const direction = SortOrder === 'DESCENDING' ? -1 : 1;
    const listed = registry
      .all()
      .filter((certificate) => isListed(certificate, input))
      .sort((a, b) => direction * byCreation(a, b));
    const last = NextToken === undefined ? undefined : readToken(NextToken);
    const rest = last ? listed.filter((certificate) => direction * byCreation(certificate, last) > 0) : listed;
    const page = rest.slice(0, MaxItems);
    const lastOfPage = page.at(-1);
    return {
      CertificateSummaryList: page.map(summary),
      ...(lastOfPage && rest.length > page.length && { NextToken: writeToken(lastOfPage) }),
    };
  };
}

function checkInput(input: ListCertificatesRequest): void {
  const { MaxItems = MOST_ITEMS, Includes = {}, SortBy, SortOrder } = input;
  checkRange(MaxItems, 1, MOST_ITEMS, 'maxItems');
  if ((SortBy === undefined) !== (SortOrder === undefined))
    throw new AwsError('ValidationException', 'SortBy and SortOrder must be specified together.');
  checkEnum(input.CertificateStatuses ?? [], CertificateStatus, 'certificateStatuses');
  checkEnum(input.CertificateKeyPairOrigins ?? [], CertificateKeyPairOrigin, 'certificateKeyPairOrigins');
  checkEnum(Includes.keyTypes ?? [], KeyAlgorithm, 'includes.keyTypes');
  checkEnum(Includes.keyUsage ?? [], KeyUsageName, 'includes.keyUsage');
  checkEnum(Includes.extendedKeyUsage ?? [], ExtendedKeyUsageName, 'includes.extendedKeyUsage');
}

function passes({ keyAlgorithm, issued }: Certificate, filters: Filters): boolean {
  const { keyTypes = DEFAULT_KEY_TYPES, keyUsage, extendedKeyUsage, exportOption, managedBy } = filters;
  return (
    keyTypes.includes(keyAlgorithm) &&
    (keyUsage?.some((name) => issued?.keyUsages.includes(name)) ?? true) &&
    (extendedKeyUsage?.some((name) => issued?.extendedKeyUsages.some(({ Name }) => Name === name)) ?? true) &&
    exportOption !== 'ENABLED' &&
    managedBy === undefined
  );
}

/** A position in the order of creation that survives the deletion of other certificates. */
type Position = Pick<Certificate, 'createdAt' | 'arn'>;

const byCreation = (a: Position, b: Position) => a.createdAt - b.createdAt || (a.arn < b.arn ? -1 : +(a.arn > b.arn));

const writeToken = ({ createdAt, arn }: Position) => Buffer.from(`${createdAt} ${arn}`).toString('base64url');

function readToken(token: string): Position {
  const [createdAt, arn] = Buffer.from(token, 'base64url').toString().split(' ');
  if (Number(createdAt) > 0 && arn !== undefined) return { createdAt: Number(createdAt), arn };
  throw new AwsError('ValidationException', `${token} is not a NextToken of this operation.`);
}
