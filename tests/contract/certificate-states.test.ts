import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions } from 'local-aws/clients';
import { type Cloud, startCloud } from 'local-aws/cloud';
import { clientOptions as serviceOptions } from '../../shared/aws/call-aws';
import { dynamoDbCertificateStates } from '../../shared/aws/certificate-states';
import type { SweptCertificate } from '../../shared/domain/inventory/swept-certificate';
import { AwsRequestError } from '../../shared/errors';
import { type CertificateStates, SWEEP_KEY } from '../../shared/ports/state';
import { aSweptCertificate } from '../builders/swept-certificate';

const DAY = 86_400_000;
const FIRST = '2026-11-23T08:00:00.000Z arn:first';
const SECOND = '2026-11-23T09:00:00.000Z arn:second';

let cloud: Cloud;
let dynamoDb: DynamoDBClient;
let states: CertificateStates;

beforeAll(async () => {
  cloud = await startCloud();
  await cloud.dynamoDb.createTable(
    {
      TableName: 'states',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'certificateArn', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'certificateArn', KeyType: 'HASH' }],
    },
    'expiresAt',
  );
  dynamoDb = new DynamoDBClient({ ...serviceOptions, ...clientOptions(cloud) });
  states = dynamoDbCertificateStates('states', dynamoDb, () => new Date(cloud.clock.now()));
});

afterAll(async () => {
  dynamoDb.destroy();
  await cloud.close();
});

const swept = (certificateArn: string, changes: Partial<SweptCertificate> = {}): SweptCertificate =>
  aSweptCertificate({ certificateArn, daysLeft: 100, notAfter: '2027-03-03T08:00:00.000Z', ...changes });
const arnsOf = async (sweepId: string) =>
  (await states.listSweepResults(sweepId)).map(({ certificateArn }) => certificateArn).sort();

test('an unknown certificate has no state', async () => {
  expect(await states.get('unseen')).toEqual({});
});

test('the last notification is stored until the health issue is resolved', async () => {
  const lastNotified = {
    name: 'DelegationError',
    cause: 'not delegated',
    daysLeft: 13,
    step: 'RequestReplacement',
  };
  await states.recordNotification('notified', lastNotified);
  expect(await states.get('notified')).toEqual({ lastNotified });
  await states.recordNotification('notified', { name: 'RenewalLate', cause: 'FAILED' });
  expect(await states.get('notified')).toEqual({ lastNotified: { name: 'RenewalLate', cause: 'FAILED' } });
  await states.recordNotification('notified', undefined);
  expect((await states.get('notified')).lastNotified).toBeUndefined();
});

test('attributes do not overwrite each other', async () => {
  await states.recordAnnouncedSerial('all', '0a:01');
  await states.acquireLock('all', 'one', undefined);
  await states.recordReattachments('all', [{ id: 'one 1', at: '2026-11-23T08:00:00.000Z' }]);
  await states.recordNotification('all', { name: 'RenewalLate', cause: 'FAILED' });
  await states.recordSweepResult(FIRST, swept('all'));
  expect(await states.get('all')).toEqual({
    announcedSerial: '0a:01',
    lockedBy: 'one',
    lockedSince: expect.any(Date),
    reattachments: [{ id: 'one 1', at: '2026-11-23T08:00:00.000Z' }],
    lastNotified: { name: 'RenewalLate', cause: 'FAILED' },
  });
});

test('the latest request that reused a certificate is stored, in any order', async () => {
  const [early, late] = [new Date('2026-11-23T08:00:00Z'), new Date('2026-11-23T09:00:00Z')];
  const isLatest = [];
  for (const at of [early, late, late, early]) isLatest.push(await states.recordRequest('reused', at));
  expect(isLatest).toEqual([true, true, true, false]);
  expect((await states.get('reused')).requestedAt).toEqual(late);
});

describe('the lock of a certificate', () => {
  it('is acquired by the first execution, and by another only with the known holder', async () => {
    expect(await states.acquireLock('locked', 'one', undefined)).toBe(true);
    expect(await states.acquireLock('locked', 'one', undefined)).toBe(true);
    expect(await states.acquireLock('locked', 'two', undefined)).toBe(false);
    expect(await states.acquireLock('locked', 'two', 'another')).toBe(false);
    expect((await states.get('locked')).lockedBy).toBe('one');
    expect(await states.acquireLock('locked', 'two', 'one')).toBe(true);
    expect((await states.get('locked')).lockedBy).toBe('two');
  });

  it('is taken over by one of two concurrent executions', async () => {
    await states.acquireLock('raced', 'ended', undefined);
    const held = await Promise.all([
      states.acquireLock('raced', 'two', 'ended'),
      states.acquireLock('raced', 'three', 'ended'),
    ]);
    expect(held.filter(Boolean)).toHaveLength(1);
  });
});

describe('the results of a sweep', () => {
  it('are returned without those of an earlier sweep', async () => {
    const found = swept('mine', { verdict: 'blocked', reasons: ['one', 'two'], isDue: true });
    const { daysLeft: _daysLeft, notAfter: _notAfter, ...pending } = swept('pending');
    await states.recordSweepResult('2026-11-01 arn:earlier', swept('earlier'));
    await states.recordSweepResult('2026-11-02 arn:this', found);
    await states.recordSweepResult('2026-11-02 arn:this', pending);
    await states.recordSweepResult('2026-11-02 arn:this', { ...found, daysLeft: -1 });
    const all = await states.listSweepResults('2026-11-02 arn:this');
    expect(all).toContainEqual({ ...found, daysLeft: -1 });
    expect(all).toContainEqual(pending);
    expect(all).not.toContainEqual(expect.objectContaining({ certificateArn: 'earlier' }));
  });

  it('are returned to an overlapping earlier sweep, which does not overwrite them', async () => {
    await states.recordSweepResult(FIRST, swept('a'));
    await states.recordSweepResult(SECOND, swept('a', { daysLeft: 99 }));
    await states.recordSweepResult(SECOND, swept('b'));
    await states.recordSweepResult(FIRST, swept('b', { verdict: 'unclear' }));
    await states.recordSweepResult(FIRST, swept('c'));
    expect(await arnsOf(FIRST)).toEqual(expect.arrayContaining(['a', 'b', 'c']));
    expect(await arnsOf(SECOND)).toEqual(['a', 'b']);
    expect(await states.listSweepResults(SECOND)).toContainEqual(swept('b'));
  });

  it('may exceed one page of DynamoDB, which is a megabyte', async () => {
    const sweepId = '2026-12-01 arn:crowd';
    const arns = ['five', 'four', 'one', 'three', 'two'];
    for (const arn of arns) await states.recordSweepResult(sweepId, swept(arn, { reasons: ['x'.repeat(300_000)] }));
    cloud.clearCalls();
    expect(await arnsOf(sweepId)).toEqual(arns);
    expect(cloud.calls.map(({ operation }) => operation)).toEqual(['Scan', 'Scan']);
  });
});

test('the time of the last sweep is stored, and is not a sweep result', async () => {
  expect(await states.getLastSweepTime()).toBeUndefined();
  await states.recordSweepTime(new Date('2026-11-24T08:00:00Z'));
  await states.recordNotification(SWEEP_KEY, { name: 'MassChange', cause: 'blocked' });
  expect(await states.getLastSweepTime()).toEqual(new Date('2026-11-24T08:00:00Z'));
  expect(await arnsOf('2000-01-01 arn:any')).not.toContain(SWEEP_KEY);
});

test('the state of a certificate expires 400 days after the last write', async () => {
  await states.recordAnnouncedSerial('old', '0a:01');
  await cloud.clock.advance(390 * DAY);
  expect((await states.get('old')).announcedSerial).toBe('0a:01');
  await cloud.clock.advance(15 * DAY);
  expect(await states.get('old')).toEqual({});
});

test('a missing table is an error with the action and the table', async () => {
  const nowhere = dynamoDbCertificateStates('gone', dynamoDb);
  await expect(nowhere.listSweepResults(FIRST)).rejects.toThrow(AwsRequestError);
  await expect(nowhere.listSweepResults(FIRST)).rejects.toThrow(/^dynamodb:Scan gone: ResourceNotFoundException/);
  await expect(nowhere.acquireLock('a', 'b', undefined)).rejects.toThrow(/^dynamodb:UpdateItem gone/);
});
