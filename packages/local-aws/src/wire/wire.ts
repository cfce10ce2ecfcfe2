import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error';
import type { Call, Service, World } from '../world';
import { createAwsJson } from './aws-json';
import { createAwsQuery } from './aws-query';
import { checkInput } from './check-input';
import { createHttpEndpoint, NoAnswerError, type HttpEndpoint } from './http-endpoint';
import type { Protocol, WireRequest, WireResponse } from './protocol';
import { createRestJson } from './rest-json';
import { createRestXml } from './rest-xml';
import { readServiceModel, type ServiceModel } from './service-model';
import type { SignatureErrors } from './signature-errors';
import { isExpired, readSignature } from './signature';
import { createThrottle } from './throttle';
import { xmlErrorResponse } from './xml-body';

/** A call that reached a service, in the call log. */
export interface CallRecord {
  readonly service: string;
  readonly operation: string;
  readonly principal: string;
  readonly input: unknown;
  /** The error code of the response; absent when the call succeeded or is in progress. */
  readonly errorCode?: string;
  /** When it arrived, in milliseconds since the epoch on the cloud's clock. */
  readonly at: number;
}

/** Hooks and settings of the endpoint. */
export interface WireOptions {
  /** The ARN of an access key's owner; by default the account's root. */
  readonly principalOf?: (accessKeyId: string) => string;
  /** Throws AWS's error for a request with an invalid signature. */
  readonly authenticate?: (request: WireRequest, errors: SignatureErrors) => Promise<void>;
  /** Throws AWS's error for a call that is not allowed. */
  readonly authorize?: (service: Service, call: Call, input: unknown) => void;
  /** Wraps each operation, to inject faults; a NoAnswerError means no response at all. */
  readonly around?: (call: Call, input: unknown, perform: () => Promise<unknown>) => Promise<unknown>;
  /** Whether calls over AWS's published rates are refused; they are by default. */
  readonly throttling?: boolean;
}

/** The running endpoint. */
export interface Wire extends HttpEndpoint {
  /** The latest calls, oldest first. */
  readonly calls: readonly CallRecord[];
  clearCalls(): void;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Mount {
  readonly service: Service;
  readonly model: ServiceModel;
  readonly protocol: Protocol;
}

const PROTOCOLS: Readonly<Record<string, (model: ServiceModel) => Protocol>> = {
  'aws.protocols#awsJson1_0': createAwsJson,
  'aws.protocols#awsJson1_1': createAwsJson,
  'aws.protocols#awsQuery': createAwsQuery,
  'aws.protocols#restJson1': createRestJson,
  'aws.protocols#restXml': createRestXml,
};

const MAX_CALL_RECORDS = 10_000;

function mount(service: Service): Mount {
  const model = readServiceModel(service.sdk);
  const createProtocol = PROTOCOLS[model.protocolId];
  if (!createProtocol) throw new Error(`${service.signingName} speaks ${model.protocolId}, which is not supported`);
  const unknown = Object.keys(service.operations).filter((operation) => !model.operations.has(operation));
  if (unknown.length > 0) throw new Error(`${service.signingName} has no operation ${unknown.join(', ')}`);
  return { service, model, protocol: createProtocol(model) };
}

/** A bug in the local cloud: printed too, because the person who runs the cloud must see it. */
function internalFailure({ service, operation }: Call, thrown: unknown): AwsError {
  console.error(`${service}:${operation}`, thrown);
  return new AwsError('InternalFailure', `The local cloud failed: ${String(thrown)}`, 500);
}

/** The cloud's endpoint: one HTTP server for all services, for every AWS SDK and the AWS CLI. */
export function createWire(world: World, services: readonly Service[], options: WireOptions = {}): Wire {
  const mounts = services.map(mount);
  const throttle = options.throttling === false ? undefined : createThrottle(world.clock);
  const principalOf = options.principalOf ?? (() => `arn:aws:iam::${world.account}:root`);
  const calls: CallRecord[] = [];

  const run = async ({ service, model, protocol }: Mount, call: Call, request: WireRequest): Promise<WireResponse> => {
    const record: Mutable<CallRecord> = {
      service: call.service,
      operation: call.operation,
      principal: call.principal,
      input: undefined,
      at: world.clock.now(),
    };
    calls.push(record);
    if (calls.length > MAX_CALL_RECORDS) calls.shift();

    try {
      await options.authenticate?.(request, protocol.signatureErrors);
      const operation = model.operations.get(call.operation);
      const perform = service.operations[call.operation];
      if (!operation || !perform) {
        const { code, status } = protocol.unknownOperation;
        const reason = operation ? 'is not modelled by the local cloud' : 'is not an operation of this service';
        throw new AwsError(code, `${call.service}: ${call.operation} ${reason}`, status);
      }
      const input = await protocol.decode(operation, request);
      record.input = input;
      throttle?.(call, input);
      checkInput(operation.input, input, protocol.validationError);
      options.authorize?.(service, call, input);
      const work = async () => await perform(input, call);
      const output = await (options.around ? options.around(call, input, work) : work());
      return protocol.encode(operation, output, call.requestId);
    } catch (thrown) {
      if (thrown instanceof NoAnswerError) {
        record.errorCode = thrown.name;
        throw thrown;
      }
      const error = thrown instanceof AwsError ? thrown : internalFailure(call, thrown);
      record.errorCode = error.code;
      return protocol.encodeError(error, call.requestId);
    }
  };

  const answer = async (request: WireRequest): Promise<WireResponse> => {
    if (request.isTooLarge) return refusal(request, 413, 'RequestEntityTooLarge', 'The request is too large');
    const caller = readSignature(request);
    const mounted = caller
      ? mounts.find(({ service }) => service.signingName === caller.signingName)
      : // Buckets are private: an unsigned request reaches none.
        mounts.find(
          ({ service, protocol }) => service.signingName !== 's3' && protocol.operationOf(request) !== undefined,
        );
    if (isExpired(request, world.clock.now())) return refusal(request, 403, 'AccessDenied', 'Request has expired');
    if (!mounted)
      return caller
        ? refusal(request, 404, 'UnknownOperationException', `The local cloud has no service ${caller.signingName}`)
        : refusal(request, 403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');

    const { service, protocol } = mounted;
    const call: Call = {
      service: service.signingName,
      operation: protocol.operationOf(request) ?? 'Unknown',
      principal: principalOf(caller?.accessKeyId ?? ''),
      requestId: randomUUID(),
    };
    const work = () => run(mounted, call, request);
    // A long poll may wait for a timer, which a clock that waited for the poll would never fire.
    return service.longPolls?.includes(call.operation) ? work() : world.clock.hold(work);
  };

  return { ...createHttpEndpoint(world.clock, answer), calls, clearCalls: () => void calls.splice(0) };
}

/** An error for a request that reached no service, in JSON or XML as the client expects. */
function refusal(request: WireRequest, status: number, code: string, message: string): WireResponse {
  const requestId = randomUUID();
  if (!request.headers['x-amz-target'])
    return xmlErrorResponse(
      { shapeName: code, queryCode: code, status, message, members: {}, schema: undefined },
      requestId,
    );
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId },
    body: JSON.stringify({ __type: code, message }),
  };
}
