import { z } from 'zod';
import type { World } from '../../world';
import { boolean, number, resourceType, tags, type Resource } from '../resource-type';

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const throughput = z.strictObject({ ReadCapacityUnits: number, WriteCapacityUnits: number });
const index = z.strictObject({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.strictObject({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
  ProvisionedThroughput: throughput.optional(),
});

const tableNames = z.object({ TableNames: z.array(z.string()) });

const table = (name: string, { region, account }: World): Resource => ({
  ref: name,
  attributes: { Arn: `arn:aws:dynamodb:${region}:${account}:table/${name}` },
});

/** Tables; they are active once created. */
export const dynamoDbTypes = {
  'AWS::DynamoDB::Table': resourceType(
    z.strictObject({
      TableName: z.string().optional(),
      AttributeDefinitions: z.array(
        z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
      ),
      KeySchema: keySchema,
      BillingMode: z.enum(['PAY_PER_REQUEST', 'PROVISIONED']).optional(),
      ProvisionedThroughput: throughput.optional(),
      GlobalSecondaryIndexes: z.array(index).optional(),
      TimeToLiveSpecification: z.strictObject({ AttributeName: z.string(), Enabled: boolean }).optional(),
      PointInTimeRecoverySpecification: z.strictObject({ PointInTimeRecoveryEnabled: boolean }).optional(),
      SSESpecification: z
        .strictObject({
          SSEEnabled: boolean,
          SSEType: z.literal('KMS').optional(),
          KMSMasterKeyId: z.string().optional(),
        })
        .optional(),
      DeletionProtectionEnabled: boolean.optional(),
      Tags: tags.optional(),
    }),
    async (properties, { dynamoDb, generatedName, world }) => {
      // Encryption, backups and deletion protection change nothing that a caller could observe here.
      const { AttributeDefinitions, BillingMode, GlobalSecondaryIndexes, KeySchema, ProvisionedThroughput } =
        properties;
      const { Tags, TimeToLiveSpecification: timeToLive } = properties;
      const TableName = properties.TableName ?? generatedName;
      await dynamoDb.createTable(
        {
          TableName,
          AttributeDefinitions,
          KeySchema,
          ...(BillingMode && { BillingMode }),
          ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }),
          ...(ProvisionedThroughput && { ProvisionedThroughput }),
          ...(Tags && { Tags }),
        },
        timeToLive?.Enabled ? timeToLive.AttributeName : undefined,
      );
      return table(TableName, world);
    },
    {
      remove: ({ ref: TableName }, { call }) => call('dynamodb', 'DeleteTable', { TableName }),
      async findExisting({ TableName }, { call, world }) {
        const { TableNames } = tableNames.parse(await call('dynamodb', 'ListTables', {}));
        return TableName !== undefined && TableNames.includes(TableName) ? table(TableName, world) : undefined;
      },
    },
  ),
};
