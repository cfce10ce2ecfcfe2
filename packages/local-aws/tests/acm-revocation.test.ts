import { ListCertificatesCommand, RevokeCertificateCommand } from '@aws-sdk/client-acm';
import { DAY, startAcmCloud, type AcmCloud } from './acm-setup';

let cloud: AcmCloud;
beforeEach(async () => {
  cloud = await startAcmCloud();
});
afterEach(() => cloud.stop());

it('a revoked certificate says when and why, is never renewed, and goes on being served', async () => {
  const arn = await cloud.issue('example.com');
  const { Serial } = await cloud.describe(arn);
  const now = cloud.clock.now();
  cloud.acm.revoke(arn, { reason: 'KEY_COMPROMISE' });
  const detail = await cloud.describe(arn);
  expect(detail).toMatchObject({
    Status: 'REVOKED',
    RevocationReason: 'KEY_COMPROMISE',
    RenewalEligibility: 'INELIGIBLE',
  });
  expect(Math.abs(Number(detail.RevokedAt) - now)).toBeLessThan(1000);
  const { CertificateSummaryList: [summary] = [] } = await cloud.client.send(
    new ListCertificatesCommand({ Includes: { keyTypes: ['EC_prime256v1'] } }),
  );
  expect(summary).toMatchObject({ Status: 'REVOKED', RevokedAt: detail.RevokedAt });

  await cloud.clock.advance(160 * DAY);
  expect((await cloud.describe(arn)).Serial).toBe(Serial);
  expect(cloud.acm.store.material(arn)).toMatchObject({ status: 'REVOKED', serial: Serial?.replaceAll(':', '') });
});

it('a revocation by the owner is announced with the fields of the user guide', async () => {
  const arn = await cloud.issue('example.com');
  cloud.acm.revoke(arn);
  expect(cloud.details('ACM Certificate Revoked')).toEqual([
    {
      CertificateType: 'AMAZON_ISSUED',
      CommonName: 'example.com',
      FirstSubjectAlternativeName: 'example.com',
      ValidityInDays: 198,
      CertificateKeyPairOrigin: 'AWS_MANAGED',
      CertificateExpirationDate: '2027-06-09T23:59:59Z',
      Exportable: false,
    },
  ]);
});

it('a revocation by the authority is announced by another event', async () => {
  const arn = await cloud.issue('example.com');
  const { Serial } = await cloud.describe(arn);
  cloud.acm.revoke(arn, { by: 'CA', reason: 'SUPERSEDED' });
  expect(cloud.details('ACM Certificate Revoked')).toEqual([]);
  expect(cloud.details('ACM Certificate Revoked By CA')).toEqual([
    {
      CertificateExpirationDate: '2027-06-09T23:59:59Z',
      CertificateRevocationDate: expect.stringMatching(/^2026-11-24T\d\d:\d\d:\d\dZ$/) as string,
      CertificateSerial: Serial?.replaceAll(':', ''),
      CertificateType: 'AMAZON_ISSUED',
      CommonName: 'example.com',
      Exportable: false,
      RevocationReason: 'SUPERSEDED',
    },
  ]);
});

it('what is not issued cannot be revoked', async () => {
  const arn = await cloud.request('example.com');
  expect(() => cloud.acm.revoke(arn)).toThrow('is not issued');
});

it('RevokeCertificate is for exported certificates, which the local cloud does not have', async () => {
  const command = new RevokeCertificateCommand({
    CertificateArn: await cloud.issue('example.com'),
    RevocationReason: 'UNSPECIFIED',
  });
  await expect(cloud.client.send(command)).rejects.toThrow('RevokeCertificate is not modelled by the local cloud');
});
