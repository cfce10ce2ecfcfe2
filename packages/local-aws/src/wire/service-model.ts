import { NormalizedSchema } from '@smithy/core/schema';
import type { AwsError } from '../aws-error';

/** The marks of the SDK's schemas, which are tuples. */
const OPERATION = 9;
const ERROR = -3;

/** An operation as the SDK client describes it. */
export interface OperationModel {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** Method, path template and success status of the `http` trait; absent in protocols without HTTP bindings. */
  readonly http: readonly [method: string, path: string, status: number] | undefined;
}

/** An error on the wire. */
export interface WireError {
  /** The modelled shape's name, or the thrown code if the model has none. */
  readonly shapeName: string;
  /** The code that the query protocol uses, which may differ from the shape's name. */
  readonly queryCode: string;
  readonly status: number;
  readonly message: string;
  readonly members: Readonly<Record<string, unknown>>;
  readonly schema: NormalizedSchema | undefined;
}

type Schema = ReturnType<NormalizedSchema['getSchema']>;
type OperationSchema = Extract<Schema, readonly [typeof OPERATION, ...unknown[]]>;
type ErrorSchema = Extract<Schema, readonly [typeof ERROR, ...unknown[]]>;

const isOperation = (value: unknown): value is OperationSchema => Array.isArray(value) && value[0] === OPERATION;
const isError = (value: unknown): value is ErrorSchema =>
  Array.isArray(value) && value[0] === ERROR && !String(value[1]).startsWith('smithy.ts.sdk.synthetic');

interface PayloadCodec {
  createSerializer(): { write(schema: NormalizedSchema, value: unknown): void; flush(): string | Uint8Array };
  createDeserializer(): { read(schema: NormalizedSchema, body: Uint8Array): unknown };
}

interface ClientConfig {
  readonly protocol: { getShapeId(): string; getPayloadCodec(): PayloadCodec };
  readonly protocolSettings: {
    readonly xmlNamespace?: string;
    readonly version: string;
    readonly serviceTarget: string;
    readonly awsQueryCompatible?: boolean;
  };
}

/** A service's wire format, as known to its SDK client. */
export interface ServiceModel {
  /** The Smithy protocol, e.g. `aws.protocols#restXml`. */
  readonly protocolId: string;
  readonly settings: ClientConfig['protocolSettings'];
  readonly operations: ReadonlyMap<string, OperationModel>;
  /** The codec of whole bodies; the query protocol has none. */
  payloadCodec(): PayloadCodec;
  /** Finds the modelled shape of an error, by its name or by its query code. */
  wireError(error: AwsError): WireError;
}

const isClient = ([name, value]: [string, unknown]) =>
  name.endsWith('Client') && name !== '__Client' && typeof value === 'function';

/** An error's code and status in the query protocol, if they differ from its name and default. */
function queryErrorOf(schema: NormalizedSchema | undefined): readonly [code: string, status: number] | undefined {
  const trait = schema?.getMergedTraits().awsQueryError;
  return Array.isArray(trait) ? [String(trait[0]), Number(trait[1])] : undefined;
}

function readOperation(schema: OperationSchema): OperationModel {
  const [, , name, , input, output] = schema;
  const { http } = NormalizedSchema.of(schema).getMergedTraits();
  return { name, input: NormalizedSchema.of(input), output: NormalizedSchema.of(output), http };
}

/**
 * Reads a service's model from its SDK client: the module exports the schemas of all operations and errors, and the
 * client's configuration names the protocol.
 */
export function readServiceModel(sdk: Readonly<Record<string, unknown>>): ServiceModel {
  const found = Object.entries(sdk).find(isClient)?.[1];
  if (!found) throw new Error('The module is not an AWS SDK client: it exports no …Client class');
  const Client = found as new (config: { region: string }) => { readonly config: ClientConfig };
  const { config } = new Client({ region: 'us-east-1' });

  const operations = new Map<string, OperationModel>();
  const errors = new Map<string, NormalizedSchema>();
  for (const schema of Object.values(sdk)) {
    if (isOperation(schema)) operations.set(schema[2], readOperation(schema));
    if (isError(schema)) {
      const normalized = NormalizedSchema.of(schema);
      errors.set(schema[2], normalized);
      errors.set(queryErrorOf(normalized)?.[0] ?? schema[2], normalized);
    }
  }

  return {
    protocolId: config.protocol.getShapeId(),
    settings: config.protocolSettings,
    operations,
    payloadCodec: () => config.protocol.getPayloadCodec(),
    wireError(error) {
      const schema = errors.get(error.code);
      const [queryCode, queryStatus] = queryErrorOf(schema) ?? [];
      const httpError = schema?.getMergedTraits().httpError;
      const modelledStatus = queryStatus ?? (typeof httpError === 'number' ? httpError : 400);
      return {
        shapeName: schema?.getName() ?? error.code,
        queryCode: queryCode ?? error.code,
        // An error thrown with the default status gets the model's status.
        status: error.status === 400 ? modelledStatus : error.status,
        message: error.message,
        members: error.members,
        schema,
      };
    },
  };
}
