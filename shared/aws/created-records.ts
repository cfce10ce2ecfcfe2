import {
  DeleteItemCommand,
  DynamoDBClient,
  paginateQuery,
  PutItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { callAws, callAwsPages } from './call-aws';
import { clientOptions } from './client-options';

const createdRecord = z.object({
  /** The domain that it was created for, without a wildcard label. */
  domainName: z.string(),
  zoneId: z.string(),
  name: z.string(),
  type: z.enum(['A', 'AAAA', 'CNAME']),
  /** The value of a CNAME; the load balancer's DNS name of an alias. */
  value: z.string(),
});
/** A DNS record that this service created. */
export type CreatedRecord = z.output<typeof createdRecord>;

/** The DNS records that this service created: nothing else is ever deleted. */
export interface CreatedRecords {
  /** Remembers records that are about to be created. */
  remember(records: readonly CreatedRecord[]): Promise<void>;
  ofDomain(domainName: string): Promise<CreatedRecord[]>;
  forget(record: CreatedRecord): Promise<void>;
}

/** DynamoDB as the SDK reaches it. */
export function dynamoDbCreatedRecords(table: string, client = new DynamoDBClient(clientOptions)): CreatedRecords {
  return {
    async remember(records) {
      for (const created of records) {
        const attributes = Object.entries(created).map(([name, value]): [string, AttributeValue] => [
          name,
          { S: value },
        ]);
        await callAws(
          `dynamodb:PutItem ${table}`,
          client.send(
            new PutItemCommand({ TableName: table, Item: { ...Object.fromEntries(attributes), ...keyOf(created) } }),
          ),
        );
      }
    },

    async ofDomain(domainName) {
      const records: CreatedRecord[] = [];
      const query = {
        TableName: table,
        KeyConditionExpression: 'domainName = :domainName',
        ExpressionAttributeValues: { ':domainName': { S: domainName } },
        ConsistentRead: true,
      };
      for await (const page of callAwsPages(`dynamodb:Query ${table}`, paginateQuery({ client }, query))) {
        for (const item of page.Items ?? []) {
          const texts = Object.entries(item).map(([name, value]) => [name, value.S]);
          records.push(createdRecord.parse(Object.fromEntries(texts)));
        }
      }
      return records;
    },

    async forget(created) {
      await callAws(
        `dynamodb:DeleteItem ${table}`,
        client.send(new DeleteItemCommand({ TableName: table, Key: keyOf(created) })),
      );
    },
  };
}

const keyOf = ({ domainName, zoneId, name, type }: CreatedRecord) => ({
  domainName: { S: domainName },
  record: { S: `${zoneId} ${name} ${type}` },
});
