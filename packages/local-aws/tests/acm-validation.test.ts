import { DeleteCertificateCommand, GetCertificateCommand, waitUntilCertificateValidated } from '@aws-sdk/client-acm';
import type { CertificateDetail, DomainValidation } from '@aws-sdk/client-acm';
import { readX509Facts } from '../src/acm/x509-facts';
import { DAY, HOUR, MINUTE, START, startAcmCloud, type AcmCloud } from './acm-setup';

let cloud: AcmCloud;
beforeEach(async () => {
  cloud = await startAcmCloud({ timings: { inUse: MINUTE } });
});
afterEach(() => cloud.stop());

const validationsByName = ({ DomainValidationOptions = [] }: CertificateDetail) =>
  new Map(DomainValidationOptions.map((option): [string, DomainValidation] => [option.DomainName ?? '', option]));

const statuses = (detail: CertificateDetail) =>
  detail.DomainValidationOptions?.map((option) => option.ValidationStatus);

describe('after a request', () => {
  it('cannot be described for a moment', async () => {
    await cloud.stop();
    cloud = await startAcmCloud({ timings: { visible: MINUTE } });
    const arn = await cloud.request('example.com');
    await expect(cloud.describe(arn)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Could not find certificate ${arn}.`,
    });
    await cloud.clock.advance(MINUTE);
    await expect(cloud.describe(arn)).resolves.toMatchObject({
      CertificateArn: arn,
      Status: 'PENDING_VALIDATION',
      Type: 'AMAZON_ISSUED',
      InUseBy: [],
      RenewalEligibility: 'INELIGIBLE',
      CertificateKeyPairOrigin: 'AWS_MANAGED',
    });
  });

  it('shows its validation records late, and one name after another', async () => {
    await cloud.stop();
    const timings = { visible: 0, validationOptions: MINUTE, firstValidationRecord: 2 * MINUTE };
    cloud = await startAcmCloud({ timings: { ...timings, betweenValidationRecords: MINUTE } });
    const arn = await cloud.request('example.com', { SubjectAlternativeNames: ['a.example.com', 'b.example.com'] });
    const shown = async () => {
      const { DomainValidationOptions } = await cloud.describe(arn);
      return DomainValidationOptions?.map(({ ResourceRecord }) => ResourceRecord !== undefined);
    };
    const seen: (boolean[] | undefined)[] = [];
    for (let minute = 0; minute < 5; minute += 1) {
      seen.push(await shown());
      await cloud.clock.advance(MINUTE);
    }
    expect(seen).toEqual([
      undefined,
      [false, false, false],
      [true, false, false],
      [true, true, false],
      [true, true, true],
    ]);
  });
});

describe('a validation record', () => {
  it('has the form of ACM', async () => {
    const arn = await cloud.request('www.example.com');
    await cloud.clock.advance(MINUTE);
    const { ResourceRecord } = validationsByName(await cloud.describe(arn)).get('www.example.com') ?? {};
    expect(ResourceRecord?.Type).toBe('CNAME');
    expect(ResourceRecord?.Name).toMatch(/^_[0-9a-f]{32}\.www\.example\.com\.$/);
    expect(ResourceRecord?.Value).toMatch(/^_[0-9a-f]{32}\.[a-z]{10}\.acm-validations\.aws\.$/);
  });

  it('is shared by a domain and its wildcard, by all certificates, and by no other name', async () => {
    const first = await cloud.request('example.com', { SubjectAlternativeNames: ['*.example.com', 'a.example.com'] });
    const second = await cloud.request('*.example.com', { KeyAlgorithm: 'RSA_2048' });
    await cloud.clock.advance(MINUTE);
    const names = validationsByName(await cloud.describe(first));
    const wildcard = validationsByName(await cloud.describe(second)).get('*.example.com');
    expect(names.get('*.example.com')?.ResourceRecord).toEqual(names.get('example.com')?.ResourceRecord);
    expect(wildcard?.ResourceRecord).toEqual(names.get('example.com')?.ResourceRecord);
    expect(names.get('a.example.com')?.ResourceRecord).not.toEqual(names.get('example.com')?.ResourceRecord);
  });
});

describe('validation', () => {
  it('leads to issuance once every name is proved, and not before', async () => {
    const arn = await cloud.request('example.com', { SubjectAlternativeNames: ['a.example.com'] });
    await cloud.clock.advance(MINUTE);
    const records = [...validationsByName(await cloud.describe(arn)).values()].map((option) => option.ResourceRecord);

    cloud.dns.add('CNAME', records[0]?.Name ?? '', records[0]?.Value);
    await cloud.clock.advance(HOUR);
    const half = await cloud.describe(arn);
    expect([half.Status, statuses(half)]).toEqual(['PENDING_VALIDATION', ['SUCCESS', 'PENDING_VALIDATION']]);
    await expect(cloud.client.send(new GetCertificateCommand({ CertificateArn: arn }))).rejects.toMatchObject({
      name: 'RequestInProgressException',
    });

    cloud.dns.add('CNAME', records[1]?.Name ?? '', records[1]?.Value);
    await cloud.clock.advance(HOUR);
    const whole = await cloud.describe(arn);
    expect([whole.Status, statuses(whole)]).toEqual(['ISSUED', ['SUCCESS', 'SUCCESS']]);
  });

  it('may be over while the certificate is still pending, which is where the waiter of the SDK stops', async () => {
    await cloud.stop();
    cloud = await startAcmCloud({ timings: { issuance: HOUR } });
    const arn = await cloud.request('example.com');
    await cloud.publishRecords(arn);
    await cloud.clock.advance(MINUTE);
    const waited = await waitUntilCertificateValidated(
      { client: cloud.client, minDelay: 1, maxDelay: 1, maxWaitTime: 5 },
      { CertificateArn: arn },
    );
    expect(waited.state).toBe('SUCCESS');
    expect((await cloud.describe(arn)).Status).toBe('PENDING_VALIDATION');
    await cloud.clock.advance(HOUR);
    expect((await cloud.describe(arn)).Status).toBe('ISSUED');
  });

  it.each<[string, number, string]>([
    ['one', 1, 'ISSUED'],
    ['five', 5, 'ISSUED'],
    ['six', 6, 'PENDING_VALIDATION'],
  ])('follows %s CNAMEs to the value: %d', async (_, links, status) => {
    const arn = await cloud.request('example.com');
    await cloud.clock.advance(MINUTE);
    const { ResourceRecord } = validationsByName(await cloud.describe(arn)).get('example.com') ?? {};
    const stops = Array.from({ length: links - 1 }, (_unused, index) => `stop${index}.elsewhere.org`);
    const path = [ResourceRecord?.Name ?? '', ...stops, ResourceRecord?.Value ?? ''];
    path.slice(1).forEach((target, index) => cloud.dns.add('CNAME', path[index] ?? '', target));
    await cloud.clock.advance(HOUR);
    expect((await cloud.describe(arn)).Status).toBe(status);
  });

  it.each<[string, (name: string) => void]>([
    ['a record with another value', (name) => cloud.dns.add('CNAME', name, '_other.acm-validations.aws')],
    ['a loop', (name) => cloud.dns.add('CNAME', name, name)],
    ['a server that fails', (name) => cloud.dns.answerWith(name, 'SERVFAIL')],
    ['no record', () => undefined],
  ])('goes on waiting for %s', async (_, arrange) => {
    const arn = await cloud.request('example.com');
    await cloud.clock.advance(MINUTE);
    arrange(validationsByName(await cloud.describe(arn)).get('example.com')?.ResourceRecord?.Name ?? '');
    await cloud.clock.advance(HOUR);
    expect((await cloud.describe(arn)).Status).toBe('PENDING_VALIDATION');
  });

  it('finds records that another certificate left in place', async () => {
    await cloud.publishRecords(await cloud.request('example.com'));
    const second = await cloud.request('example.com', { SubjectAlternativeNames: ['*.example.com'] });
    await cloud.clock.advance(MINUTE);
    expect((await cloud.describe(second)).Status).toBe('ISSUED');
  });

  it('times out after 72 hours, for good, with few look-ups and little work', async () => {
    const arn = await cloud.request('example.com', { SubjectAlternativeNames: ['*.example.com'] });
    await cloud.clock.advance(72 * HOUR - MINUTE);
    expect((await cloud.describe(arn)).Status).toBe('PENDING_VALIDATION');
    await cloud.clock.advance(MINUTE);
    const late = await cloud.describe(arn);
    expect([late.Status, statuses(late)]).toEqual(['VALIDATION_TIMED_OUT', ['FAILED', 'FAILED']]);
    expect(cloud.dns.queries.length).toBeLessThan(300);

    await cloud.publishRecords(arn);
    await cloud.clock.advance(DAY);
    expect((await cloud.describe(arn)).Status).toBe('VALIDATION_TIMED_OUT');
    expect(cloud.events).toEqual([]);
  });

  it('does not time out once every name is proved', async () => {
    await cloud.stop();
    cloud = await startAcmCloud({ timings: { issuance: 80 * HOUR } });
    const arn = await cloud.request('example.com');
    await cloud.publishRecords(arn);
    await cloud.clock.advance(75 * HOUR);
    expect((await cloud.describe(arn)).Status).toBe('PENDING_VALIDATION');
    await cloud.clock.advance(10 * HOUR);
    expect((await cloud.describe(arn)).Status).toBe('ISSUED');
  });

  it('of a certificate deleted just before issuance issues nothing', async () => {
    await cloud.stop();
    cloud = await startAcmCloud({ timings: { issuance: HOUR } });
    const arn = await cloud.request('example.com');
    await cloud.publishRecords(arn);
    await cloud.clock.advance(MINUTE);
    await cloud.client.send(new DeleteCertificateCommand({ CertificateArn: arn }));
    await cloud.clock.advance(DAY);
    expect([cloud.acm.certificates(), cloud.events]).toEqual([[], []]);
  });

  it('by e-mail waits for an approval that never comes', async () => {
    const arn = await cloud.request('www.example.com', {
      ValidationMethod: undefined,
      DomainValidationOptions: [{ DomainName: 'www.example.com', ValidationDomain: 'example.com' }],
    });
    await cloud.clock.advance(MINUTE);
    const option = validationsByName(await cloud.describe(arn)).get('www.example.com');
    expect(option).toMatchObject({ ValidationMethod: 'EMAIL', ValidationDomain: 'example.com' });
    expect(option?.ValidationEmails).toContain('hostmaster@example.com');
    expect(option?.ResourceRecord).toBeUndefined();
    await cloud.clock.advance(72 * HOUR);
    expect((await cloud.describe(arn)).Status).toBe('VALIDATION_TIMED_OUT');
  });
});

describe('CAA', () => {
  type Caa = [tag: string, value: string, flags?: number];
  const issued = 'ISSUED';
  const forbidden = 'CAA_ERROR';

  it.each<[string, string, string, Record<string, Caa[]>]>([
    ['no record', 'www.example.com', issued, {}],
    ['amazon.com', 'www.example.com', issued, { 'www.example.com': [['issue', 'amazon.com']] }],
    ['amazontrust.com', 'www.example.com', issued, { 'www.example.com': [['issue', 'amazontrust.com']] }],
    ['awstrust.com', 'www.example.com', issued, { 'www.example.com': [['issue', 'awstrust.com']] }],
    ['amazonaws.com', 'www.example.com', issued, { 'www.example.com': [['issue', 'amazonaws.com']] }],
    [
      'capitals, blanks and a parameter',
      'www.example.com',
      issued,
      { 'www.example.com': [['Issue', ' Amazon.COM ; validationmethods=dns-01']] },
    ],
    ['another issuer', 'www.example.com', forbidden, { 'www.example.com': [['issue', 'letsencrypt.org']] }],
    [
      'another issuer and Amazon',
      'www.example.com',
      issued,
      { 'www.example.com': [['issue', 'letsencrypt.org'], ['issue', 'amazon.com']] }, // prettier-ignore
    ],
    ['a name that only ends like an issuer', 'example.com', forbidden, { 'example.com': [['issue', 'notamazon.com']] }],
    ['a semicolon', 'www.example.com', forbidden, { 'www.example.com': [['issue', ';']] }],
    ['an empty value', 'www.example.com', forbidden, { 'www.example.com': [['issue', '']] }],
    ['a reporting address alone', 'www.example.com', issued, { 'example.com': [['iodef', 'mailto:a@example.com']] }],
    ['a parent that forbids', 'a.b.example.com', forbidden, { 'example.com': [['issue', 'letsencrypt.org']] }],
    ['a top-level domain that forbids', 'www.example.com', forbidden, { com: [['issue', 'letsencrypt.org']] }],
    [
      'a closer parent that permits',
      'a.b.example.com',
      issued,
      { 'b.example.com': [['issue', 'amazon.com']], 'example.com': [['issue', ';']] },
    ],
    [
      'a closer parent that forbids',
      'a.b.example.com',
      forbidden,
      { 'b.example.com': [['issue', ';']], 'example.com': [['issue', 'amazon.com']] },
    ],
    ['a wildcard without issuewild', '*.example.com', forbidden, { 'example.com': [['issue', 'letsencrypt.org']] }],
    [
      'a wildcard and an issuewild without Amazon',
      '*.example.com',
      forbidden,
      { 'example.com': [['issue', 'amazon.com'], ['issuewild', 'letsencrypt.org']] }, // prettier-ignore
    ],
    [
      'a wildcard and an issuewild with Amazon',
      '*.example.com',
      issued,
      { 'example.com': [['issue', ';'], ['issuewild', 'amazon.com']] }, // prettier-ignore
    ],
    [
      'an issuewild, which does not concern a plain name',
      'example.com',
      issued,
      { 'example.com': [['issuewild', ';']] },
    ],
    ['an unknown tag', 'example.com', issued, { 'example.com': [['future', 'x']] }],
    ['an unknown critical tag', 'example.com', forbidden, { 'example.com': [['future', 'x', 128]] }],
  ])('%s: %s is %s', async (_, domainName, outcome, records) => {
    for (const [name, set] of Object.entries(records))
      for (const [tag, value, flags = 0] of set) cloud.dns.add('CAA', name, { flags, tag, value });
    const arn = await cloud.request(domainName);
    await cloud.publishRecords(arn);
    await cloud.clock.advance(MINUTE);
    const { Status, FailureReason } = await cloud.describe(arn);
    expect(FailureReason ?? Status).toBe(outcome);
  });

  it('that cannot be looked up forbids: broken DNSSEC looks like this', async () => {
    cloud.dns.answerWith('example.com', 'SERVFAIL');
    const arn = await cloud.request('www.example.com');
    await cloud.publishRecords(arn);
    await cloud.clock.advance(MINUTE);
    await expect(cloud.describe(arn)).resolves.toMatchObject({ Status: 'FAILED', FailureReason: 'CAA_ERROR' });
  });

  it('is looked up only when every name is validated', async () => {
    cloud.dns.add('CAA', 'example.com', { tag: 'issue', value: ';' });
    await cloud.request('www.example.com');
    await cloud.clock.advance(HOUR);
    expect(cloud.dns.queries.filter((query) => query.startsWith('CAA'))).toEqual([]);
  });

  it('fails the whole certificate for good, and shows which name it was', async () => {
    cloud.dns.add('CAA', 'b.example.com', { tag: 'issue', value: ';' });
    const arn = await cloud.request('a.example.com', { SubjectAlternativeNames: ['b.example.com'] });
    await cloud.publishRecords(arn);
    await cloud.clock.advance(73 * HOUR);
    const detail = await cloud.describe(arn);
    expect([detail.Status, statuses(detail)]).toEqual(['FAILED', ['SUCCESS', 'FAILED']]);
    expect(cloud.events).toEqual([]);
  });
});

describe('a name that is refused after the request', () => {
  it.each<[string, string, string]>([
    ['of AWS', 'web-1.eu-central-1.elasticbeanstalk.com', 'ADDITIONAL_VERIFICATION_REQUIRED'],
    ['of AWS', '*.amazonaws.com', 'ADDITIONAL_VERIFICATION_REQUIRED'],
    ['of AWS', 'd111111abcdef8.cloudfront.net', 'ADDITIONAL_VERIFICATION_REQUIRED'],
    ['of a domain that is verified by hand', 'www.bank.example', 'ADDITIONAL_VERIFICATION_REQUIRED'],
    ['of a domain that is not allowed', '*.bad.example', 'DOMAIN_NOT_ALLOWED'],
  ])('%s: %s', async (_, domainName, reason) => {
    await cloud.stop();
    cloud = await startAcmCloud({
      refusedDomains: { additionalVerificationRequired: ['bank.example'], domainNotAllowed: ['bad.example'] },
    });
    const arn = await cloud.request('fine.example.com', { SubjectAlternativeNames: [domainName] });
    await cloud.clock.advance(MINUTE);
    const detail = await cloud.describe(arn);
    expect(detail).toMatchObject({ Status: 'FAILED', FailureReason: reason });
    expect(statuses(detail)).toEqual(['PENDING_VALIDATION', 'FAILED']);
    expect(cloud.dns.queries).toEqual([]);
  });

  it('is not one that only ends in the same letters', async () => {
    const arn = await cloud.request('notamazonaws.com');
    await cloud.clock.advance(MINUTE);
    expect((await cloud.describe(arn)).Status).toBe('PENDING_VALIDATION');
  });
});

describe('an issued certificate', () => {
  const issueCertificate = async (...[domainName, input]: Parameters<AcmCloud['request']>) => {
    const arn = await cloud.request(domainName, input);
    await cloud.publishRecords(arn);
    await cloud.clock.advance(MINUTE);
    return arn;
  };

  it.each(['RSA_2048', 'EC_prime256v1', 'EC_secp384r1'] as const)('has the requested key: %s', async (key) => {
    const arn = await issueCertificate('example.com', {
      KeyAlgorithm: key,
      SubjectAlternativeNames: ['*.example.com'],
    });
    const { Certificate = '', CertificateChain } = await cloud.client.send(
      new GetCertificateCommand({ CertificateArn: arn }),
    );
    expect(readX509Facts(Certificate)).toMatchObject({
      keyAlgorithm: key,
      subjectAlternativeNames: ['example.com', '*.example.com'],
    });
    expect(cloud.acm.store.material(arn)).toMatchObject({
      arn,
      status: 'ISSUED',
      keyAlgorithm: key,
      domainNames: ['example.com', '*.example.com'],
      serial: readX509Facts(Certificate).serial,
      certificatePem: Certificate,
      chainPem: CertificateChain,
    });
  });

  it('is described with its dates, serial and issuer', async () => {
    const arn = await issueCertificate('example.com', { KeyAlgorithm: 'RSA_2048' });
    const detail = await cloud.describe(arn);
    expect(detail).toMatchObject({
      Status: 'ISSUED',
      Subject: 'CN=example.com',
      Issuer: 'Local Cloud',
      KeyAlgorithm: 'RSA-2048',
      SignatureAlgorithm: 'SHA256WITHECDSA',
      NotBefore: new Date('2026-11-24T00:00:00Z'),
      NotAfter: new Date('2027-06-09T23:59:59Z'),
      KeyUsages: [{ Name: 'DIGITAL_SIGNATURE' }, { Name: 'KEY_ENCIPHERMENT' }],
      ExtendedKeyUsages: [{ Name: 'TLS_WEB_SERVER_AUTHENTICATION', OID: '1.3.6.1.5.5.7.3.1' }],
    });
    expect(detail.Serial).toMatch(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
    expect(detail.Serial?.replaceAll(':', '')).toBe(cloud.acm.store.material(arn)?.serial);
    expect(detail.CreatedAt?.getTime()).toBeGreaterThanOrEqual(START);
    expect(detail.IssuedAt?.getTime()).toBeGreaterThan(detail.CreatedAt?.getTime() ?? Infinity);
  });

  it('is announced a little later, once', async () => {
    await cloud.stop();
    cloud = await startAcmCloud({ timings: { event: HOUR } });
    const arn = await issueCertificate('www.example.com', { SubjectAlternativeNames: ['a.example.com'] });
    expect((await cloud.describe(arn)).Status).toBe('ISSUED');
    expect(cloud.events).toEqual([]);
    await cloud.clock.advance(DAY);
    expect(cloud.events).toEqual([
      {
        source: 'aws.acm',
        detailType: 'ACM Certificate Available',
        resources: [arn],
        detail: {
          Action: 'ISSUANCE',
          CertificateType: 'AMAZON_ISSUED',
          CommonName: 'www.example.com',
          FirstSubjectAlternativeName: 'www.example.com',
          ValidityInDays: 198,
          CertificateKeyPairOrigin: 'AWS_MANAGED',
          DomainValidationMethod: 'DNS',
          CertificateCreatedDate: expect.stringMatching(/^2026-11-24T09:30:\d\dZ$/),
          CertificateExpirationDate: '2027-06-09T23:59:59Z',
          DaysToExpiry: 198,
          InUse: false,
          Exported: false,
        },
      },
    ]);
  });

  it('is valid as long as the cloud is configured, and expires by itself', async () => {
    await cloud.stop();
    cloud = await startAcmCloud({ validityDays: 47 });
    const arn = await issueCertificate('example.com');
    expect((await cloud.describe(arn)).NotAfter).toEqual(new Date('2027-01-09T23:59:59Z'));
    await cloud.clock.advance(Date.UTC(2027, 0, 9, 23, 59) - cloud.clock.now());
    expect((await cloud.describe(arn)).Status).toBe('ISSUED');
    await cloud.clock.advance(MINUTE);
    expect((await cloud.describe(arn)).Status).toBe('EXPIRED');
    expect(cloud.acm.store.material(arn)?.status).toBe('EXPIRED');
  });

  it('is eligible for renewal while something uses it', async () => {
    const arn = await issueCertificate('example.com');
    const listener = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1';
    expect((await cloud.describe(arn)).RenewalEligibility).toBe('INELIGIBLE');
    cloud.acm.store.setInUse(listener, [arn]);
    await expect(cloud.describe(arn)).resolves.toMatchObject({ RenewalEligibility: 'ELIGIBLE', InUseBy: [listener] });
    cloud.acm.store.setInUse(listener, []);
    expect((await cloud.describe(arn)).InUseBy).toEqual([listener]);
    await cloud.clock.advance(MINUTE);
    await expect(cloud.describe(arn)).resolves.toMatchObject({ RenewalEligibility: 'INELIGIBLE', InUseBy: [] });
  });

  it('is not eligible with a label that only looks internationalised', async () => {
    const arns = [await issueCertificate('ab--c.example.com'), await issueCertificate('xn--mnchen-3ya.example.com')];
    cloud.acm.store.setInUse('arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1', arns);
    const eligibility = await Promise.all(arns.map(async (arn) => (await cloud.describe(arn)).RenewalEligibility));
    expect(eligibility).toEqual(['INELIGIBLE', 'ELIGIBLE']);
  });
});

it('knows a certificate from its request on, its material only from issuance', async () => {
  const arn = await cloud.request('example.com');
  expect([cloud.acm.store.exists(arn), cloud.acm.store.material(arn)]).toEqual([true, undefined]);
  expect(cloud.acm.store.exists(`${arn}0`)).toBe(false);
});
