import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  paginateScan,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { Told } from '../domain/notice';
import { VERDICTS } from '../domain/verdict';
import { asking, askingPages } from './asking';
import { clientOptions } from './client-options';

/** What is remembered of a certificate because AWS cannot say it. */
export interface KeptCertificate {
  /** What people were told last; absent when they know of no trouble. */
  readonly told?: Told | undefined;
  /** The serial number of the renewal that was published last. */
  readonly announcedSerial?: string | undefined;
  /** The execution that has it in hand, or had it last. */
  readonly heldBy?: string | undefined;
}

const sweptCertificate = z.object({
  certificateArn: z.string(),
  domainName: z.string(),
  type: z.string(),
  verdict: z.enum(VERDICTS),
  reasons: z.array(z.string()),
  isManaged: z.boolean(),
  isInUse: z.boolean(),
  daysLeft: z.number().optional(),
  notAfter: z.string().optional(),
  /** Whether keep-certificate has something to do, or to tell. */
  isDue: z.boolean(),
});
/** What a sweep found of one certificate. */
export type SweptCertificate = z.output<typeof sweptCertificate>;

const told = z.object({
  name: z.string(),
  cause: z.string(),
  daysLeft: z.number().optional(),
  step: z.string().optional(),
});

/** The memory of the lives of certificates, by ARN. */
export interface KeptCertificates {
  get(certificateArn: string): Promise<KeptCertificate>;
  /**
   * Puts the certificate into an execution's hands, if nobody but the known holder has it.
   * @returns whether the execution has it now
   */
  hold(certificateArn: string, executionArn: string, knownHolder: string | undefined): Promise<boolean>;
  /** Remembers what people were told; undefined when the trouble is over. */
  noteTold(certificateArn: string, told: Told | undefined): Promise<void>;
  noteAnnounced(certificateArn: string, serial: string): Promise<void>;
  noteSwept(sweepId: string, swept: SweptCertificate): Promise<void>;
  /** Everything that a sweep found. */
  swept(sweepId: string): Promise<SweptCertificate[]>;
  /** When the last sweep succeeded; undefined before the first. */
  lastSweep(): Promise<Date | undefined>;
  noteSweep(at: Date): Promise<void>;
}

/** Among the certificates' ARNs, the key of what is remembered of sweeps themselves. */
export const SWEEP = 'sweep';

/** A row nobody has written for so long is about a certificate that is gone. */
const REMEMBERED_SECONDS = 400 * 24 * 60 * 60;

/** DynamoDB as the SDK reaches it. */
export function dynamoDbKeptCertificates(
  table: string,
  client = new DynamoDBClient(clientOptions),
  now = () => new Date(),
): KeptCertificates {
  const set = async (certificateArn: string, values: Readonly<Record<string, AttributeValue>>, condition = {}) => {
    const expiresAt = { N: String(Math.ceil(now().getTime() / 1_000) + REMEMBERED_SECONDS) };
    const attributes = Object.entries({ ...values, expiresAt });
    const { values: more = {}, ...rest } = condition as { values?: Record<string, AttributeValue> };
    await asking(
      `dynamodb:UpdateItem ${table}`,
      client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { certificateArn: { S: certificateArn } },
          UpdateExpression: `SET ${attributes.map(([name]) => `#${name} = :${name}`).join(', ')}`,
          ExpressionAttributeNames: Object.fromEntries(attributes.map(([name]) => [`#${name}`, name])),
          ExpressionAttributeValues: {
            ...Object.fromEntries(attributes.map(([name, value]) => [`:${name}`, value])),
            ...more,
          },
          ...rest,
        }),
      ),
    );
  };

  const row = async (certificateArn: string) => {
    const { Item = {} } = await asking(
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
        told: Item['told']?.S ? told.parse(JSON.parse(Item['told'].S)) : undefined,
        announcedSerial: Item['announcedSerial']?.S,
        heldBy: Item['heldBy']?.S,
      };
    },

    async hold(certificateArn, executionArn, knownHolder) {
      const condition = knownHolder
        ? {
            ConditionExpression: '#heldBy = :heldBy OR #heldBy = :knownHolder',
            values: { ':knownHolder': { S: knownHolder } },
          }
        : { ConditionExpression: 'attribute_not_exists(#heldBy) OR #heldBy = :heldBy' };
      try {
        await set(certificateArn, { heldBy: { S: executionArn } }, condition);
        return true;
      } catch (error) {
        if (error instanceof Error && error.cause instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },

    async lastSweep() {
      const { sweptAt } = await row(SWEEP);
      return sweptAt?.S === undefined ? undefined : new Date(sweptAt.S);
    },
    noteSweep: (at) => set(SWEEP, { sweptAt: { S: at.toISOString() } }),
    noteTold: (certificateArn, news) => set(certificateArn, { told: { S: news ? JSON.stringify(news) : '' } }),
    noteAnnounced: (certificateArn, serial) => set(certificateArn, { announcedSerial: { S: serial } }),
    noteSwept: (sweepId, swept) =>
      set(swept.certificateArn, { sweepId: { S: sweepId }, swept: { S: JSON.stringify(swept) } }),

    async swept(sweepId) {
      const found: SweptCertificate[] = [];
      const scan = {
        TableName: table,
        FilterExpression: 'sweepId = :sweepId',
        ExpressionAttributeValues: { ':sweepId': { S: sweepId } },
        ConsistentRead: true,
      };
      for await (const page of askingPages(`dynamodb:Scan ${table}`, paginateScan({ client }, scan))) {
        for (const item of page.Items ?? []) found.push(sweptCertificate.parse(JSON.parse(item['swept']?.S ?? '{}')));
      }
      return found;
    },
  };
}
