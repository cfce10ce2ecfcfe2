import { createRequire } from 'node:module';
import * as sdk from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { AwsError } from '../aws-error';
import type { Operation, Service, World } from '../world';
import { createDynaliteClient } from './dynalite-client';
import { dynamoDbPermissions } from './permissions';
import { createTimeToLive } from './time-to-live';

/** DynamoDB: dynalite, with Time to Live added. */
export interface DynamoDb {
  readonly service: Service;
  /** Creates a table and waits until it is active; items expire by the given attribute, if any. */
  createTable(input: sdk.CreateTableCommandInput, timeToLiveAttribute?: string): Promise<sdk.TableDescription>;
}

/** The operations that dynalite supports, as the SDK's commands. */
const COMMANDS = {
  BatchGetItem: sdk.BatchGetItemCommand,
  BatchWriteItem: sdk.BatchWriteItemCommand,
  DeleteItem: sdk.DeleteItemCommand,
  DeleteTable: sdk.DeleteTableCommand,
  DescribeTable: sdk.DescribeTableCommand,
  GetItem: sdk.GetItemCommand,
  ListTables: sdk.ListTablesCommand,
  ListTagsOfResource: sdk.ListTagsOfResourceCommand,
  PutItem: sdk.PutItemCommand,
  Query: sdk.QueryCommand,
  Scan: sdk.ScanCommand,
  TagResource: sdk.TagResourceCommand,
  UntagResource: sdk.UntagResourceCommand,
  UpdateItem: sdk.UpdateItemCommand,
  UpdateTable: sdk.UpdateTableCommand,
} as const;

/** What the inputs of the operations have in common. */
interface TableInput {
  readonly TableName?: string;
  readonly RequestItems?: object;
}

/** The tables whose items a successful call may have changed. */
function writtenTables(operation: string, input: TableInput): readonly string[] {
  if (operation === 'BatchWriteItem') return Object.keys(input.RequestItems ?? {});
  return operation === 'PutItem' || operation === 'UpdateItem' ? [input.TableName ?? ''] : [];
}

const load = createRequire(__filename);
const validation = z.object({ types: z.record(z.string(), z.unknown()) });

/** Parameters that dynalite ignores, but always satisfies: there is one copy of everything. */
const ALWAYS_SO = ['Scan ConsistentRead'];

/** dynalite silently drops parameters that it does not know. */
function checkParameters(operation: string, input: object): void {
  const file = operation.charAt(0).toLowerCase() + operation.slice(1);
  const { types } = validation.parse(load(`dynalite/validations/${file}`));
  const unknown = Object.keys(input).filter((name) => !(name in types) && !ALWAYS_SO.includes(`${operation} ${name}`));
  if (unknown.length > 0)
    throw new AwsError('ValidationException', `The local cloud does not model ${unknown.join(', ')} of ${operation}`);
}

/** Turns the inner client's errors into errors of the service. */
async function passErrors<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof sdk.DynamoDBServiceException)) throw error;
    throw new AwsError(
      error.name,
      error.message,
      error.$metadata.httpStatusCode,
      Object.fromEntries(Object.entries(error)),
    );
  }
}

/** @returns an empty DynamoDB */
export function createDynamoDb({ clock, region, account }: World): DynamoDb {
  const client = createDynaliteClient({ region, account });
  const timeToLive = createTimeToLive(clock, client);

  const relayed = Object.entries(COMMANDS).map(([operation, Command]): [string, Operation] => [
    operation,
    async (input: TableInput) => {
      checkParameters(operation, input);
      const output = await passErrors(
        client.send(Reflect.construct(Command, [input]) as Parameters<typeof client.send>[0]),
      );
      for (const table of writtenTables(operation, input)) await timeToLive.schedule(table);
      if (operation === 'DeleteTable') timeToLive.forget(input.TableName ?? '');
      return output;
    },
  ]);

  const describe = (TableName: string | undefined) =>
    passErrors(client.send(new sdk.DescribeTableCommand({ TableName })));

  const create = async ({ Tags, ...input }: sdk.CreateTableCommandInput): Promise<sdk.CreateTableOutput> => {
    checkParameters('CreateTable', input);
    const output = await passErrors(client.send(new sdk.CreateTableCommand(input)));
    const ResourceArn = output.TableDescription?.TableArn;
    if (Tags?.length) await passErrors(client.send(new sdk.TagResourceCommand({ ResourceArn, Tags })));
    return output;
  };

  const operations: Record<string, Operation> = {
    ...Object.fromEntries(relayed),

    CreateTable: create,

    async DescribeTimeToLive({
      TableName = '',
    }: sdk.DescribeTimeToLiveCommandInput): Promise<sdk.DescribeTimeToLiveOutput> {
      await describe(TableName);
      return { TimeToLiveDescription: timeToLive.describe(TableName) };
    },

    async UpdateTimeToLive({
      TableName = '',
      TimeToLiveSpecification,
    }: sdk.UpdateTimeToLiveCommandInput): Promise<sdk.UpdateTimeToLiveOutput> {
      await describe(TableName);
      if (TimeToLiveSpecification) await timeToLive.update(TableName, TimeToLiveSpecification);
      return { TimeToLiveSpecification };
    },
  };

  return {
    service: { signingName: 'dynamodb', sdk, operations, permissions: dynamoDbPermissions({ account, region }) },

    async createTable(input, timeToLiveAttribute) {
      await create(input);
      for (;;) {
        const { Table } = await describe(input.TableName);
        if (Table?.TableStatus === 'ACTIVE') {
          if (timeToLiveAttribute)
            await timeToLive.update(input.TableName ?? '', { Enabled: true, AttributeName: timeToLiveAttribute });
          return Table;
        }
        // dynalite's own timers run in real time, for a millisecond.
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    },
  };
}
