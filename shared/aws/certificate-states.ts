import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  paginateScan,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { LastNotified } from '../domain/notification-reason';
import { VERDICTS } from '../domain/verdict';
import { callAws, callAwsPages } from './call-aws';
import { clientOptions } from './client-options';

/** What is remembered of a certificate because AWS cannot say it. */
export interface CertificateState {
  /** What people were told last; absent when they know of no health issue. */
  readonly lastNotified?: LastNotified | undefined;
  /** The serial number of the renewal that was published last. */
  readonly announcedSerial?: string | undefined;
  /** The execution that has it in hand, or had it last. */
  readonly lockedBy?: string | undefined;
  /** Since when. */
  readonly lockedSince?: Date | undefined;
  /** The latest request that reused it. */
  readonly requestedAt?: Date | undefined;
}

/** What a load balancer serves in a certificate's place, or that it serves this one. */
const served = z.object({
  loadBalancerArn: z.string(),
  /** The name that was asked for. */
  domainName: z.string(),
  /** What is wrongly served instead: present when it is another certificate that does not cover the name for this deployment. */
  otherSerial: z.string().optional(),
  /** The ARN of another certificate that this deployment keeps, with which the name is served. */
  coveredBy: z.string().optional(),
  /** Why nothing was seen. */
  error: z.string().optional(),
});
const sweptCertificate = z.object({
  certificateArn: z.string(),
  domainName: z.string(),
  type: z.string(),
  verdict: z.enum(VERDICTS),
  reasons: z.array(z.string()),
  isManaged: z.boolean(),
  isInUse: z.boolean(),
  daysLeft: z.number().optional(),
  notBefore: z.string().optional(),
  notAfter: z.string().optional(),
  /** A health issue that somebody should know of: an error of the service, or one of TROUBLES. */
  healthIssue: z.string().optional(),
  /** What people are shown of it; a row that was written before there was such a thing has none. */
  domainNames: z.array(z.string()).default([]),
  keyAlgorithm: z.string().default(''),
  serial: z.string().optional(),
  /** ARNs of what uses it, as far as somebody looked. */
  usedBy: z.array(z.string()).default([]),
  served: z.array(served).default([]),
  /** Whether reconcile-certificate has something to do, or to tell. */
  isDue: z.boolean(),
});
/** What a sweep found of one certificate. */
export type SweptCertificate = z.output<typeof sweptCertificate>;

/** The memory of the lives of certificates, by ARN. */
export interface CertificateStates {
  get(certificateArn: string): Promise<CertificateState>;
  /**
   * Puts the certificate into an execution's hands, if nobody but the known holder has it.
   * @returns whether the execution has it now
   */
  acquireLock(certificateArn: string, executionArn: string, knownLockHolder: string | undefined): Promise<boolean>;
  /** Remembers what people were told; undefined when the health issue is over. */
  recordNotification(certificateArn: string, lastNotified: LastNotified | undefined): Promise<void>;
  recordAnnouncement(certificateArn: string, serial: string): Promise<void>;
  /** Remembers a request that reuses the certificate, unless a later one is known. */
  recordRequest(certificateArn: string, at: Date): Promise<void>;
  /** @param sweepId sorts by when the sweep began; what a later sweep has found already is left as it is */
  recordSwept(sweepId: string, swept: SweptCertificate): Promise<void>;
  /** Everything that a sweep found, or that a later one has found since: two may overlap, and each sees the whole. */
  swept(sweepId: string): Promise<SweptCertificate[]>;
  /** When the last sweep succeeded; undefined before the first. */
  lastSweep(): Promise<Date | undefined>;
  recordSweep(at: Date): Promise<void>;
}

/** Among the certificates' ARNs, the key of what is remembered of sweeps themselves. */
export const SWEEP = 'sweep';

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
        lastNotified: Item['told']?.S ? LastNotified.parse(JSON.parse(Item['told'].S)) : undefined,
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
