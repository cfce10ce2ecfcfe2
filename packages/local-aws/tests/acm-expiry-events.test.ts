import { ImportCertificateCommand, PutAccountConfigurationCommand } from '@aws-sdk/client-acm';
import type { AcmDependencies } from '../src/acm/acm';
import { consumerOf, DAY, HOUR, SECOND, startAcmCloud, type AcmCloud } from './acm-setup';

const APPROACHING = 'ACM Certificate Approaching Expiration';
const ACTION_REQUIRED = 'ACM Certificate Renewal Action Required';
const EXPIRED = 'ACM Certificate Expired';
const DATE = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string;

let cloud: AcmCloud;
beforeEach(async () => {
  cloud = await startAcmCloud();
});
afterEach(() => cloud.stop());

async function restart(needs: Partial<AcmDependencies>) {
  await cloud.stop();
  cloud = await startAcmCloud(needs);
}

const range = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, index) => from - index);
const daysAnnouncedBy = (detailType: string) => cloud.details(detailType).map(({ DaysToExpiry }) => DaysToExpiry);

const tellFrom = (DaysBeforeExpiry: number) =>
  cloud.client.send(
    new PutAccountConfigurationCommand({ ExpiryEvents: { DaysBeforeExpiry }, IdempotencyToken: 'token' }),
  );

async function importCertificate(days: number, CertificateArn?: string): Promise<string> {
  const now = cloud.clock.now();
  const leaf = await cloud.authority.issue({
    domainNames: ['i.example.com'],
    keyAlgorithm: 'EC_prime256v1',
    notBefore: now - DAY,
    notAfter: now + days * DAY,
  });
  const command = new ImportCertificateCommand({
    CertificateArn,
    Certificate: Buffer.from(leaf.certificatePem),
    PrivateKey: Buffer.from(leaf.privateKeyPem),
    CertificateChain: Buffer.from(leaf.chainPem),
  });
  return (await cloud.client.send(command)).CertificateArn ?? '';
}

/** A certificate in use whose validation record is gone when its renewal begins. */
async function issueAndLoseRecord(domainName = 'example.com'): Promise<{ arn: string; restore: () => void }> {
  const arn = await cloud.issue(domainName);
  const [{ Name = '', Value } = {}] = await cloud.recordsOf(arn);
  cloud.dns.remove('CNAME', Name);
  return { arn, restore: () => cloud.dns.add('CNAME', Name, Value) };
}

describe('the approaching end', () => {
  it('of a public certificate that nothing renews is announced daily from day 30', async () => {
    const arn = await cloud.issue('example.com', { isInUse: false });
    await cloud.advanceToDaysLeft(arn, 31);
    expect(cloud.details(APPROACHING)).toEqual([]);
    await cloud.advanceToDaysLeft(arn, -10);
    expect(daysAnnouncedBy(APPROACHING)).toEqual(range(30, 1));
    expect(cloud.events.find(({ detailType }) => detailType === APPROACHING)).toEqual({
      source: 'aws.acm',
      detailType: APPROACHING,
      resources: [arn],
      detail: {
        DaysToExpiry: 30,
        CommonName: 'example.com',
        FirstSubjectAlternativeName: 'example.com',
        ValidityInDays: 198,
        CertificateKeyPairOrigin: 'AWS_MANAGED',
      },
    });
  });

  it('of an imported certificate is announced daily from day 45', async () => {
    await importCertificate(100);
    await cloud.clock.advance(110 * DAY);
    expect(daysAnnouncedBy(APPROACHING)).toEqual(range(45, 1));
    expect(cloud.details(APPROACHING)[0]).toMatchObject({ CertificateKeyPairOrigin: 'CUSTOMER_PROVIDED' });
  });

  it('is announced from the next day when a certificate is imported with less left', async () => {
    await importCertificate(3.5);
    await cloud.clock.advance(10 * DAY);
    expect(daysAnnouncedBy(APPROACHING)).toEqual([3, 2, 1]);
  });

  it('is announced from the day that the account has configured, at once and for every certificate', async () => {
    const arn = await cloud.issue('example.com', { isInUse: false });
    await importCertificate(198);
    await cloud.advanceToDaysLeft(arn, 100);
    await tellFrom(60);
    await cloud.advanceToDaysLeft(arn, 59);
    expect(daysAnnouncedBy(APPROACHING).toSorted()).toEqual([59, 60, 60]);
    await tellFrom(5);
    await cloud.advanceToDaysLeft(arn, -10);
    expect(daysAnnouncedBy(APPROACHING).slice(3).toSorted()).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  });

  it('of a certificate that ACM renews in time is announced only when the account has configured earlier events', async () => {
    const arn = await cloud.issue('example.com');
    await cloud.clock.advance(190 * DAY);
    expect(daysAnnouncedBy(APPROACHING)).toEqual([]);
    await tellFrom(47);
    await cloud.advanceToDaysLeft(arn, 45);
    expect(daysAnnouncedBy(APPROACHING)).toEqual([47, 46, 45]);
  });

  it('of a certificate that is imported again is announced for the new one only', async () => {
    const arn = await importCertificate(50);
    await cloud.clock.advance(10 * DAY);
    const before = daysAnnouncedBy(APPROACHING).length;
    await importCertificate(100, arn);
    await cloud.clock.advance(54 * DAY);
    expect(daysAnnouncedBy(APPROACHING)).toHaveLength(before);
    await cloud.clock.advance(2 * DAY);
    expect(daysAnnouncedBy(APPROACHING).slice(before)).toEqual([45]);
  });
});

describe('the end', () => {
  it('of a public certificate is announced when it has come', async () => {
    const arn = await cloud.issue('example.com', { isInUse: false });
    await cloud.advanceToDaysLeft(arn, 1);
    expect([cloud.details(EXPIRED), (await cloud.describe(arn)).Status]).toEqual([[], 'ISSUED']);
    await cloud.clock.advance(DAY);
    expect((await cloud.describe(arn)).Status).toBe('EXPIRED');
    const { CreatedAt, NotAfter } = await cloud.describe(arn);
    const date = (value: Date | undefined) => value?.toISOString().replace(/\.\d{3}Z$/, 'Z');
    expect(cloud.details(EXPIRED)).toEqual([
      {
        CertificateType: 'AMAZON_ISSUED',
        CommonName: 'example.com',
        FirstSubjectAlternativeName: 'example.com',
        ValidityInDays: 198,
        CertificateKeyPairOrigin: 'AWS_MANAGED',
        DomainValidationMethod: 'DNS',
        CertificateCreatedDate: date(CreatedAt),
        CertificateExpirationDate: date(NotAfter),
        InUse: false,
        Exported: false,
      },
    ]);
  });

  it('of an imported certificate is not announced', async () => {
    const arn = await importCertificate(10);
    await cloud.clock.advance(20 * DAY);
    expect([cloud.details(EXPIRED), (await cloud.describe(arn)).Status]).toEqual([[], 'EXPIRED']);
  });

  it('of a deleted or revoked certificate is not announced', async () => {
    const arn = await cloud.issue('example.com');
    cloud.acm.revoke(arn);
    await cloud.clock.advance(200 * DAY);
    expect([cloud.details(APPROACHING), cloud.details(EXPIRED)]).toEqual([[], []]);
  });
});

describe('a failing renewal', () => {
  it('is reported at 30, 15, 3 and 1 days, and not between day 45 and day 30', async () => {
    const { arn } = await issueAndLoseRecord();
    await cloud.advanceToDaysLeft(arn, 31);
    expect((await cloud.describe(arn)).RenewalSummary?.RenewalStatus).toBe('PENDING_VALIDATION');
    expect(cloud.events.slice(1)).toEqual([]);
    await cloud.advanceToDaysLeft(arn, -10);
    expect(daysAnnouncedBy(ACTION_REQUIRED)).toEqual([30, 15, 3, 1]);
    expect(cloud.details(ACTION_REQUIRED)[0]).toEqual({
      CertificateType: 'AMAZON_ISSUED',
      CommonName: 'example.com',
      FirstSubjectAlternativeName: 'example.com',
      ValidityInDays: 198,
      CertificateKeyPairOrigin: 'AWS_MANAGED',
      DomainValidationMethod: 'DNS',
      RenewalStatusReason: 'PENDING_DOMAIN_VALIDATION',
      DaysToExpiry: 30,
      CertificateExpirationDate: DATE,
      InUse: true,
      Exported: false,
    });
  });

  it.each<[string, () => void, string]>([
    ['CAA', () => cloud.dns.add('CAA', 'example.com', { flags: 0, tag: 'issue', value: ';' }), 'CAA_ERROR'],
    ['ACM', () => cloud.acm.failRenewal('example.com', 'DOMAIN_NOT_ALLOWED'), 'DOMAIN_NOT_ALLOWED'],
  ])('is reported with the reason of %s', async (_, spoil, reason) => {
    const arn = await cloud.issue('example.com');
    spoil();
    await cloud.advanceToDaysLeft(arn, -10);
    expect(cloud.details(ACTION_REQUIRED).map(({ RenewalStatusReason }) => RenewalStatusReason)).toEqual(
      Array(4).fill(reason),
    );
  });

  it('is no longer reported once it is mended, even just before', async () => {
    const { arn, restore } = await issueAndLoseRecord();
    await cloud.advanceToDaysLeft(arn, 16);
    expect(daysAnnouncedBy(ACTION_REQUIRED)).toEqual([30]);
    await cloud.clock.advance(DAY - 3 * 60 * SECOND);
    restore();
    await cloud.clock.advance(5 * DAY);
    expect(daysAnnouncedBy(ACTION_REQUIRED)).toEqual([30]);
    expect((await cloud.describe(arn)).RenewalSummary?.RenewalStatus).toBe('SUCCESS');
  });

  it('is not reported for a certificate that is no longer used', async () => {
    const { arn } = await issueAndLoseRecord();
    await cloud.advanceToDaysLeft(arn, 20);
    cloud.acm.store.setInUse(consumerOf('example.com'), []);
    await cloud.advanceToDaysLeft(arn, 0);
    expect(daysAnnouncedBy(ACTION_REQUIRED)).toEqual([30]);
    expect(cloud.details(EXPIRED)).toMatchObject([{ InUse: false }]);
  });

  it('is reported for a short validity only from the day on which its renewal begins', async () => {
    await restart({ validityDays: 47 });
    const { arn } = await issueAndLoseRecord();
    await cloud.advanceToDaysLeft(arn, -10);
    expect(daysAnnouncedBy(ACTION_REQUIRED)).toEqual([15, 3, 1]);
  });

  it('of a renewed certificate is reported like that of the first', async () => {
    const arn = await cloud.issue('example.com');
    await cloud.advanceToDaysLeft(arn, 40);
    await cloud.advanceToDaysLeft(arn, 50);
    cloud.acm.failRenewal('example.com', 'OTHER');
    await cloud.advanceToDaysLeft(arn, 0);
    expect(daysAnnouncedBy(ACTION_REQUIRED)).toEqual([30, 15, 3, 1]);
  });
});

it('a renewed certificate is announced as available', async () => {
  const arn = await cloud.issue('example.com');
  await cloud.advanceToDaysLeft(arn, 45);
  expect(cloud.details('ACM Certificate Available')).toEqual([
    expect.objectContaining({ Action: 'ISSUANCE', InUse: false }),
    {
      Action: 'RENEWAL',
      CertificateType: 'AMAZON_ISSUED',
      CommonName: 'example.com',
      FirstSubjectAlternativeName: 'example.com',
      ValidityInDays: 198,
      CertificateKeyPairOrigin: 'AWS_MANAGED',
      DomainValidationMethod: 'DNS',
      CertificateCreatedDate: '2026-11-24T09:30:00Z',
      CertificateExpirationDate: DATE,
      DaysToExpiry: 198,
      InUse: true,
      Exported: false,
    },
  ]);
});

it('ACM Certificate Rotated is an envelope without detail, for nothing more is published of it', async () => {
  const arn = await cloud.issue('example.com');
  cloud.acm.announceRotation(arn);
  expect(cloud.events.at(-1)).toEqual({
    source: 'aws.acm',
    detailType: 'ACM Certificate Rotated',
    resources: [arn],
    detail: {},
  });
});

describe('delivery is best effort: an event', () => {
  const isAvailable = ({ detailType }: { readonly detailType: string }) => detailType.endsWith('Available');

  it.each([0, 1, 2])('may come %i times', async (times) => {
    await restart({ deliveries: (event) => (isAvailable(event) ? times : 1) });
    const arn = await cloud.issue('example.com', { isInUse: false });
    await cloud.advanceToDaysLeft(arn, 0);
    expect(cloud.details('ACM Certificate Available')).toHaveLength(times);
    expect(cloud.details(EXPIRED)).toHaveLength(1);
  });

  it('may come late', async () => {
    await restart({ delay: (event) => (isAvailable(event) ? HOUR : 0) });
    await cloud.issue('example.com');
    expect(cloud.details('ACM Certificate Available')).toEqual([]);
    await cloud.clock.advance(HOUR);
    expect(cloud.details('ACM Certificate Available')).toHaveLength(1);
  });
});
