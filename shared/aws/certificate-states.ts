import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  paginateScan,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type SweptCertificate, sweptCertificate } from '../domain/inventory/swept-certificate';
import { LastNotified } from '../domain/notification/health-issue-notification';
import { type CertificateStates, SWEEP } from '../ports/state';
import { callAws, callAwsPages, clientOptions } from './call-aws';

/** A row nobody has written for so long is about a certificate that is gone. */
const REMEMBERED_SECONDS = 400 * 24 * 60 * 60;

type Attributes = Readonly<Record<string, AttributeValue>>;
interface Condition {
  /** On the attributes that are set: `#name` is what stands, `:name` what is to be put there. */
  readonly expression: string;
  readonly values?: Attributes;
}

/** DynamoDB as the SDK reaches it. */
export function dynamoDbCertificateStates(
  table: string,
  client = new DynamoDBClient(clientOptions),
  now = () => new Date(),
): CertificateStates {
  const set = async (certificateArn: string, values: Attributes, condition?: Condition) => {
    const expiresAt = { N: String(Math.ceil(now().getTime() / 1_000) + REMEMBERED_SECONDS) };
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

  /** Whether the condition held, and the values stand. */
  const setIf = async (condition: Condition, certificateArn: string, values: Attributes): Promise<boolean> => {
    try {
      await set(certificateArn, values, condition);
      return true;
    } catch (error) {
      if (error instanceof Error && error.cause instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  const row = async (certificateArn: string) => {
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
      const Item = await row(certificateArn);
      return {
        lastNotified: Item['lastNotified']?.S ? LastNotified.parse(JSON.parse(Item['lastNotified'].S)) : undefined,
        announcedSerial: Item['announcedSerial']?.S,
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

    async lastSweep() {
      const { sweptAt } = await row(SWEEP);
      return sweptAt?.S === undefined ? undefined : new Date(sweptAt.S);
    },
    recordSweep: (at) => set(SWEEP, { sweptAt: { S: at.toISOString() } }),
    recordNotification: (certificateArn, news) =>
      set(certificateArn, { lastNotified: { S: news ? JSON.stringify(news) : '' } }),
    recordAnnouncement: (certificateArn, serial) => set(certificateArn, { announcedSerial: { S: serial } }),
    async recordRequest(certificateArn, at) {
      const isLater = { expression: 'attribute_not_exists(#requestedAt) OR #requestedAt < :requestedAt' };
      await setIf(isLater, certificateArn, { requestedAt: { S: at.toISOString() } });
    },
    async recordSwept(sweepId, swept) {
      const found = { sweepId: { S: sweepId }, swept: { S: JSON.stringify(swept) } };
      const isNotOlder = { expression: 'attribute_not_exists(#sweepId) OR #sweepId <= :sweepId' };
      await setIf(isNotOlder, swept.certificateArn, found);
    },

    async swept(sweepId) {
      const found: SweptCertificate[] = [];
      const scan = {
        TableName: table,
        FilterExpression: 'sweepId >= :sweepId',
        ExpressionAttributeValues: { ':sweepId': { S: sweepId } },
        ConsistentRead: true,
      };
      for await (const page of callAwsPages(`dynamodb:Scan ${table}`, paginateScan({ client }, scan))) {
        for (const item of page.Items ?? []) found.push(sweptCertificate.parse(JSON.parse(item['swept']?.S ?? '{}')));
      }
      return found;
    },
  };
}

const dateIn = (attribute: AttributeValue | undefined) => (attribute?.S ? new Date(attribute.S) : undefined);
