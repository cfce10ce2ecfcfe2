import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { clientOptions } from 'local-aws/clients';
import { type Cloud, startCloud } from 'local-aws/cloud';
import { clientOptions as serviceOptions } from '../../shared/aws/call-aws';
import { dynamoDbIssuanceWaits } from '../../shared/aws/issuance-waits';
import { AwsRequestError } from '../../shared/errors';
import type { IssuanceWait, IssuanceWaits } from '../../shared/ports/state';

const DAY = 86_400_000;
const KEYS = ['certificateArn', 'executionArn'] as const;

let cloud: Cloud;
let dynamoDb: DynamoDBClient;
let stepFunctions: SFNClient;
let waits: IssuanceWaits;

beforeAll(async () => {
  cloud = await startCloud();
  await cloud.dynamoDb.createTable(
    {
      TableName: 'waits',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: KEYS.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: KEYS.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
    },
    'expiresAt',
  );
  dynamoDb = new DynamoDBClient({ ...serviceOptions, ...clientOptions(cloud) });
  stepFunctions = new SFNClient({ ...serviceOptions, ...clientOptions(cloud) });
  waits = dynamoDbIssuanceWaits('waits', dynamoDb, stepFunctions);
});

afterAll(async () => {
  dynamoDb.destroy();
  stepFunctions.destroy();
  await cloud.close();
});

const waitOf = (
  certificateArn: string,
  executionArn: string,
  taskToken = `token-of-${executionArn}`,
): IssuanceWait => ({
  certificateArn,
  executionArn,
  taskToken,
});
const inDays = (days: number) => new Date(cloud.clock.now() + days * DAY);

test('finds every execution that waits for a certificate, and no other', async () => {
  for (const wait of [waitOf('shared', 'one'), waitOf('shared', 'two'), waitOf('other', 'three')]) {
    await waits.save(wait, inDays(3));
  }
  expect(await waits.listByCertificate('shared')).toEqual([waitOf('shared', 'one'), waitOf('shared', 'two')]);
  expect(await waits.listByCertificate('nobody')).toEqual([]);
});

test('finds more waits than fit one page of DynamoDB, which is a megabyte', async () => {
  const token = 't'.repeat(300_000);
  const crowd = ['one', 'two', 'three', 'four', 'five'].map((executionArn) => waitOf('crowd', executionArn, token));
  for (const wait of crowd) await waits.save(wait, inDays(3));
  cloud.clearCalls();
  const found = await waits.listByCertificate('crowd');
  expect(found.map(({ executionArn }) => executionArn)).toEqual(['five', 'four', 'one', 'three', 'two']);
  expect(cloud.calls.map(({ operation }) => operation)).toEqual(['Query', 'Query']);
});

test('a later wait of the same execution replaces the earlier one', async () => {
  await waits.save(waitOf('again', 'one', 'first'), inDays(3));
  await waits.save(waitOf('again', 'one', 'second'), inDays(3));
  expect(await waits.listByCertificate('again')).toEqual([waitOf('again', 'one', 'second')]);
});

test('resuming an execution that no longer waits succeeds and deletes the wait', async () => {
  const wait = waitOf('ended', 'one');
  await waits.save(wait, inDays(3));
  await waits.resume(wait);
  expect(await waits.listByCertificate('ended')).toEqual([]);
  await waits.resume(wait);
  expect(
    cloud.calls.filter(({ operation }) => operation === 'SendTaskSuccess').map(({ errorCode }) => errorCode),
  ).toEqual(['InvalidToken', 'InvalidToken']);
});

test('resuming an earlier wait keeps the later one', async () => {
  await waits.save(waitOf('newer', 'one', 'second'), inDays(3));
  await waits.resume(waitOf('newer', 'one', 'first'));
  expect(await waits.listByCertificate('newer')).toEqual([waitOf('newer', 'one', 'second')]);
});

test('a wait is deleted days after it expired', async () => {
  await waits.save(waitOf('expired', 'one'), inDays(3));
  await cloud.clock.advance(2 * DAY);
  expect(await waits.listByCertificate('expired')).toHaveLength(1);
  await cloud.clock.advance(3 * DAY);
  expect(await waits.listByCertificate('expired')).toEqual([]);
});

test('a missing table is an error with the action and the table', async () => {
  const saving = dynamoDbIssuanceWaits('gone', dynamoDb, stepFunctions).save(waitOf('a', 'b'), inDays(3));
  await expect(saving).rejects.toThrow(AwsRequestError);
  await expect(saving).rejects.toThrow(/^dynamodb:PutItem gone: ResourceNotFoundException/);
});
