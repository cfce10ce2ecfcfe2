import {
  type AttributeValue,
  DeleteItemCommand,
  DynamoDBClient,
  paginateQuery,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type CreatedRecord, createdRecord, type CreatedRecords } from '../ports/state';
import { callAws, callAwsPages, clientOptions } from './call-aws';

/** The created records in DynamoDB. */
export function dynamoDbCreatedRecords(table: string, client = new DynamoDBClient(clientOptions)): CreatedRecords {
  return {
    async save(records) {
      for (const created of records) {
        const attributes = Object.entries(created).flatMap(([name, value]): [string, AttributeValue][] =>
          value === undefined ? [] : [[name, { S: value }]],
        );
        await callAws(
          `dynamodb:PutItem ${table}`,
          client.send(
            new PutItemCommand({ TableName: table, Item: { ...Object.fromEntries(attributes), ...keyOf(created) } }),
          ),
        );
      }
    },

    async listByDomain(domainName) {
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

    async delete(created) {
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
