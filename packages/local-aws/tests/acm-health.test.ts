import { DAY, HOUR, startAcmCloud, type AcmCloud } from './acm-setup';

let cloud: AcmCloud;
beforeEach(async () => {
  cloud = await startAcmCloud();
});
afterEach(() => cloud.stop());

interface HealthDetail {
  readonly eventTypeCode: string;
  readonly statusCode: string;
  readonly affectedEntities: readonly { readonly entityValue: string }[];
}
const healthDetails = () => cloud.details('AWS Health Event') as unknown as HealthDetail[];
const codes = () => healthDetails().map(({ eventTypeCode, statusCode }) => [eventTypeCode, statusCode]);

it('AWS Health reports a success, in its current schema', async () => {
  const arn = await cloud.issue('example.com');
  await cloud.advanceToDaysLeft(arn, 44);
  const event = cloud.events.find(({ source }) => source === 'aws.health');
  const TEXT = expect.any(String) as string;
  const DATE = expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/) as string;
  expect(event).toEqual({
    source: 'aws.health',
    detailType: 'AWS Health Event',
    resources: [arn],
    detail: {
      eventArn: expect.stringMatching(
        /^arn:aws:health:eu-central-1::event\/ACM\/AWS_ACM_RENEWAL_STATE_CHANGE\/AWS_ACM_RENEWAL_STATE_CHANGE-/,
      ) as string,
      service: 'ACM',
      eventScopeCode: 'ACCOUNT_SPECIFIC',
      communicationId: TEXT,
      lastUpdatedTime: DATE,
      eventRegion: 'eu-central-1',
      eventTypeCode: 'AWS_ACM_RENEWAL_STATE_CHANGE',
      eventTypeCategory: 'scheduledChange',
      statusCode: 'closed',
      startTime: DATE,
      endTime: DATE,
      eventDescription: [{ language: 'en_US', latestDescription: expect.stringContaining('example.com') as string }],
      affectedEntities: [{ entityValue: arn, status: 'RESOLVED', lastUpdatedTime: DATE }],
      affectedAccount: '123456789012',
      actionability: 'INFORMATIONAL',
      personas: ['OPERATIONS'],
      page: '1',
      totalPages: '1',
      backupEvent: 'false',
    },
  });
});

it('AWS Health reports a failing renewal at 30, 15, 7, 3 and 1 days, and the expiry, with the same code', async () => {
  const arn = await cloud.issue('example.com');
  cloud.acm.failRenewal('example.com', 'OTHER');
  const reported: number[] = [];
  for (let days = 46; days >= -1; days -= 1) {
    const before = healthDetails().length;
    await cloud.advanceToDaysLeft(arn, days);
    if (healthDetails().length > before) reported.push(days);
  }
  // An hour later, for what is to be said of several certificates is gathered.
  expect(reported).toEqual([29, 14, 6, 2, 0, -1]);
  expect(new Set(codes().map((code) => code.join(' ')))).toEqual(new Set(['AWS_ACM_RENEWAL_STATE_CHANGE open']));
});

it('AWS Health reports when CAA blocks a renewal, again with every request, and its end', async () => {
  const arn = await cloud.issue('example.com');
  cloud.dns.add('CAA', 'example.com', { flags: 0, tag: 'issue', value: 'letsencrypt.org' });
  await cloud.advanceToDaysLeft(arn, 45);
  await cloud.clock.advance(HOUR);
  expect(codes()).toEqual([['CAA_CHECK_FAILURE', 'open']]);
  await cloud.clock.advance(70 * HOUR);
  expect(codes()).toHaveLength(1);
  await cloud.clock.advance(2 * HOUR);
  cloud.dns.remove('CAA', 'example.com');
  await cloud.clock.advance(DAY);
  expect(codes()).toEqual([
    ['CAA_CHECK_FAILURE', 'open'],
    ['CAA_CHECK_FAILURE', 'open'],
    ['AWS_ACM_RENEWAL_STATE_CHANGE', 'closed'],
  ]);
});

it('AWS Health groups certificates with the same report within an hour into one event', async () => {
  const arns = [await cloud.issue('a.example.com'), await cloud.issue('b.example.com')];
  const failing = await cloud.issue('c.example.com');
  cloud.acm.failRenewal('c.example.com', 'OTHER');
  await cloud.advanceToDaysLeft(failing, 29);
  const entities = healthDetails().map(({ affectedEntities }) =>
    affectedEntities.map(({ entityValue }) => entityValue),
  );
  expect(entities).toEqual([arns, [failing]]);
  expect(cloud.events.filter(({ source }) => source === 'aws.health').map(({ resources }) => resources)).toEqual(
    entities,
  );
});

it('AWS Health reports nothing about a certificate that is not in use', async () => {
  const arn = await cloud.issue('example.com', { isInUse: false });
  await cloud.advanceToDaysLeft(arn, -10);
  expect(healthDetails()).toEqual([]);
});
