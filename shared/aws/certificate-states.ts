import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  paginateScan,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { Reattachment } from '../domain/assessment/reattachments';
import { type SweptCertificate, sweptCertificate } from '../domain/inventory/swept-certificate';
import { LastNotified } from '../domain/notification/health-issue-notification';
import { type CertificateStates, SWEEP_KEY } from '../ports/state';
import { callAws, callAwsPages, clientOptions } from './call-aws';

/** An item that has not been written for this long belongs to a deleted certificate. */
const RETENTION_SECONDS = 400 * 24 * 60 * 60;

type Attributes = Readonly<Record<string, AttributeValue>>;
interface Condition {
  /** On the attributes that are set: `#name` is the existing value, `:name` the new one. */
  readonly expression: string;
  readonly values?: Attributes;
}

/** The state of certificates in DynamoDB. */
export function dynamoDbCertificateStates(
  table: string,
  client = new DynamoDBClient(clientOptions),
  now = () => new Date(),
): CertificateStates {
  const set = async (certificateArn: string, values: Attributes, condition?: Condition) => {
    const expiresAt = { N: String(Math.ceil(now().getTime() / 1_000) + RETENTION_SECONDS) };
    const attributes = Object.entries({ ...values, expiresAt });
    await callAws(
      `dynamodb:UpdateItem ${table}`,
      client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { certificateArn: { S: certificateArn } },
          UpdateExpression: `SET ${attributes.map(([name]) => `#${name} = :${name}`).join(', ')}`,
          ConditionExpression: condition?.expression,
          ExpressionAttributeNames: Object.fromEntries(attributes.map(([name]) => [`#${name}`, name])),
          ExpressionAttributeValues: {
            ...Object.fromEntries(attributes.map(([name, value]) => [`:${name}`, value])),
            ...condition?.values,
          },
        }),
      ),
    );
  };

  /** Returns whether the condition held and the values were written. */
  const setIf = async (condition: Condition, certificateArn: string, values: Attributes): Promise<boolean> => {
    try {
      await set(certificateArn, values, condition);
      return true;
    } catch (error) {
      if (error instanceof Error && error.cause instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  const getItem = async (certificateArn: string) => {
    const { Item = {} } = await callAws(
      `dynamodb:GetItem ${table}`,
      client.send(
        new GetItemCommand({ TableName: table, Key: { certificateArn: { S: certificateArn } }, ConsistentRead: true }),
      ),
    );
    return Item;
  };

  return {
    async get(certificateArn) {
      const Item = await getItem(certificateArn);
      return {
        lastNotified: Item['lastNotified']?.S ? LastNotified.parse(JSON.parse(Item['lastNotified'].S)) : undefined,
        announcedSerial: Item['announcedSerial']?.S,
        reattachments: Item['reattachments']?.S
          ? z.array(Reattachment).parse(JSON.parse(Item['reattachments'].S))
          : undefined,
        lockedBy: Item['lockedBy']?.S,
        lockedSince: dateIn(Item['lockedSince']),
        requestedAt: dateIn(Item['requestedAt']),
      };
    },

    acquireLock(certificateArn, executionArn, knownLockHolder) {
      const condition = knownLockHolder
        ? {
            expression: '#lockedBy = :lockedBy OR #lockedBy = :knownLockHolder',
            values: { ':knownLockHolder': { S: knownLockHolder } },
          }
        : { expression: 'attribute_not_exists(#lockedBy) OR #lockedBy = :lockedBy' };
      return setIf(condition, certificateArn, {
        lockedBy: { S: executionArn },
        lockedSince: { S: now().toISOString() },
      });
    },

    async getLastSweepTime() {
      const { sweptAt } = await getItem(SWEEP_KEY);
      return sweptAt?.S === undefined ? undefined : new Date(sweptAt.S);
    },
    recordSweepTime: (at) => set(SWEEP_KEY, { sweptAt: { S: at.toISOString() } }),
    recordNotification: (certificateArn, lastNotified) =>
      set(certificateArn, { lastNotified: { S: lastNotified ? JSON.stringify(lastNotified) : '' } }),
    recordReattachments: (certificateArn, reattachments) =>
      set(certificateArn, { reattachments: { S: JSON.stringify(reattachments) } }),
    recordAnnouncedSerial: (certificateArn, serial) => set(certificateArn, { announcedSerial: { S: serial } }),
    recordRequest(certificateArn, at) {
      // A repeated step records its own request again.
      const isLatest = { expression: 'attribute_not_exists(#requestedAt) OR #requestedAt <= :requestedAt' };
      return setIf(isLatest, certificateArn, { requestedAt: { S: at.toISOString() } });
    },
    async recordSweepResult(sweepId, swept) {
      const result = { sweepId: { S: sweepId }, swept: { S: JSON.stringify(swept) } };
      const isNotOlder = { expression: 'attribute_not_exists(#sweepId) OR #sweepId <= :sweepId' };
      await setIf(isNotOlder, swept.certificateArn, result);
    },

    async listSweepResults(sweepId) {
      const results: SweptCertificate[] = [];
      const scan = {
        TableName: table,
        FilterExpression: 'sweepId >= :sweepId',
        ExpressionAttributeValues: { ':sweepId': { S: sweepId } },
        ConsistentRead: true,
      };
      for await (const page of callAwsPages(`dynamodb:Scan ${table}`, paginateScan({ client }, scan))) {
        for (const item of page.Items ?? []) results.push(sweptCertificate.parse(JSON.parse(item['swept']?.S ?? '{}')));
      }
      return results;
    },
  };
}

const dateIn = (attribute: AttributeValue | undefined) => (attribute?.S ? new Date(attribute.S) : undefined);
