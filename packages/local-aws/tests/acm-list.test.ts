import { DeleteCertificateCommand, ListCertificatesCommand, paginateListCertificates } from '@aws-sdk/client-acm';
import type { ListCertificatesRequest } from '@aws-sdk/client-acm';
import { MINUTE, SECOND, startAcmCloud, type AcmCloud } from './acm-setup';

const ALL_KEY_TYPES = ['RSA_2048', 'EC_prime256v1', 'EC_secp384r1'] as const;

let cloud: AcmCloud;

async function listed(input: ListCertificatesRequest = {}): Promise<string[]> {
  const names: string[] = [];
  for await (const { CertificateSummaryList = [] } of paginateListCertificates({ client: cloud.client }, input))
    names.push(...CertificateSummaryList.map(({ DomainName = '' }) => DomainName));
  return names;
}

async function issueCertificate(...[domainName, input]: Parameters<AcmCloud['request']>): Promise<void> {
  const arn = await cloud.request(domainName, input);
  await cloud.publishRecords(arn);
  await cloud.clock.advance(MINUTE);
}

describe('a list of certificates', () => {
  beforeAll(async () => {
    cloud = await startAcmCloud();
    await issueCertificate('rsa.example.com', { KeyAlgorithm: 'RSA_2048', SubjectAlternativeNames: ['a.example.com'] });
    await issueCertificate('p256.example.com', { KeyAlgorithm: 'EC_prime256v1' });
    await cloud.request('p384.example.com', { KeyAlgorithm: 'EC_secp384r1' });
    await cloud.clock.advance(SECOND);
  });
  afterAll(() => cloud.stop());

  it.each<[string, ListCertificatesRequest, string[]]>([
    ['has RSA keys of up to 2048 bits only, by default', {}, ['rsa']],
    ['has the requested key types', { Includes: { keyTypes: [...ALL_KEY_TYPES] } }, ['rsa', 'p256', 'p384']],
    ['has not the key types that are not', { Includes: { keyTypes: ['EC_secp384r1'] } }, ['p384']],
    ['has RSA keys only when the filter is about something else', { Includes: { exportOption: 'DISABLED' } }, ['rsa']],
    [
      'has the requested statuses',
      { CertificateStatuses: ['PENDING_VALIDATION'], Includes: { keyTypes: [...ALL_KEY_TYPES] } },
      ['p384'],
    ],
    [
      'has the requested key usages',
      { Includes: { keyTypes: [...ALL_KEY_TYPES], keyUsage: ['KEY_ENCIPHERMENT'] } },
      ['rsa'],
    ],
    [
      'has the requested extended key usages',
      { Includes: { keyTypes: [...ALL_KEY_TYPES], extendedKeyUsage: ['TLS_WEB_SERVER_AUTHENTICATION'] } },
      ['rsa', 'p256'],
    ],
    ['has no exportable ones, there being none', { Includes: { exportOption: 'ENABLED' } }, []],
    ['has the requested key pair origins', { CertificateKeyPairOrigins: ['CUSTOMER_PROVIDED'] }, []],
    [
      'is sorted on request',
      { Includes: { keyTypes: [...ALL_KEY_TYPES] }, SortBy: 'CREATED_AT', SortOrder: 'DESCENDING' },
      ['p384', 'p256', 'rsa'],
    ],
    [
      'comes in pages, sorted too',
      { MaxItems: 1, Includes: { keyTypes: [...ALL_KEY_TYPES] }, SortBy: 'CREATED_AT', SortOrder: 'DESCENDING' },
      ['p384', 'p256', 'rsa'],
    ],
  ])('%s', async (_, input, labels) => {
    expect(await listed(input)).toEqual(labels.map((label) => `${label}.example.com`));
  });

  it('says of each certificate what the description says', async () => {
    const { CertificateSummaryList = [] } = await cloud.client.send(new ListCertificatesCommand({}));
    const detail = await cloud.describe(CertificateSummaryList[0]?.CertificateArn ?? '');
    expect(CertificateSummaryList).toEqual([
      {
        CertificateArn: detail.CertificateArn,
        DomainName: 'rsa.example.com',
        SubjectAlternativeNameSummaries: ['rsa.example.com', 'a.example.com'],
        HasAdditionalSubjectAlternativeNames: false,
        Status: 'ISSUED',
        Type: 'AMAZON_ISSUED',
        KeyAlgorithm: detail.KeyAlgorithm,
        KeyUsages: ['DIGITAL_SIGNATURE', 'KEY_ENCIPHERMENT'],
        ExtendedKeyUsages: ['TLS_WEB_SERVER_AUTHENTICATION'],
        ExportOption: 'DISABLED',
        Exported: false,
        InUse: false,
        RenewalEligibility: 'INELIGIBLE',
        CertificateKeyPairOrigin: 'AWS_MANAGED',
        CreatedAt: detail.CreatedAt,
        IssuedAt: detail.IssuedAt,
        NotBefore: detail.NotBefore,
        NotAfter: detail.NotAfter,
      },
    ]);
  });

  it.each<[string, ListCertificatesRequest]>([
    ['no item a page', { MaxItems: 0 }],
    ['1001 items a page', { MaxItems: 1001 }],
    ['a token that it never gave', { NextToken: 'bm9wZQ' }],
    ['a field to sort by without an order', { SortBy: 'CREATED_AT' }],
    ['an order without a field', { SortOrder: 'ASCENDING' }],
  ])('refuses %s', async (_, input) => {
    await expect(cloud.client.send(new ListCertificatesCommand(input))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});

describe('a list that changes', () => {
  beforeEach(async () => {
    cloud = await startAcmCloud({ timings: { visible: MINUTE }, quotas: { namesPerCertificate: 101 } });
  });
  afterEach(() => cloud.stop());

  it('comes in pages that a deletion between them does not disturb', async () => {
    for (const label of ['a', 'b', 'c']) {
      await cloud.request(`${label}.example.com`);
      await cloud.clock.advance(MINUTE);
    }
    const includes = { MaxItems: 1, Includes: { keyTypes: [...ALL_KEY_TYPES] } };
    const first = await cloud.client.send(new ListCertificatesCommand(includes));
    const [certificate] = first.CertificateSummaryList ?? [];
    await cloud.client.send(new DeleteCertificateCommand({ CertificateArn: certificate?.CertificateArn }));
    const second = await cloud.client.send(new ListCertificatesCommand({ ...includes, NextToken: first.NextToken }));
    const third = await cloud.client.send(new ListCertificatesCommand({ ...includes, NextToken: second.NextToken }));
    const pages = [first, second, third].map((page) =>
      page.CertificateSummaryList?.map(({ DomainName }) => DomainName),
    );
    expect(pages).toEqual([['a.example.com'], ['b.example.com'], ['c.example.com']]);
    expect(third.NextToken).toBeUndefined();
  });

  it('does not have a certificate before it can be described', async () => {
    await cloud.request('old.example.com', { KeyAlgorithm: 'RSA_2048' });
    await cloud.clock.advance(MINUTE);
    await cloud.request('new.example.com', { KeyAlgorithm: 'RSA_2048' });
    expect(await listed()).toEqual(['old.example.com']);
    await cloud.clock.advance(MINUTE);
    expect(await listed()).toEqual(['old.example.com', 'new.example.com']);
  });

  it('summarises at most 100 names', async () => {
    const SubjectAlternativeNames = Array.from({ length: 100 }, (_, index) => `n${index}.example.com`);
    await cloud.request('example.com', { KeyAlgorithm: 'RSA_2048', SubjectAlternativeNames });
    await cloud.clock.advance(MINUTE);
    const { CertificateSummaryList = [] } = await cloud.client.send(new ListCertificatesCommand({}));
    expect(CertificateSummaryList[0]?.SubjectAlternativeNameSummaries).toHaveLength(100);
    expect(CertificateSummaryList[0]?.HasAdditionalSubjectAlternativeNames).toBe(true);
  });
});
