import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions } from '../../local/client-options';
import { type Cloud, startCloud } from '../../local/cloud';
import { clientOptions as serviceOptions } from '../../shared/aws/call-aws';
import { dynamoDbCertificateStates } from '../../shared/aws/certificate-states';
import type { SweptCertificate } from '../../shared/domain/inventory/swept-certificate';
import { AwsRequestError } from '../../shared/errors';
import { type CertificateStates, SWEEP } from '../../shared/ports/state';
import { aSweptCertificate } from '../builders/swept-certificate';

const DAY = 86_400_000;
const FIRST = '2026-11-23T08:00:00.000Z arn:first';
const SECOND = '2026-11-23T09:00:00.000Z arn:second';

let cloud: Cloud;
let dynamoDb: DynamoDBClient;
let kept: CertificateStates;

beforeAll(async () => {
  cloud = await startCloud();
  await cloud.dynamoDb.createTable(
    {
      TableName: 'kept',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'certificateArn', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'certificateArn', KeyType: 'HASH' }],
    },
    'expiresAt',
  );
  dynamoDb = new DynamoDBClient({ ...serviceOptions, ...clientOptions(cloud) });
  kept = dynamoDbCertificateStates('kept', dynamoDb, () => new Date(cloud.clock.now()));
});

afterAll(async () => {
  dynamoDb.destroy();
  await cloud.close();
});

const swept = (certificateArn: string, changes: Partial<SweptCertificate> = {}): SweptCertificate =>
  aSweptCertificate({ certificateArn, daysLeft: 100, notAfter: '2027-03-03T08:00:00.000Z', ...changes });
const arnsOf = async (sweepId: string) =>
  (await kept.swept(sweepId)).map(({ certificateArn }) => certificateArn).sort();

test('of a certificate that was never seen nothing is known', async () => {
  expect(await kept.get('unseen')).toEqual({});
});

test('what people were told stands until it is over', async () => {
  const lastNotified = {
    name: 'DelegationError',
    cause: 'delegated to nobody',
    daysLeft: 13,
    step: 'RequestReplacement',
  };
  await kept.recordNotification('told', lastNotified);
  expect(await kept.get('told')).toEqual({ lastNotified });
  await kept.recordNotification('told', { name: 'RenewalLate', cause: 'FAILED' });
  expect(await kept.get('told')).toEqual({ lastNotified: { name: 'RenewalLate', cause: 'FAILED' } });
  await kept.recordNotification('told', undefined);
  expect((await kept.get('told')).lastNotified).toBeUndefined();
});

test('each thing is remembered beside the others', async () => {
  await kept.recordAnnouncement('all', '0a:01');
  await kept.acquireLock('all', 'one', undefined);
  await kept.recordNotification('all', { name: 'RenewalLate', cause: 'FAILED' });
  await kept.recordSwept(FIRST, swept('all'));
  expect(await kept.get('all')).toEqual({
    announcedSerial: '0a:01',
    lockedBy: 'one',
    lockedSince: expect.any(Date),
    lastNotified: { name: 'RenewalLate', cause: 'FAILED' },
  });
});

test('the latest request that reused a certificate is remembered, in whatever order they come', async () => {
  const [early, late] = [new Date('2026-11-23T08:00:00Z'), new Date('2026-11-23T09:00:00Z')];
  for (const at of [early, late, early]) await kept.recordRequest('reused', at);
  expect((await kept.get('reused')).requestedAt).toEqual(late);
});

describe('a certificate', () => {
  it('is held by whoever comes first, and by nobody else without knowing the holder', async () => {
    expect(await kept.acquireLock('held', 'one', undefined)).toBe(true);
    expect(await kept.acquireLock('held', 'one', undefined)).toBe(true);
    expect(await kept.acquireLock('held', 'two', undefined)).toBe(false);
    expect(await kept.acquireLock('held', 'two', 'somebody')).toBe(false);
    expect((await kept.get('held')).lockedBy).toBe('one');
    expect(await kept.acquireLock('held', 'two', 'one')).toBe(true);
    expect((await kept.get('held')).lockedBy).toBe('two');
  });

  it('that two want to take over at once is given to one of them', async () => {
    await kept.acquireLock('raced', 'ended', undefined);
    const held = await Promise.all([
      kept.acquireLock('raced', 'two', 'ended'),
      kept.acquireLock('raced', 'three', 'ended'),
    ]);
    expect(held.filter(Boolean)).toHaveLength(1);
  });
});

describe('what a sweep found', () => {
  it('is given back whole, and nothing of an earlier sweep with it', async () => {
    const found = swept('mine', { verdict: 'blocked', reasons: ['one', 'two'], isDue: true });
    const { daysLeft: _daysLeft, notAfter: _notAfter, ...pending } = swept('pending');
    await kept.recordSwept('2026-11-01 arn:earlier', swept('theirs'));
    await kept.recordSwept('2026-11-02 arn:this', found);
    await kept.recordSwept('2026-11-02 arn:this', pending);
    await kept.recordSwept('2026-11-02 arn:this', { ...found, daysLeft: -1 });
    const all = await kept.swept('2026-11-02 arn:this');
    expect(all).toContainEqual({ ...found, daysLeft: -1 });
    expect(all).toContainEqual(pending);
    expect(all).not.toContainEqual(expect.objectContaining({ certificateArn: 'theirs' }));
  });

  it('is seen by an overlapping earlier sweep, which does not take it back', async () => {
    await kept.recordSwept(FIRST, swept('a'));
    await kept.recordSwept(SECOND, swept('a', { daysLeft: 99 }));
    await kept.recordSwept(SECOND, swept('b'));
    await kept.recordSwept(FIRST, swept('b', { verdict: 'unclear' }));
    await kept.recordSwept(FIRST, swept('c'));
    expect(await arnsOf(FIRST)).toEqual(expect.arrayContaining(['a', 'b', 'c']));
    expect(await arnsOf(SECOND)).toEqual(['a', 'b']);
    expect(await kept.swept(SECOND)).toContainEqual(swept('b'));
  });

  it('is more than one answer holds, which is a megabyte', async () => {
    const sweepId = '2026-12-01 arn:crowd';
    const arns = ['five', 'four', 'one', 'three', 'two'];
    for (const arn of arns) await kept.recordSwept(sweepId, swept(arn, { reasons: ['x'.repeat(300_000)] }));
    cloud.clearCalls();
    expect(await arnsOf(sweepId)).toEqual(arns);
    expect(cloud.calls.map(({ operation }) => operation)).toEqual(['Scan', 'Scan']);
  });
});

test('when the last sweep succeeded is remembered, and is no certificate', async () => {
  expect(await kept.lastSweep()).toBeUndefined();
  await kept.recordSweep(new Date('2026-11-24T08:00:00Z'));
  await kept.recordNotification(SWEEP, { name: 'MassChange', cause: 'held back' });
  expect(await kept.lastSweep()).toEqual(new Date('2026-11-24T08:00:00Z'));
  expect(await arnsOf('2000-01-01 arn:any')).not.toContain(SWEEP);
});

test('a certificate that nobody has written about for 400 days is forgotten', async () => {
  await kept.recordAnnouncement('old', '0a:01');
  await cloud.clock.advance(390 * DAY);
  expect((await kept.get('old')).announcedSerial).toBe('0a:01');
  await cloud.clock.advance(15 * DAY);
  expect(await kept.get('old')).toEqual({});
});

test('a table that is not there is an error with the action and its table', async () => {
  const nowhere = dynamoDbCertificateStates('gone', dynamoDb);
  await expect(nowhere.swept(FIRST)).rejects.toThrow(AwsRequestError);
  await expect(nowhere.swept(FIRST)).rejects.toThrow(/^dynamodb:Scan gone: ResourceNotFoundException/);
  await expect(nowhere.acquireLock('a', 'b', undefined)).rejects.toThrow(/^dynamodb:UpdateItem gone/);
});
