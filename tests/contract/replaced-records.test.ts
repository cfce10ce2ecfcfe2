import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions } from 'local-aws/clients';
import { type Cloud, startCloud } from 'local-aws/cloud';
import { clientOptions as serviceOptions } from '../../shared/aws/call-aws';
import { dynamoDbReplacedRecords } from '../../shared/aws/replaced-records';
import type { RecordReplacement, ReplacedRecords } from '../../shared/ports/state';
import { aRecord, anAlias } from '../builders/record-set';

const KEYS = ['name', 'replacedAt'] as const;

let cloud: Cloud;
let client: DynamoDBClient;
let replaced: ReplacedRecords;

beforeAll(async () => {
  cloud = await startCloud();
  await cloud.dynamoDb.createTable({
    TableName: 'replaced',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: KEYS.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: KEYS.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
  });
  client = new DynamoDBClient({ ...serviceOptions, ...clientOptions(cloud) });
  replaced = dynamoDbReplacedRecords('replaced', client);
});

afterAll(async () => {
  client.destroy();
  await cloud.close();
});

const replacement = (replacedAt: string, changes: Partial<RecordReplacement> = {}): RecordReplacement => ({
  ...{ zoneId: 'Z1', name: 'app.example.com', replacedAt, kept: [] },
  deleted: [aRecord('A', ['192.0.2.1'])],
  created: [anAlias('A')],
  ...changes,
});

it('finds nothing at a name whose records were never replaced', async () => {
  expect(await replaced.last('other.example.com')).toBeUndefined();
});

it('finds the last replacement at a name, exactly as it was saved', async () => {
  const last = replacement('2026-11-24T08:00:00.000Z', { deleted: [aRecord('CNAME', ['Old.example.net.'])] });
  await replaced.save([last, replacement('2026-11-23T08:00:00.000Z')]);
  expect(await replaced.last('app.example.com')).toEqual(last);
});

it('replaces what it has of the same replacement', async () => {
  const restored = replacement('2026-11-25T08:00:00.000Z', { restoredAt: '2026-11-26T08:00:00.000Z' });
  await replaced.save([replacement('2026-11-25T08:00:00.000Z')]);
  await replaced.save([restored]);
  expect(await replaced.last('app.example.com')).toEqual(restored);
});
