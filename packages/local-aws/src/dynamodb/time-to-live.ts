import {
  DeleteItemCommand,
  DescribeTableCommand,
  paginateScan,
  type AttributeValue,
  type DynamoDBClient,
  type TimeToLiveDescription,
  type TimeToLiveSpecification,
} from '@aws-sdk/client-dynamodb';
import { AwsError } from '../aws-error';
import type { Clock, ClockTimer } from '../clock';

/** AWS deletes an expired item "within a few days"; nothing may rely on prompt deletion. */
const DELETION_LAG_MS = 3600 * 1000;
/** Items that expired longer ago are never deleted; DynamoDB developer guide, Time to Live. */
const FIVE_YEARS_MS = 5 * 365 * 24 * 3600 * 1000;

interface ExpiringTable {
  readonly attribute: string;
  timer: ClockTimer | undefined;
  /** Counts the schedules, so that only the newest sets the timer. */
  plans: number;
}

interface ExpiringItem {
  readonly key: Record<string, AttributeValue>;
  readonly expiry: AttributeValue;
  /** When it is to be deleted, in milliseconds since the epoch. */
  readonly deleteAt: number;
}

/** Deletes expired items of tables by the cloud's clock. */
export function createTimeToLive(clock: Clock, client: DynamoDBClient) {
  const tables = new Map<string, ExpiringTable>();

  const expiringItems = async (TableName: string, attribute: string): Promise<ExpiringItem[]> => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    const keys = (Table?.KeySchema ?? []).map(({ AttributeName = '' }) => AttributeName);
    const items: ExpiringItem[] = [];
    for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
      for (const item of Items) {
        const expiry = item[attribute];
        if (expiry?.N === undefined) continue;
        const expiresAt = Number(expiry.N) * 1000;
        if (clock.now() - expiresAt > FIVE_YEARS_MS) continue;
        const key = Object.fromEntries(Object.entries(item).filter(([name]) => keys.includes(name)));
        items.push({ key, expiry, deleteAt: expiresAt + DELETION_LAG_MS });
      }
    }
    return items;
  };

  const schedule = async (TableName: string): Promise<void> => {
    const table = tables.get(TableName);
    if (!table) return;
    const plan = ++table.plans;
    const items = await expiringItems(TableName, table.attribute);
    if (table.plans !== plan || tables.get(TableName) !== table) return;
    clock.clearTimeout(table.timer);
    table.timer = undefined;
    if (items.length === 0) return;
    const next = Math.min(...items.map(({ deleteAt }) => deleteAt));
    table.timer = clock.setTimeout(() => void clock.hold(() => sweep(TableName)), next - clock.now());
  };

  const sweep = async (TableName: string): Promise<void> => {
    const table = tables.get(TableName);
    if (!table) return;
    const due = (await expiringItems(TableName, table.attribute)).filter(({ deleteAt }) => deleteAt <= clock.now());
    for (const { key, expiry } of due)
      await client
        .send(
          new DeleteItemCommand({
            TableName,
            Key: key,
            ConditionExpression: '#expiry = :expiry',
            ExpressionAttributeNames: { '#expiry': table.attribute },
            ExpressionAttributeValues: { ':expiry': expiry },
          }),
        )
        .catch((error: unknown) => {
          // Its expiry was postponed in the meantime.
          if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
        });
    await schedule(TableName);
  };

  const forget = (tableName: string): void => {
    clock.clearTimeout(tables.get(tableName)?.timer);
    tables.delete(tableName);
  };

  return {
    /** Schedules a table's next deletion; to be called when its items have changed. */
    schedule,

    describe(tableName: string): TimeToLiveDescription {
      const table = tables.get(tableName);
      return table ? { TimeToLiveStatus: 'ENABLED', AttributeName: table.attribute } : { TimeToLiveStatus: 'DISABLED' };
    },

    async update(tableName: string, { Enabled, AttributeName = '' }: TimeToLiveSpecification): Promise<void> {
      const table = tables.get(tableName);
      if (Boolean(table) === Enabled)
        throw new AwsError('ValidationException', `TimeToLive is already ${Enabled ? 'enabled' : 'disabled'}`);
      if (table && table.attribute !== AttributeName)
        throw new AwsError(
          'ValidationException',
          `TimeToLive is active on a different AttributeName: current AttributeName is ${table.attribute}`,
        );
      forget(tableName);
      if (Enabled) tables.set(tableName, { attribute: AttributeName, timer: undefined, plans: 0 });
      await schedule(tableName);
    },

    /** To be called when a table is deleted. */
    forget,
  };
}
