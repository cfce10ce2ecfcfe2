import { DeleteItemCommand, DynamoDBClient, paginateQuery, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { IssuanceWait, IssuanceWaits } from '../ports/state';
import { callAws, callAwsPages, clientOptions } from './call-aws';

/** The task has ended, or the token is invalid (Step Functions API, SendTaskSuccess). */
const NOT_WAITING = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

/** The waits in DynamoDB, resumed through Step Functions. */
export function dynamoDbIssuanceWaits(
  table: string,
  dynamoDb = new DynamoDBClient(clientOptions),
  stepFunctions = new SFNClient(clientOptions),
): IssuanceWaits {
  return {
    async save({ certificateArn, executionArn, taskToken }, expiresAt) {
      await callAws(
        `dynamodb:PutItem ${table}`,
        dynamoDb.send(
          new PutItemCommand({
            TableName: table,
            Item: {
              certificateArn: { S: certificateArn },
              executionArn: { S: executionArn },
              taskToken: { S: taskToken },
              expiresAt: { N: String(Math.ceil(expiresAt.getTime() / 1_000)) },
            },
          }),
        ),
      );
    },

    async listByCertificate(certificateArn) {
      const waits: IssuanceWait[] = [];
      const query = {
        TableName: table,
        KeyConditionExpression: 'certificateArn = :arn',
        ExpressionAttributeValues: { ':arn': { S: certificateArn } },
        ConsistentRead: true,
      };
      for await (const page of callAwsPages(`dynamodb:Query ${table}`, paginateQuery({ client: dynamoDb }, query))) {
        for (const item of page.Items ?? []) {
          const [executionArn, taskToken] = [item['executionArn']?.S, item['taskToken']?.S];
          if (executionArn && taskToken) waits.push({ certificateArn, executionArn, taskToken });
        }
      }
      return waits;
    },

    async resume({ certificateArn, executionArn, taskToken }) {
      await callAws(
        `states:SendTaskSuccess ${executionArn}`,
        stepFunctions
          .send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify({ status: 'ISSUED' }) }))
          .catch((error: unknown) => {
            if (error instanceof Error && NOT_WAITING.has(error.name)) return;
            throw error;
          }),
      );
      await callAws(
        `dynamodb:DeleteItem ${table}`,
        dynamoDb
          .send(
            new DeleteItemCommand({
              TableName: table,
              Key: { certificateArn: { S: certificateArn }, executionArn: { S: executionArn } },
              // A later attempt of the same execution may have saved its own token since.
              ConditionExpression: 'taskToken = :token',
              ExpressionAttributeValues: { ':token': { S: taskToken } },
            }),
          )
          .catch((error: unknown) => {
            if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return;
            throw error;
          }),
      );
    },
  };
}
