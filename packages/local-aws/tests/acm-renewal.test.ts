import { X509Certificate } from 'node:crypto';
import { DeleteCertificateCommand, GetCertificateCommand } from '@aws-sdk/client-acm';
import type { CertificateDetail } from '@aws-sdk/client-acm';
import type { AcmDependencies } from '../src/acm/acm';
import { renewsBeforeDays } from '../src/acm/renewal';
import { consumerOf, DAY, HOUR, MINUTE, SECOND, startAcmCloud, type AcmCloud } from './acm-setup';

let cloud: AcmCloud;
beforeEach(async () => {
  cloud = await startAcmCloud();
});
afterEach(() => cloud.stop());

async function restart(needs: Partial<AcmDependencies>) {
  await cloud.stop();
  cloud = await startAcmCloud(needs);
}

const summaryOf = ({ RenewalSummary }: CertificateDetail) => [
  RenewalSummary?.RenewalStatus,
  RenewalSummary?.RenewalStatusReason,
  RenewalSummary?.DomainValidationOptions?.map(({ ValidationStatus }) => ValidationStatus),
];

const lifeInDays = ({ NotBefore, NotAfter }: CertificateDetail) =>
  Math.round((Number(NotAfter) - Number(NotBefore)) / DAY);

describe('a renewal', () => {
  it.each([
    [395, 60],
    [198, 45],
    [101, 45],
    [100, 33],
    [47, 15],
    [10, 3],
  ])('of a certificate of %i days begins %i days before its end', (validityDays, days) => {
    expect(renewsBeforeDays(validityDays)).toBe(days);
  });

  it.each([395, 198, 100, 47])('begins on that day and not on the one before, with %i days', async (validityDays) => {
    await restart({ validityDays });
    const arn = await cloud.issue('example.com');
    const first = await cloud.describe(arn);
    const begins = renewsBeforeDays(validityDays);
    expect([lifeInDays(first), cloud.acm.renewsBeforeDays]).toEqual([validityDays, begins]);

    await cloud.advanceToDaysLeft(arn, begins + 1);
    expect((await cloud.describe(arn)).Serial).toBe(first.Serial);
    await cloud.clock.advance(DAY);
    const second = await cloud.describe(arn);
    expect(second.Serial).not.toBe(first.Serial);
    expect(lifeInDays(second)).toBe(validityDays === 395 ? 198 : validityDays);
  });

  it('changes key, serial and dates under the same ARN, and nothing else', async () => {
    const arn = await cloud.issue('example.com', { SubjectAlternativeNames: ['*.example.com'], Tags: [{ Key: 'a' }] });
    const before = await cloud.describe(arn);
    const read = async () => {
      const { Certificate = '' } = await cloud.client.send(new GetCertificateCommand({ CertificateArn: arn }));
      return new X509Certificate(Certificate);
    };
    const first = await read();
    await cloud.advanceToDaysLeft(arn, 45);
    const second = await read();
    expect(second.publicKey.equals(first.publicKey)).toBe(false);
    expect(second.subjectAltName).toBe(first.subjectAltName);

    const after = await cloud.describe(arn);
    expect(after).toMatchObject({
      CertificateArn: arn,
      Status: 'ISSUED',
      DomainName: 'example.com',
      CreatedAt: before.CreatedAt,
      DomainValidationOptions: before.DomainValidationOptions,
      InUseBy: before.InUseBy,
    });
    expect(Number(after.NotBefore)).toBe(Math.floor(cloud.clock.now() / DAY) * DAY);
    expect(cloud.acm.certificates().map(({ tags }) => [...tags.keys()])).toEqual([['a']]);
  });

  it('may give another validity than ACM gave before', async () => {
    await restart({ validityDays: 198, nextValidityDays: () => 100 });
    const arn = await cloud.issue('example.com');
    await cloud.advanceToDaysLeft(arn, 45);
    expect(lifeInDays(await cloud.describe(arn))).toBe(100);
    await cloud.advanceToDaysLeft(arn, 34);
    const { Serial } = await cloud.describe(arn);
    await cloud.clock.advance(DAY);
    expect((await cloud.describe(arn)).Serial).not.toBe(Serial);
  });

  it('comes again and again, for as long as everything stays as it is', async () => {
    await restart({ validityDays: 47 });
    const arn = await cloud.issue('example.com');
    await cloud.clock.advance(400 * DAY);
    expect(cloud.details('ACM Certificate Available').map(({ Action }) => Action)).toEqual([
      'ISSUANCE',
      ...Array<string>(12).fill('RENEWAL'),
    ]);
    expect(cloud.details('ACM Certificate Expired')).toEqual([]);
    expect((await cloud.describe(arn)).Status).toBe('ISSUED');
  });
});

describe('the renewal summary', () => {
  it('is there only once the renewal has begun, and stays after it', async () => {
    const arn = await cloud.issue('example.com');
    await cloud.advanceToDaysLeft(arn, 46);
    expect(await cloud.describe(arn)).not.toHaveProperty('RenewalSummary');
    await cloud.clock.advance(DAY);
    expect(summaryOf(await cloud.describe(arn))).toEqual(['SUCCESS', undefined, ['SUCCESS']]);
    await cloud.clock.advance(100 * DAY);
    expect(summaryOf(await cloud.describe(arn))).toEqual(['SUCCESS', undefined, ['SUCCESS']]);
  });

  it('is pending automatic renewal while ACM has all that it needs', async () => {
    await restart({ timings: { issuance: HOUR } });
    const arn = await cloud.request('example.com');
    await cloud.publishRecords(arn);
    await cloud.clock.advance(2 * HOUR);
    cloud.acm.store.setInUse(consumerOf('example.com'), [arn]);
    await cloud.advanceToDaysLeft(arn, 45);
    expect(summaryOf(await cloud.describe(arn))).toEqual(['PENDING_AUTO_RENEWAL', undefined, ['SUCCESS']]);
    await cloud.clock.advance(HOUR);
    expect(summaryOf(await cloud.describe(arn))).toEqual(['SUCCESS', undefined, ['SUCCESS']]);
  });

  it('has validations of its own, apart from those of the request', async () => {
    const names = { SubjectAlternativeNames: ['*.example.com', 'www.example.com'] };
    const arn = await cloud.issue('example.com', names);
    const records = await cloud.recordsOf(arn);
    cloud.dns.remove('CNAME', records[2]?.Name ?? '');
    await cloud.advanceToDaysLeft(arn, 44);
    const detail = await cloud.describe(arn);
    const pending = ['SUCCESS', 'SUCCESS', 'PENDING_VALIDATION'];
    expect(summaryOf(detail)).toEqual(['PENDING_VALIDATION', undefined, pending]);
    expect(detail.RenewalSummary?.DomainValidationOptions?.[2]).toMatchObject({
      DomainName: 'www.example.com',
      ValidationMethod: 'DNS',
      ResourceRecord: records[2],
    });
    expect(detail.DomainValidationOptions?.map(({ ValidationStatus }) => ValidationStatus)).toEqual(
      Array(3).fill('SUCCESS'),
    );
  });
});

describe('a renewal waits', () => {
  it('for the certificate to be used', async () => {
    const arn = await cloud.issue('example.com', { isInUse: false });
    await cloud.advanceToDaysLeft(arn, 20);
    const idle = await cloud.describe(arn);
    expect(idle).not.toHaveProperty('RenewalSummary');
    expect(idle.RenewalEligibility).toBe('INELIGIBLE');

    cloud.acm.store.setInUse(consumerOf('example.com'), [arn]);
    await cloud.clock.advance(6 * HOUR);
    const { Serial, RenewalEligibility } = await cloud.describe(arn);
    expect([Serial === idle.Serial, RenewalEligibility]).toEqual([false, 'ELIGIBLE']);
  });

  it('for a validation record that is gone, and goes on when it is back', async () => {
    const arn = await cloud.issue('example.com');
    const [record] = await cloud.recordsOf(arn);
    cloud.dns.remove('CNAME', record?.Name ?? '');
    await cloud.advanceToDaysLeft(arn, 20);
    expect(summaryOf(await cloud.describe(arn))[0]).toBe('PENDING_VALIDATION');
    cloud.dns.add('CNAME', record?.Name ?? '', record?.Value);
    await cloud.clock.advance(6 * HOUR);
    expect(summaryOf(await cloud.describe(arn))[0]).toBe('SUCCESS');
  });

  it('for a validation record that leads elsewhere', async () => {
    const arn = await cloud.issue('example.com');
    const [record] = await cloud.recordsOf(arn);
    cloud.dns.remove('CNAME', record?.Name ?? '');
    cloud.dns.add('CNAME', record?.Name ?? '', '_other.acm-validations.aws.');
    await cloud.advanceToDaysLeft(arn, 44);
    expect(summaryOf(await cloud.describe(arn))[0]).toBe('PENDING_VALIDATION');
  });

  it('for CAA to permit Amazon, and says why', async () => {
    const arn = await cloud.issue('www.example.com');
    cloud.dns.add('CAA', 'example.com', { flags: 0, tag: 'issue', value: 'letsencrypt.org' });
    await cloud.advanceToDaysLeft(arn, 44);
    const blocked = await cloud.describe(arn);
    expect(summaryOf(blocked)).toEqual(['PENDING_VALIDATION', 'CAA_ERROR', ['SUCCESS']]);
    cloud.dns.remove('CAA', 'example.com');
    await cloud.clock.advance(6 * HOUR);
    expect(summaryOf(await cloud.describe(arn))).toEqual(['SUCCESS', undefined, ['SUCCESS']]);
  });

  it('until it is repeated from the beginning after 72 hours, with few look-ups a day', async () => {
    const arn = await cloud.issue('example.com');
    const [record] = await cloud.recordsOf(arn);
    cloud.dns.remove('CNAME', record?.Name ?? '');
    await cloud.advanceToDaysLeft(arn, 45);
    const updatedAt = async () => Number((await cloud.describe(arn)).RenewalSummary?.UpdatedAt);
    const begun = await updatedAt();
    const queries = cloud.dns.queries.length;
    await cloud.clock.advance(71 * HOUR);
    expect(await updatedAt()).toBe(begun);
    await cloud.clock.advance(HOUR);
    expect(Math.round(((await updatedAt()) - begun) / MINUTE)).toBe(72 * 60);
    expect(cloud.dns.queries.length - queries).toBe(12);
  });
});

describe('a renewal ends without success', () => {
  it('for good when ACM refuses, with its reason', async () => {
    const arn = await cloud.issue('example.com');
    cloud.acm.failRenewal('example.com', 'DOMAIN_VALIDATION_DENIED');
    await cloud.advanceToDaysLeft(arn, 45);
    const failed = ['FAILED', 'DOMAIN_VALIDATION_DENIED', ['FAILED']];
    expect(summaryOf(await cloud.describe(arn))).toEqual(failed);
    await cloud.clock.advance(44 * DAY);
    const detail = await cloud.describe(arn);
    expect([detail.Status, ...summaryOf(detail)]).toEqual(['ISSUED', ...failed]);
  });

  it('when the certificate ends before every name is validated', async () => {
    const arn = await cloud.issue('example.com');
    const [record] = await cloud.recordsOf(arn);
    cloud.dns.remove('CNAME', record?.Name ?? '');
    await cloud.advanceToDaysLeft(arn, 0);
    cloud.dns.add('CNAME', record?.Name ?? '', record?.Value);
    await cloud.clock.advance(30 * DAY);
    const detail = await cloud.describe(arn);
    expect([detail.Status, detail.RenewalEligibility, ...summaryOf(detail)]).toEqual([
      'EXPIRED',
      'INELIGIBLE',
      'FAILED',
      undefined,
      ['FAILED'],
    ]);
  });

  it('when the certificate is deleted meanwhile', async () => {
    await restart({ timings: { inUse: 0 } });
    const arn = await cloud.issue('example.com');
    const [record] = await cloud.recordsOf(arn);
    cloud.dns.remove('CNAME', record?.Name ?? '');
    await cloud.advanceToDaysLeft(arn, 40);
    cloud.acm.store.setInUse(consumerOf('example.com'), []);
    await cloud.clock.advance(SECOND);
    await cloud.client.send(new DeleteCertificateCommand({ CertificateArn: arn }));
    const [queries, events] = [cloud.dns.queries.length, cloud.events.length];
    await cloud.clock.advance(60 * DAY);
    expect([cloud.dns.queries.length, cloud.events.length]).toEqual([queries, events]);
  });

  it('when the certificate is revoked while ACM signs', async () => {
    await restart({ timings: { issuance: HOUR } });
    const arn = await cloud.request('example.com');
    await cloud.publishRecords(arn);
    await cloud.clock.advance(2 * HOUR);
    cloud.acm.store.setInUse(consumerOf('example.com'), [arn]);
    await cloud.advanceToDaysLeft(arn, 45);
    const { Serial } = await cloud.describe(arn);
    cloud.acm.revoke(arn);
    await cloud.clock.advance(DAY);
    expect(await cloud.describe(arn)).toMatchObject({ Status: 'REVOKED', Serial });
  });
});

it('the certificate before is served for hours after a renewal', async () => {
  const arn = await cloud.issue('example.com');
  const served = () => cloud.acm.store.material(arn)?.serial;
  const first = served();
  await cloud.advanceToDaysLeft(arn, 45);
  const renewed = (await cloud.describe(arn)).Serial?.replaceAll(':', '');
  expect([first === renewed, served()]).toEqual([false, first]);
  await cloud.clock.advance(3 * HOUR - 2 * MINUTE);
  expect(served()).toBe(first);
  await cloud.clock.advance(2 * MINUTE);
  expect(served()).toBe(renewed);
});

it('a year and more of twenty certificates needs few look-ups', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `app-${index}.example.com`);
  for (const name of names) await cloud.issue(name);
  const queries = cloud.dns.queries.length;
  await cloud.clock.advance(400 * DAY);
  expect(cloud.details('ACM Certificate Available').filter(({ Action }) => Action === 'RENEWAL')).toHaveLength(40);
  // A look-up of the record and three of CAA for each renewal.
  expect(cloud.dns.queries.length - queries).toBe(40 * 4);
});
