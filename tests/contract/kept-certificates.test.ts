import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions } from 'local-aws/clients';
import { startCloud, type Cloud } from 'local-aws/cloud';
import { clientOptions as serviceOptions } from '../../shared/aws/client-options';
import {
  dynamoDbKeptCertificates,
  type KeptCertificates,
  SWEEP,
  type SweptCertificate,
} from '../../shared/aws/kept-certificates';
import { AwsRequestError } from '../../shared/errors';
import { aSweptCertificate } from '../builders/swept-certificate';

const DAY = 86_400_000;
const FIRST = '2026-11-23T08:00:00.000Z arn:first';
const SECOND = '2026-11-23T09:00:00.000Z arn:second';

let cloud: Cloud;
let dynamoDb: DynamoDBClient;
let kept: KeptCertificates;

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
  kept = dynamoDbKeptCertificates('kept', dynamoDb, () => new Date(cloud.clock.now()));
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
  const told = { name: 'DelegationError', cause: 'delegated to nobody', daysLeft: 13, step: 'RequestReplacement' };
  await kept.noteTold('told', told);
  expect(await kept.get('told')).toEqual({ told });
  await kept.noteTold('told', { name: 'RenewalLate', cause: 'FAILED' });
  expect(await kept.get('told')).toEqual({ told: { name: 'RenewalLate', cause: 'FAILED' } });
  await kept.noteTold('told', undefined);
  expect((await kept.get('told')).told).toBeUndefined();
});

test('each thing is remembered beside the others', async () => {
  await kept.noteAnnounced('all', '0a:01');
  await kept.hold('all', 'one', undefined);
  await kept.noteTold('all', { name: 'RenewalLate', cause: 'FAILED' });
  await kept.noteSwept(FIRST, swept('all'));
  expect(await kept.get('all')).toEqual({
    announcedSerial: '0a:01',
    heldBy: 'one',
    heldSince: expect.any(Date),
    told: { name: 'RenewalLate', cause: 'FAILED' },
  });
});

test('the latest request that reused a certificate is remembered, in whatever order they come', async () => {
  const [early, late] = [new Date('2026-11-23T08:00:00Z'), new Date('2026-11-23T09:00:00Z')];
  for (const at of [early, late, early]) await kept.noteRequested('reused', at);
  expect((await kept.get('reused')).requestedAt).toEqual(late);
});

describe('a certificate', () => {
  it('is held by whoever comes first, and by nobody else without knowing the holder', async () => {
    expect(await kept.hold('held', 'one', undefined)).toBe(true);
    expect(await kept.hold('held', 'one', undefined)).toBe(true);
    expect(await kept.hold('held', 'two', undefined)).toBe(false);
    expect(await kept.hold('held', 'two', 'somebody')).toBe(false);
    expect((await kept.get('held')).heldBy).toBe('one');
    expect(await kept.hold('held', 'two', 'one')).toBe(true);
    expect((await kept.get('held')).heldBy).toBe('two');
  });

  it('that two want to take over at once is given to one of them', async () => {
    await kept.hold('raced', 'ended', undefined);
    const held = await Promise.all([kept.hold('raced', 'two', 'ended'), kept.hold('raced', 'three', 'ended')]);
    expect(held.filter(Boolean)).toHaveLength(1);
  });
});

describe('what a sweep found', () => {
  it('is given back whole, and nothing of an earlier sweep with it', async () => {
    const found = swept('mine', { verdict: 'blocked', reasons: ['one', 'two'], isDue: true });
    const { daysLeft: _daysLeft, notAfter: _notAfter, ...pending } = swept('pending');
    await kept.noteSwept('2026-11-01 arn:earlier', swept('theirs'));
    await kept.noteSwept('2026-11-02 arn:this', found);
    await kept.noteSwept('2026-11-02 arn:this', pending);
    await kept.noteSwept('2026-11-02 arn:this', { ...found, daysLeft: -1 });
    const all = await kept.swept('2026-11-02 arn:this');
    expect(all).toContainEqual({ ...found, daysLeft: -1 });
    expect(all).toContainEqual(pending);
    expect(all).not.toContainEqual(expect.objectContaining({ certificateArn: 'theirs' }));
  });

  it('is seen by an overlapping earlier sweep, which does not take it back', async () => {
    await kept.noteSwept(FIRST, swept('a'));
    await kept.noteSwept(SECOND, swept('a', { daysLeft: 99 }));
    await kept.noteSwept(SECOND, swept('b'));
    await kept.noteSwept(FIRST, swept('b', { verdict: 'unclear' }));
    await kept.noteSwept(FIRST, swept('c'));
    expect(await arnsOf(FIRST)).toEqual(expect.arrayContaining(['a', 'b', 'c']));
    expect(await arnsOf(SECOND)).toEqual(['a', 'b']);
    expect(await kept.swept(SECOND)).toContainEqual(swept('b'));
  });

  it('is more than one answer holds, which is a megabyte', async () => {
    const sweepId = '2026-12-01 arn:crowd';
    const arns = ['five', 'four', 'one', 'three', 'two'];
    for (const arn of arns) await kept.noteSwept(sweepId, swept(arn, { reasons: ['x'.repeat(300_000)] }));
    cloud.clearCalls();
    expect(await arnsOf(sweepId)).toEqual(arns);
    expect(cloud.calls.map(({ operation }) => operation)).toEqual(['Scan', 'Scan']);
  });
});

test('when the last sweep succeeded is remembered, and is no certificate', async () => {
  expect(await kept.lastSweep()).toBeUndefined();
  await kept.noteSweep(new Date('2026-11-24T08:00:00Z'));
  await kept.noteTold(SWEEP, { name: 'MassChange', cause: 'held back' });
  expect(await kept.lastSweep()).toEqual(new Date('2026-11-24T08:00:00Z'));
  expect(await arnsOf('2000-01-01 arn:any')).not.toContain(SWEEP);
});

test('a certificate that nobody has written about for 400 days is forgotten', async () => {
  await kept.noteAnnounced('old', '0a:01');
  await cloud.clock.advance(390 * DAY);
  expect((await kept.get('old')).announcedSerial).toBe('0a:01');
  await cloud.clock.advance(15 * DAY);
  expect(await kept.get('old')).toEqual({});
});

test('a table that is not there is an error with the action and its table', async () => {
  const nowhere = dynamoDbKeptCertificates('gone', dynamoDb);
  await expect(nowhere.swept(FIRST)).rejects.toThrow(AwsRequestError);
  await expect(nowhere.swept(FIRST)).rejects.toThrow(/^dynamodb:Scan gone: ResourceNotFoundException/);
  await expect(nowhere.hold('a', 'b', undefined)).rejects.toThrow(/^dynamodb:UpdateItem gone/);
});
