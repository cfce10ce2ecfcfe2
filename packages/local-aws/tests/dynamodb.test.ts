import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { createClock, type Clock } from '../src/clock';
import { createDynamoDb, type DynamoDb } from '../src/dynamodb/dynamodb';
import { createWire, type Wire } from '../src/wire/wire';
import type { World } from '../src/world';

const HOUR = 3_600_000;
const TableName = 'waits';
const TABLE: CreateTableCommandInput = {
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'certificateArn', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'certificateArn', KeyType: 'HASH' }],
};
const key = (certificateArn: string) => ({ certificateArn: { S: certificateArn } });

let clock: Clock;
let dynamodb: DynamoDb;
let wire: Wire;
let client: DynamoDBClient;

beforeEach(async () => {
  clock = createClock();
  const world: World = { clock, region: 'eu-west-1', account: '123456789012', emit: () => undefined };
  dynamodb = createDynamoDb(world);
  wire = createWire(world, [dynamodb.service]);
  client = new DynamoDBClient({
    region: 'eu-west-1',
    endpoint: await wire.listen(),
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  await wire.close();
  clock.stop();
});

const epochSeconds = (offset: number) => ({ N: String(Math.floor((clock.now() + offset) / 1000)) });
const put = (arn: string, expiresIn: number) =>
  client.send(new PutItemCommand({ TableName, Item: { ...key(arn), expiresAt: epochSeconds(expiresIn) } }));
const keys = async () => {
  const { Items = [] } = await client.send(new ScanCommand({ TableName }));
  return Items.map(({ certificateArn }) => certificateArn?.S).sort();
};

describe('tables', () => {
  it('are created in this account and Region, with tags, and deleted', async () => {
    const table = await dynamodb.createTable({ ...TABLE, Tags: [{ Key: 'team', Value: 'web' }] });
    expect(table).toMatchObject({
      TableStatus: 'ACTIVE',
      TableArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/waits',
    });
    const { Tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn: table.TableArn }));
    expect(Tags).toEqual([{ Key: 'team', Value: 'web' }]);
    expect(await client.send(new ListTablesCommand({}))).toMatchObject({ TableNames: [TableName] });
    await client.send(new DeleteTableCommand({ TableName }));
    await expect(put('a', HOUR)).rejects.toBeInstanceOf(ResourceNotFoundException);
  });

  it('can be created by a client', async () => {
    await client.send(new CreateTableCommand(TABLE));
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect(Table?.CreationDateTime).toBeInstanceOf(Date);
    expect(Table?.KeySchema).toEqual(TABLE.KeySchema);
  });

  it('refuse a parameter that is not modelled', async () => {
    const SSESpecification = { Enabled: true };
    await expect(client.send(new CreateTableCommand({ ...TABLE, SSESpecification }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'The local cloud does not model SSESpecification of CreateTable',
    });
  });

  it('refuse an operation that is not modelled', async () => {
    const write = client.send(new TransactWriteItemsCommand({ TransactItems: [] }));
    await expect(write).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });
});

describe('items', () => {
  beforeEach(() => dynamodb.createTable(TABLE));

  it('keep every type of attribute', async () => {
    const Item = {
      ...key('a'),
      text: { S: '<né> 🔐' },
      number: { N: '12345678901234567890.5' },
      bytes: { B: Uint8Array.from([0, 255]) },
      flag: { BOOL: false },
      nothing: { NULL: true },
      list: { L: [{ S: 'x' }, { N: '1' }] },
      map: { M: { inner: { SS: ['a', 'b'] } } },
    };
    await client.send(new PutItemCommand({ TableName, Item }));
    const got = await client.send(new GetItemCommand({ TableName, Key: key('a'), ConsistentRead: true }));
    expect(got.Item).toEqual(Item);
    const queried = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'certificateArn = :a',
        ExpressionAttributeValues: { ':a': { S: 'a' } },
      }),
    );
    expect(queried).toMatchObject({ Count: 1, Items: [Item] });
  });

  it('are written under a condition', async () => {
    const write = () =>
      client.send(
        new PutItemCommand({ TableName, Item: key('a'), ConditionExpression: 'attribute_not_exists(certificateArn)' }),
      );
    await write();
    await expect(write()).rejects.toBeInstanceOf(ConditionalCheckFailedException);
  });
});

describe('Time to Live', () => {
  const enable = (Enabled: boolean, AttributeName = 'expiresAt') =>
    client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled, AttributeName } }));
  const status = async () => (await client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;

  it('is off until it is turned on, once', async () => {
    await dynamodb.createTable(TABLE);
    expect(await status()).toEqual({ TimeToLiveStatus: 'DISABLED' });
    await enable(true);
    expect(await status()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
    await expect(enable(true)).rejects.toMatchObject({ message: 'TimeToLive is already enabled' });
    await expect(enable(false, 'other')).rejects.toMatchObject({ name: 'ValidationException' });
    await enable(false);
    expect(await status()).toEqual({ TimeToLiveStatus: 'DISABLED' });
  });

  it('deletes what has expired, some time later, and nothing else', async () => {
    await dynamodb.createTable(TABLE, 'expiresAt');
    await put('soon', HOUR);
    await put('later', 10 * HOUR);
    await put('never', -6 * 365 * 24 * HOUR);
    await client.send(new PutItemCommand({ TableName, Item: { ...key('text'), expiresAt: { S: '1' } } }));

    await clock.advance(HOUR + 1000);
    expect(await keys()).toEqual(['later', 'never', 'soon', 'text']);
    await clock.advance(HOUR);
    expect(await keys()).toEqual(['later', 'never', 'text']);
    await clock.advance(100 * HOUR);
    expect(await keys()).toEqual(['never', 'text']);
  });

  it('follows an item whose life is prolonged', async () => {
    await dynamodb.createTable(TABLE, 'expiresAt');
    await put('a', HOUR);
    await client.send(
      new UpdateItemCommand({
        TableName,
        Key: key('a'),
        UpdateExpression: 'SET expiresAt = :later',
        ExpressionAttributeValues: { ':later': epochSeconds(5 * HOUR) },
      }),
    );
    await clock.advance(3 * HOUR);
    expect(await keys()).toEqual(['a']);
    await clock.advance(4 * HOUR);
    expect(await keys()).toEqual([]);
  });

  it('covers items that were there before, and those of a batch', async () => {
    await dynamodb.createTable(TABLE);
    await put('before', HOUR);
    await enable(true);
    await client.send(
      new BatchWriteItemCommand({
        RequestItems: {
          [TableName]: [{ PutRequest: { Item: { ...key('batch'), expiresAt: epochSeconds(2 * HOUR) } } }],
        },
      }),
    );
    await put('deleted', HOUR);
    await client.send(new DeleteItemCommand({ TableName, Key: key('deleted') }));
    await clock.advance(4 * HOUR);
    expect(await keys()).toEqual([]);
  });
});
