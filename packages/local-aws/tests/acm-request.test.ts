import { DeleteCertificateCommand } from '@aws-sdk/client-acm';
import type { RequestCertificateRequest, Tag } from '@aws-sdk/client-acm';
import { DAY, HOUR, SECOND, startAcmCloud, type AcmCloud } from './acm-setup';

let cloud: AcmCloud;
beforeEach(async () => {
  cloud = await startAcmCloud();
});
afterEach(() => cloud.stop());

const label = (length: number) => 'a'.repeat(length);
const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}.example.com`);
const longest = [label(63), label(63), label(63), label(61)].join('.');
const tags = (count: number): Tag[] => Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));

describe('a request that AWS refuses', () => {
  it.each<[string, string, Partial<RequestCertificateRequest>, string]>([
    ['a name without a dot', 'localhost', {}, 'ValidationException'],
    ['a trailing dot', 'example.com.', {}, 'ValidationException'],
    ['an underscore', '_a.example.com', {}, 'ValidationException'],
    ['a name in Unicode', 'münchen.example.com', {}, 'ValidationException'],
    ['a wildcard that is not the leftmost label', 'www.*.example.com', {}, 'ValidationException'],
    ['a second wildcard', '*.*.example.com', {}, 'ValidationException'],
    ['part of a label as a wildcard', 'w*.example.com', {}, 'ValidationException'],
    ['a label that begins with a hyphen', '-a.example.com', {}, 'ValidationException'],
    ['a label that ends with a hyphen', 'a-.example.com', {}, 'ValidationException'],
    ['a label of 64 octets', `${label(64)}.com`, {}, 'ValidationException'],
    ['a first name of 65 octets', `${label(53)}.example.com`, {}, 'InvalidParameterException'],
    [
      'a name of 254 octets',
      'example.com',
      { SubjectAlternativeNames: [`${label(62)}${longest.slice(61)}`] },
      'ValidationException',
    ],
    ['an empty list of other names', 'example.com', { SubjectAlternativeNames: [] }, 'ValidationException'],
    ['11 names', 'example.com', { SubjectAlternativeNames: names(10) }, 'LimitExceededException'],
    ['101 other names', 'example.com', { SubjectAlternativeNames: names(101) }, 'ValidationException'],
    ['a token with hyphens', 'example.com', { IdempotencyToken: '0f-1' }, 'ValidationException'],
    ['a token of 33 characters', 'example.com', { IdempotencyToken: label(33) }, 'ValidationException'],
    ['an empty token', 'example.com', { IdempotencyToken: '' }, 'ValidationException'],
    ['a key type for imports only', 'example.com', { KeyAlgorithm: 'RSA_4096' }, 'InvalidParameterException'],
    ['validation by HTTP', 'example.com', { ValidationMethod: 'HTTP' }, 'InvalidParameterException'],
    ['an exportable certificate', 'example.com', { Options: { Export: 'ENABLED' } }, 'InvalidParameterException'],
    [
      'opting out of transparency logs',
      'example.com',
      { Options: { CertificateTransparencyLoggingPreference: 'DISABLED' } },
      'InvalidParameterException',
    ],
    [
      'a private authority',
      'example.com',
      { CertificateAuthorityArn: 'arn:aws:acm-pca:eu-central-1:123456789012:certificate-authority/1' },
      'InvalidParameterException',
    ],
    ['management by CloudFront', 'example.com', { ManagedBy: 'CLOUDFRONT' }, 'InvalidParameterException'],
    ['an empty list of tags', 'example.com', { Tags: [] }, 'ValidationException'],
    ['51 tags', 'example.com', { Tags: tags(51) }, 'TooManyTagsException'],
    ['a tag value with an asterisk', 'example.com', { Tags: [{ Key: 'a', Value: '*.b' }] }, 'ValidationException'],
    ['a tag key of 129 characters', 'example.com', { Tags: [{ Key: label(129) }] }, 'ValidationException'],
    ['a tag value of 257', 'example.com', { Tags: [{ Key: 'a', Value: label(257) }] }, 'ValidationException'],
    ['a tag key of AWS', 'example.com', { Tags: [{ Key: 'aws:a' }] }, 'InvalidTagException'],
    ['one tag key twice', 'example.com', { Tags: [{ Key: 'a' }, { Key: 'a' }] }, 'InvalidTagException'],
    [
      'mail about a name that is not requested',
      'example.com',
      { DomainValidationOptions: [{ DomainName: 'www.example.com', ValidationDomain: 'example.com' }] },
      'InvalidDomainValidationOptionsException',
    ],
    [
      'mail to a domain that is not above the name',
      'www.example.com',
      { DomainValidationOptions: [{ DomainName: 'www.example.com', ValidationDomain: 'ample.com' }] },
      'InvalidDomainValidationOptionsException',
    ],
  ])('%s', async (_, domainName, input, error) => {
    await expect(cloud.request(domainName, input)).rejects.toMatchObject({ name: error });
    expect(cloud.acm.certificates()).toEqual([]);
  });

  it('a key type and a validation method that do not exist', async () => {
    const { RequestCertificate } = cloud.acm.service.operations;
    const call = { service: 'acm', operation: 'RequestCertificate', principal: 'root', requestId: '1' };
    expect(() => RequestCertificate?.({ DomainName: 'example.com', KeyAlgorithm: 'RSA' }, call)).toThrow(/enum value/);
    expect(() => RequestCertificate?.({ DomainName: 'example.com', ValidationMethod: 'A' }, call)).toThrow(/enum/);
  });

  it('says it in the words of AWS', async () => {
    await expect(cloud.request('example.com', { Tags: [{ Key: 'a', Value: '*' }] })).rejects.toThrow(
      "1 validation error detected: Value '*' at 'tags.1.member.value' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*',
    );
  });
});

describe('a request that AWS takes', () => {
  it.each<[string, string, Partial<RequestCertificateRequest>]>([
    ['a wildcard', '*.example.com', {}],
    ['a first name of 64 octets', `${label(52)}.example.com`, {}],
    ['another name of 253 octets', 'example.com', { SubjectAlternativeNames: [longest] }],
    ['10 names', 'example.com', { SubjectAlternativeNames: names(9) }],
    ['10 names and a repetition', 'example.com', { SubjectAlternativeNames: [...names(9), 'example.com'] }],
    ['a token of 32 characters', 'example.com', { IdempotencyToken: label(32) }],
    ['50 tags', 'example.com', { Tags: tags(50) }],
    ['a tag without a value', 'example.com', { Tags: [{ Key: 'a' }] }],
  ])('%s', async (_, domainName, input) => {
    await expect(cloud.request(domainName, input)).resolves.toMatch(
      /^arn:aws:acm:eu-central-1:123456789012:certificate\/[0-9a-f-]{36}$/,
    );
  });

  it('keeps the names in order, in lower case, none twice', async () => {
    await cloud.request('Example.com', { SubjectAlternativeNames: ['b.example.com', 'EXAMPLE.com', 'a.example.com'] });
    expect(cloud.acm.certificates()[0]?.domainNames).toEqual(['example.com', 'b.example.com', 'a.example.com']);
  });

  it('is for RSA_2048 and e-mail when it does not say', async () => {
    await cloud.request('example.com', { ValidationMethod: undefined, KeyAlgorithm: undefined });
    expect(cloud.acm.certificates()).toMatchObject([{ keyAlgorithm: 'RSA_2048', validationMethod: 'EMAIL' }]);
  });
});

describe('an idempotency token', () => {
  const token = { IdempotencyToken: 'once', SubjectAlternativeNames: ['a.example.com', 'b.example.com'] };

  it('gets the same certificate for an hour, then another', async () => {
    const first = await cloud.request('example.com', token);
    await cloud.clock.advance(HOUR - 10 * SECOND);
    await expect(cloud.request('example.com', token)).resolves.toBe(first);
    await cloud.clock.advance(10 * SECOND);
    await expect(cloud.request('example.com', token)).resolves.not.toBe(first);
  });

  it.each<[string, string, Partial<RequestCertificateRequest>]>([
    ['another first name', 'www.example.com', {}],
    ['other names', 'example.com', { SubjectAlternativeNames: ['a.example.com'] }],
    ['another key type', 'example.com', { KeyAlgorithm: 'RSA_2048' }],
    ['another validation method', 'example.com', { ValidationMethod: 'EMAIL' }],
    ['another token', 'example.com', { IdempotencyToken: 'twice' }],
    ['no token', 'example.com', { IdempotencyToken: undefined }],
  ])('does not hold for %s', async (_, domainName, input) => {
    const first = await cloud.request('example.com', token);
    await expect(cloud.request(domainName, { ...token, ...input })).resolves.not.toBe(first);
    await expect(cloud.request('example.com', token)).resolves.toBe(first);
  });

  it('holds when the other names come in another order', async () => {
    const first = await cloud.request('example.com', token);
    const reordered = { ...token, SubjectAlternativeNames: ['b.example.com', 'a.example.com'] };
    await expect(cloud.request('example.com', reordered)).resolves.toBe(first);
  });
});

describe('quotas', () => {
  beforeEach(async () => {
    await cloud.stop();
    cloud = await startAcmCloud({ quotas: { certificates: 2, certificatesPerYear: 3, namesPerCertificate: 2 } });
  });

  it('bound the certificates there are', async () => {
    await cloud.request('a.example.com');
    const second = await cloud.request('b.example.com');
    await expect(cloud.request('c.example.com')).rejects.toMatchObject({ name: 'LimitExceededException' });
    await cloud.clock.advance(SECOND);
    await cloud.client.send(new DeleteCertificateCommand({ CertificateArn: second }));
    await expect(cloud.request('c.example.com')).resolves.toBeDefined();
  });

  it('bound the requests of 365 days, deleted certificates included', async () => {
    for (const domainName of ['a.example.com', 'b.example.com', 'c.example.com']) {
      const arn = await cloud.request(domainName);
      await cloud.clock.advance(SECOND);
      await cloud.client.send(new DeleteCertificateCommand({ CertificateArn: arn }));
    }
    await expect(cloud.request('d.example.com')).rejects.toThrow(/limit of 3 certificates in the last year/);
    await cloud.clock.advance(365 * DAY);
    await expect(cloud.request('d.example.com')).resolves.toBeDefined();
  });

  it('bound the names of one certificate, the first included', async () => {
    await expect(cloud.request('a.example.com', { SubjectAlternativeNames: names(2) })).rejects.toThrow(
      'Certificate has too many domains.',
    );
    await expect(cloud.request('a.example.com', { SubjectAlternativeNames: names(1) })).resolves.toBeDefined();
  });
});
