import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { clientOptions } from '../../local/client-options';
import { type Cloud, startCloud } from '../../local/cloud';
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
    await waits.remember(wait, inDays(3));
  }
  expect(await waits.waitingFor('shared')).toEqual([waitOf('shared', 'one'), waitOf('shared', 'two')]);
  expect(await waits.waitingFor('nobody')).toEqual([]);
});

test('finds more waits than one answer holds, which is a megabyte', async () => {
  const token = 't'.repeat(300_000);
  const crowd = ['one', 'two', 'three', 'four', 'five'].map((executionArn) => waitOf('crowd', executionArn, token));
  for (const wait of crowd) await waits.remember(wait, inDays(3));
  cloud.clearCalls();
  const found = await waits.waitingFor('crowd');
  expect(found.map(({ executionArn }) => executionArn)).toEqual(['five', 'four', 'one', 'three', 'two']);
  expect(cloud.calls.map(({ operation }) => operation)).toEqual(['Query', 'Query']);
});

test('a later wait of the same execution takes the place of the earlier one', async () => {
  await waits.remember(waitOf('again', 'one', 'first'), inDays(3));
  await waits.remember(waitOf('again', 'one', 'second'), inDays(3));
  expect(await waits.waitingFor('again')).toEqual([waitOf('again', 'one', 'second')]);
});

test('ending a wait that nobody waits for any more is no error, and forgets it', async () => {
  const wait = waitOf('ended', 'one');
  await waits.remember(wait, inDays(3));
  await waits.end(wait);
  expect(await waits.waitingFor('ended')).toEqual([]);
  await waits.end(wait);
  expect(
    cloud.calls.filter(({ operation }) => operation === 'SendTaskSuccess').map(({ errorCode }) => errorCode),
  ).toEqual(['InvalidToken', 'InvalidToken']);
});

test('ending an earlier wait leaves the later one alone', async () => {
  await waits.remember(waitOf('newer', 'one', 'second'), inDays(3));
  await waits.end(waitOf('newer', 'one', 'first'));
  expect(await waits.waitingFor('newer')).toEqual([waitOf('newer', 'one', 'second')]);
});

test('a wait that nothing ended is gone days after it expired', async () => {
  await waits.remember(waitOf('expired', 'one'), inDays(3));
  await cloud.clock.advance(2 * DAY);
  expect(await waits.waitingFor('expired')).toHaveLength(1);
  await cloud.clock.advance(3 * DAY);
  expect(await waits.waitingFor('expired')).toEqual([]);
});

test('a table that is not there is an error with the action and its table', async () => {
  const cachedSources = dynamoDbIssuanceWaits('gone', dynamoDb, stepFunctions).remember(waitOf('a', 'b'), inDays(3));
  await expect(cachedSources).rejects.toThrow(AwsRequestError);
  await expect(cachedSources).rejects.toThrow(/^dynamodb:PutItem gone: ResourceNotFoundException/);
});
