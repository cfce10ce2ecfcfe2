import { z } from 'zod';
import type { CloudWatch } from '../cloudwatch/cloudwatch';
import type { DynamoDb } from '../dynamodb/dynamodb';
import type { Iam } from '../iam/iam';
import type { Kms } from '../kms/kms';
import type { Lambda } from '../lambda/lambda';
import type { S3 } from '../s3/s3';
import type { World } from '../world';
import { validationError } from './template';

/** The services with which a stack creates and deletes its resources. */
export interface StackServices {
  /** Calls an operation as the deployer, by the service's signing name. */
  readonly call: (service: string, operation: string, input: unknown) => Promise<unknown>;
  readonly cloudWatch: CloudWatch;
  readonly dynamoDb: DynamoDb;
  readonly iam: Iam;
  readonly kms: Kms;
  readonly lambda: Lambda;
  readonly s3: S3;
  readonly world: World;
}

/** What a resource's creation receives besides the properties. */
export interface Creation extends StackServices {
  /** The bytes of a packaged artifact, by its S3 key. */
  readonly artifact: (key: string) => Uint8Array;
  readonly stackName: string;
  readonly logicalId: string;
  /** The name that CloudFormation generates for a resource without one: stack, logical id, random suffix. */
  readonly generatedName: string;
}

/** A created resource, as templates refer to it. */
export interface Resource {
  /** What `Ref` returns. */
  readonly ref: string;
  /** What `Fn::GetAtt` returns, by attribute. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A resource type, whose properties are checked before anything is done. */
export interface ResourceType {
  create(properties: unknown, creation: Creation): Promise<Resource>;
  /** The resource of that custom name, if it exists and its type can be imported. */
  findExisting(properties: unknown, creation: Creation): Promise<Resource | undefined>;
  delete(resource: Resource, properties: unknown, services: StackServices): Promise<void>;
}

interface Lifecycle<P> {
  /** Absent where the resource is part of another, with which it ends, or is nothing but a name here. */
  readonly remove?: (resource: Resource, services: StackServices, properties: P) => unknown;
  readonly findExisting?: (properties: P, creation: Creation) => Resource | undefined | Promise<Resource | undefined>;
}

/**
 * A resource type: the schema of its properties, which refuses all others by name, and the functions that create, delete and
 * find it.
 */
export function resourceType<P>(
  properties: z.ZodType<P>,
  create: (properties: P, creation: Creation) => Resource | Promise<Resource>,
  { remove, findExisting }: Lifecycle<P> = {},
): ResourceType {
  const check = (given: unknown) => {
    const parsed = properties.safeParse(given);
    if (!parsed.success) throw validationError(`Properties validation failed: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  };
  return {
    create: async (given, creation) => create(check(given), creation),
    findExisting: async (given, creation) => findExisting?.(check(given), creation),
    delete: async (resource, given, services) => {
      await remove?.(resource, services, check(given));
    },
  };
}

/** CloudFormation also accepts numbers and booleans as text. */
export const number = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)]).transform(Number);
/** See {@link number}. */
export const boolean = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

/** JSON that is passed on unchanged: a policy, an event pattern, a state machine. */
export const document = z.record(z.string(), z.unknown());

const tag = z.strictObject({ Key: z.string(), Value: z.string() });
/** Tags as most resource types take them. */
export const tags = z.array(tag);
