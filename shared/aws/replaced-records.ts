import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { recordReplacement, type ReplacedRecords } from '../ports/state';
import { callAws, clientOptions } from './call-aws';

/** The replaced records in DynamoDB: one item per name and time, with the change as JSON. */
export function dynamoDbReplacedRecords(table: string, client = new DynamoDBClient(clientOptions)): ReplacedRecords {
  return {
    async save(replacements) {
      for (const replacement of replacements) {
        const { name, replacedAt } = replacement;
        const Item = {
          name: { S: name },
          replacedAt: { S: replacedAt },
          replacement: { S: JSON.stringify(replacement) },
        };
        await callAws(`dynamodb:PutItem ${table}`, client.send(new PutItemCommand({ TableName: table, Item })));
      }
    },

    async last(name) {
      const { Items: [item] = [] } = await callAws(
        `dynamodb:Query ${table}`,
        client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: '#name = :name',
            // `name` is a reserved word (DynamoDB developer guide, "Reserved words").
            ExpressionAttributeNames: { '#name': 'name' },
            ExpressionAttributeValues: { ':name': { S: name } },
            ConsistentRead: true,
            ScanIndexForward: false,
            Limit: 1,
          }),
        ),
      );
      return item && recordReplacement.parse(JSON.parse(item['replacement']?.S ?? ''));
    },
  };
}
