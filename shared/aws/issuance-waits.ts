import { DeleteItemCommand, DynamoDBClient, paginateQuery, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { callAws, callAwsPages } from './call-aws';
import { clientOptions } from './client-options';

/** One execution that waits for one certificate. */
export interface IssuanceWait {
  readonly certificateArn: string;
  readonly executionArn: string;
  readonly taskToken: string;
}

/** The executions that wait for a certificate, kept outside of them so that an event can find them. */
export interface IssuanceWaits {
  /** Remembers the wait; a later attempt of the same execution takes the place of the earlier one. */
  remember(wait: IssuanceWait, expiresAt: Date): Promise<void>;
  waitingFor(certificateArn: string): Promise<IssuanceWait[]>;
  /** Lets the execution go on, and forgets the wait. An execution that waits no longer is left alone. */
  end(wait: IssuanceWait): Promise<void>;
}

/** The task has ended already, or the token was never one (Step Functions API, SendTaskSuccess). */
const WAITS_NO_LONGER = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

/** DynamoDB and Step Functions as the SDK reaches them. */
export function dynamoDbIssuanceWaits(
  table: string,
  dynamoDb = new DynamoDBClient(clientOptions),
  stepFunctions = new SFNClient(clientOptions),
): IssuanceWaits {
  return {
    async remember({ certificateArn, executionArn, taskToken }, expiresAt) {
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

    async waitingFor(certificateArn) {
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

    async end({ certificateArn, executionArn, taskToken }) {
      await callAws(
        `states:SendTaskSuccess ${executionArn}`,
        stepFunctions
          .send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify({ status: 'ISSUED' }) }))
          .catch((error: unknown) => {
            if (error instanceof Error && WAITS_NO_LONGER.has(error.name)) return;
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
              // A newer attempt of the same execution may have put its own token here meanwhile.
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
