import { ACMClient } from '@aws-sdk/client-acm';
import { clientOptions } from 'local-aws/clients';
import { type Cloud, startCloud } from 'local-aws/cloud';
import { clientOptions as serviceOptions } from '../../shared/aws/call-aws';
import { acmCertificates } from '../../shared/aws/certificates';
import { CertificateNotFoundError, CertificateQuotaExceededError } from '../../shared/errors';
import type { CertificateRequest, Certificates } from '../../shared/ports/certificates';

const UNKNOWN = 'arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-4000-8000-000000000000';

let cloud: Cloud;
let client: ACMClient;
let certificates: Certificates;

beforeAll(async () => {
  cloud = await startCloud({ throttling: false, acm: { quotas: { certificates: 6 } } });
  client = new ACMClient({ ...serviceOptions, ...clientOptions(cloud) });
  certificates = acmCertificates(client);
});

afterAll(async () => {
  client.destroy();
  await cloud.close();
});

let requests = 0;
const request = (change: Partial<CertificateRequest> = {}) =>
  certificates.request({
    domainNames: ['app.example.test', '*.app.example.test'],
    keyAlgorithm: 'RSA_2048',
    idempotencyToken: `token${(requests += 1)}`,
    tags: { team: 'web' },
    ...change,
  });

test('lists every certificate of exactly the names, of each key type and in any order', async () => {
  const wanted = [
    await request({ keyAlgorithm: 'RSA_2048' }),
    await request({ keyAlgorithm: 'EC_prime256v1' }),
    await request({ keyAlgorithm: 'EC_secp384r1' }),
  ];
  await request({ domainNames: ['app.example.test'] });
  await cloud.clock.advance(5_000);
  const listed = await certificates.listByNames(['*.app.example.test', 'app.example.test']);
  expect(new Set(listed.map(({ certificateArn }) => certificateArn))).toEqual(new Set(wanted));
  expect(listed.map(({ keyAlgorithm, status }) => `${keyAlgorithm} ${status}`).sort()).toEqual([
    'EC_prime256v1 PENDING_VALIDATION',
    'EC_secp384r1 PENDING_VALIDATION',
    'RSA_2048 PENDING_VALIDATION',
  ]);
  expect(await certificates.listByNames(['other.example.test'])).toEqual([]);
});

test('describes a requested certificate: each name with its record, which base and wildcard share', async () => {
  const arn = await request({ tags: { team: 'api', empty: '' } });
  await cloud.clock.advance(5_000);
  const described = await certificates.describe(arn);
  expect(described).toMatchObject({
    certificateArn: arn,
    domainNames: ['app.example.test', '*.app.example.test'],
    keyAlgorithm: 'RSA_2048',
    status: 'PENDING_VALIDATION',
    serial: undefined,
  });
  expect(new Date(described?.createdAt ?? '').toISOString()).toBe(described?.createdAt);
  const [apex, wildcard] = described?.validations ?? [];
  expect(apex).toMatchObject({ domainName: 'app.example.test', status: 'PENDING_VALIDATION' });
  expect(apex?.record?.name).toMatch(/^_\w{32}\.app\.example\.test\.$/);
  expect(wildcard).toEqual({ ...apex, domainName: '*.app.example.test' });
  expect(await certificates.listTags(arn)).toEqual({ team: 'api', empty: '' });
});

test('an unknown certificate has no description', async () => {
  expect(await certificates.describe(UNKNOWN)).toBeUndefined();
});

test.each<[string, () => Promise<unknown>]>([
  ['ListTagsForCertificate', () => certificates.listTags(UNKNOWN)],
  ['AddTagsToCertificate', () => certificates.addTags(UNKNOWN, { team: 'web' })],
])('%s of an unknown certificate fails with CertificateNotFoundError', async (action, call) => {
  await expect(call()).rejects.toThrow(CertificateNotFoundError);
  await expect(call()).rejects.toThrow(new RegExp(`^acm:${action} arn:\\S+: Could not find certificate`));
});

test('the same token returns the same certificate', async () => {
  const twice = { domainNames: ['twice.example.test'] as [string], idempotencyToken: 'twice' };
  expect(await request(twice)).toBe(await request(twice));
});

test('a used-up quota is reported with the request', async () => {
  const refused = request();
  await expect(refused).rejects.toThrow(CertificateQuotaExceededError);
  await expect(refused).rejects.toThrow(/^acm:RequestCertificate app\.example\.test: /);
});

test('every request validates by DNS', () => {
  const inputs = cloud.calls.filter(({ operation }) => operation === 'RequestCertificate').map(({ input }) => input);
  expect(inputs.length).toBeGreaterThan(0);
  for (const input of inputs) expect(input).toMatchObject({ ValidationMethod: 'DNS' });
});
