import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError } from '../aws-error';
import type { Call, Service, World } from '../world';
import { createAwsJson } from './aws-json';
import { createAwsQuery } from './aws-query';
import { readCaller } from './caller';
import { checkInput } from './check-input';
import type { Protocol, WireRequest, WireResponse } from './protocol';
import { createRestXml } from './rest-xml';
import { readServiceModel, type ServiceModel } from './service-model';
import { createThrottle } from './throttle';

/** A call that reached a service, as the call log keeps it. */
export interface CallRecord {
  readonly service: string;
  readonly operation: string;
  readonly principal: string;
  readonly input: unknown;
  /** The code of the error that was answered; absent when the call succeeded or is still under way. */
  readonly errorCode?: string;
  /** When it arrived, in milliseconds since the epoch on the cloud's clock. */
  readonly at: number;
}

export interface WireOptions {
  /** The ARN of who owns an access key; by default everybody is the account's root. */
  readonly principalOf?: (accessKeyId: string) => string;
  /** Runs before each operation: what it throws is answered instead, what it waits for delays the answer. */
  readonly before?: (call: Call, input: unknown) => void | Promise<void>;
  /** Whether calls over AWS's published rates are refused; they are by default. */
  readonly throttling?: boolean;
}

export interface Wire {
  /** Listens on 127.0.0.1 (a free port by default) and resolves to the endpoint URL. */
  listen(port?: number): Promise<string>;
  close(): Promise<void>;
  /** The latest calls, oldest first. */
  readonly calls: readonly CallRecord[];
  clearCalls(): void;
}

interface Mount {
  readonly service: Service;
  readonly model: ServiceModel;
  readonly protocol: Protocol;
}

const PROTOCOLS: Readonly<Record<string, (model: ServiceModel) => Protocol>> = {
  'aws.protocols#awsJson1_0': createAwsJson,
  'aws.protocols#awsJson1_1': createAwsJson,
  'aws.protocols#awsQuery': createAwsQuery,
  'aws.protocols#restXml': createRestXml,
};

/** DynamoDB's limit, the largest of the services here. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const MAX_CALL_RECORDS = 10_000;

function mount(service: Service): Mount {
  const model = readServiceModel(service.sdk);
  const createProtocol = PROTOCOLS[model.protocolId];
  if (!createProtocol) throw new Error(`${service.signingName} speaks ${model.protocolId}, which is not supported`);
  const unknown = Object.keys(service.operations).filter((operation) => !model.operations.has(operation));
  if (unknown.length > 0) throw new Error(`${service.signingName} has no operation ${unknown.join(', ')}`);
  return { service, model, protocol: createProtocol(model) };
}

async function readRequest(incoming: IncomingMessage): Promise<WireRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  return {
    method: incoming.method ?? 'GET',
    path: pathname,
    query: searchParams,
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  };
}

const plainError = (status: number, code: string, message: string): WireResponse => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code },
  body: JSON.stringify({ __type: code, message }),
});

/** The cloud's front door: one HTTP endpoint at which every AWS SDK and the AWS CLI reach the mounted services. */
export function createWire(world: World, services: readonly Service[], options: WireOptions = {}): Wire {
  const mounts = services.map(mount);
  const throttle = options.throttling === false ? undefined : createThrottle(world.clock);
  const principalOf = options.principalOf ?? (() => `arn:aws:iam::${world.account}:root`);
  const calls: CallRecord[] = [];

  const run = async ({ service, model, protocol }: Mount, request: WireRequest, principal: string) => {
    const requestId = randomUUID();
    const operation = protocol.operationOf(request) ?? 'Unknown';
    const call: Call = { service: service.signingName, operation, principal, requestId };
    const record: { -readonly [K in keyof CallRecord]: CallRecord[K] } = {
      service: service.signingName,
      operation,
      principal,
      input: undefined,
      at: world.clock.now(),
    };
    calls.push(record);
    if (calls.length > MAX_CALL_RECORDS) calls.shift();

    try {
      const operationModel = model.operations.get(operation);
      const perform = service.operations[operation];
      if (!operationModel || !perform) {
        const { code, status } = protocol.unknownOperation;
        const reason = operationModel ? 'is not modelled by the local cloud' : 'is not an operation of this service';
        throw new AwsError(code, `${service.signingName}: ${operation} ${reason}`, status);
      }
      const input = await protocol.decode(operationModel, request);
      record.input = input;
      throttle?.(service.signingName, operation, input);
      checkInput(operationModel.input, input, protocol.validationError);
      await options.before?.(call, input);
      return protocol.encode(operationModel, await perform(input, call), requestId);
    } catch (thrown) {
      // A fault of the local cloud itself must be seen by whoever runs it, and not only by the client.
      if (!(thrown instanceof AwsError)) console.error(`${service.signingName}:${operation}`, thrown);
      const error =
        thrown instanceof AwsError ? thrown : new AwsError('InternalFailure', `The local cloud failed: ${thrown}`, 500);
      record.errorCode = error.code;
      return protocol.encodeError(error, requestId);
    }
  };

  const answer = async (request: WireRequest | undefined): Promise<WireResponse> => {
    if (!request) return plainError(413, 'RequestEntityTooLarge', `The request exceeds ${MAX_BODY_BYTES} bytes`);
    const caller = readCaller(request);
    const mounted = caller
      ? mounts.find(({ service }) => service.signingName === caller.signingName)
      : mounts.find(({ protocol }) => protocol.operationOf(request) !== undefined);
    if (mounted) return run(mounted, request, principalOf(caller?.accessKeyId ?? ''));
    return caller
      ? plainError(404, 'UnknownOperationException', `The local cloud has no service ${caller.signingName}`)
      : plainError(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
  };

  const server = createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
    void world.clock.hold(async () => {
      try {
        const { status, headers, body } = await answer(await readRequest(incoming));
        const bytes = Buffer.from(body);
        outgoing.writeHead(status, {
          ...headers,
          'content-length': bytes.length,
          date: new Date(world.clock.now()).toUTCString(),
        });
        outgoing.end(bytes);
      } catch {
        // The client went away in the middle of its request: there is nobody to answer.
        outgoing.destroy();
      }
    });
  });

  return {
    calls,
    clearCalls: () => void calls.splice(0),
    listen: (port = 0) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          server.off('error', reject);
          resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
        });
      }),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
