import { DAY, HOUR, MINUTE, startAcmCloud, type AcmCloud } from './acm-setup';

let cloud: AcmCloud;
beforeEach(async () => {
  cloud = await startAcmCloud();
});
afterEach(() => cloud.stop());

const EMAIL = { ValidationMethod: 'EMAIL' } as const;
const renewalOf = async (arn: string) => (await cloud.describe(arn)).RenewalSummary;

it('a certificate that waits for e-mail is issued once it is approved', async () => {
  const arn = await cloud.request('example.com', EMAIL);
  await cloud.clock.advance(DAY);
  expect((await cloud.describe(arn)).Status).toBe('PENDING_VALIDATION');
  cloud.acm.approveByEmail(arn);
  await cloud.clock.advance(MINUTE);
  const { Status, DomainValidationOptions: [option] = [] } = await cloud.describe(arn);
  expect([Status, option?.ValidationMethod, option?.ValidationStatus]).toEqual(['ISSUED', 'EMAIL', 'SUCCESS']);
  expect(cloud.details('ACM Certificate Available')).toMatchObject([
    { Action: 'ISSUANCE', DomainValidationMethod: 'EMAIL' },
  ]);
});

it('an approved certificate is refused all the same when CAA forbids it', async () => {
  cloud.dns.add('CAA', 'example.com', { flags: 0, tag: 'issue', value: ';' });
  const arn = await cloud.request('example.com', EMAIL);
  await cloud.clock.advance(MINUTE);
  cloud.acm.approveByEmail(arn);
  await cloud.clock.advance(MINUTE);
  expect(await cloud.describe(arn)).toMatchObject({ Status: 'FAILED', FailureReason: 'CAA_ERROR' });
});

it('a renewal waits for its approval, and is blocked until then', async () => {
  const arn = await cloud.issue('example.com', EMAIL);
  const { Serial } = await cloud.describe(arn);
  await cloud.advanceToDaysLeft(arn, 29);
  expect(await renewalOf(arn)).toMatchObject({
    RenewalStatus: 'PENDING_VALIDATION',
    DomainValidationOptions: [{ ValidationMethod: 'EMAIL', ValidationStatus: 'PENDING_VALIDATION' }],
  });
  expect(cloud.details('ACM Certificate Renewal Action Required')).toMatchObject([
    { DomainValidationMethod: 'EMAIL', RenewalStatusReason: 'PENDING_DOMAIN_VALIDATION', DaysToExpiry: 30 },
  ]);
  cloud.acm.approveByEmail(arn);
  await cloud.clock.advance(MINUTE);
  expect(await renewalOf(arn)).toMatchObject({ RenewalStatus: 'SUCCESS' });
  expect((await cloud.describe(arn)).Serial).not.toBe(Serial);
});

it('an approval lasts no longer than the request that it answers', async () => {
  const arn = await cloud.issue('example.com', EMAIL);
  cloud.dns.add('CAA', 'example.com', { flags: 0, tag: 'issue', value: ';' });
  await cloud.advanceToDaysLeft(arn, 45);
  cloud.acm.approveByEmail(arn);
  await cloud.clock.advance(MINUTE);
  expect(await renewalOf(arn)).toMatchObject({ RenewalStatusReason: 'CAA_ERROR' });
  await cloud.clock.advance(72 * HOUR);
  cloud.dns.remove('CAA', 'example.com');
  await cloud.clock.advance(DAY);
  expect(await renewalOf(arn)).toMatchObject({ RenewalStatus: 'PENDING_VALIDATION' });
});

it.each<[string, () => Promise<string>, string]>([
  ['that DNS validates', () => cloud.issue('example.com'), 'is not validated by e-mail'],
  ['whose renewal has not begun', () => cloud.issue('example.com', EMAIL), 'waits for no answer by e-mail'],
])('a certificate %s cannot be approved', async (_, make, message) => {
  const arn = await make();
  expect(() => cloud.acm.approveByEmail(arn)).toThrow(message);
});
