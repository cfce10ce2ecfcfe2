import type { AwsError } from '../aws-error';
import type { SignatureErrors } from './signature-errors';
import type { OperationModel } from './service-model';

/** An HTTP request, its body read. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** Whether the body was cut because it is longer than any service takes. */
  readonly isTooLarge: boolean;
}

/** An HTTP response, its body complete. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text, or the bytes of an object. */
  readonly body: string | Uint8Array;
}

/** One of AWS's protocols, spoken for one service from the server's side. */
export interface Protocol {
  /** The operation that a request names in this protocol and for this service; undefined when it names none. */
  operationOf(request: WireRequest): string | undefined;
  decode(operation: OperationModel, request: WireRequest): Promise<unknown>;
  encode(operation: OperationModel, output: unknown, requestId: string): WireResponse;
  encodeError(error: AwsError, requestId: string): WireResponse;
  /** The code of the answer to an input that breaks the service's schema. */
  readonly validationError: string;
  /** How it names what is wrong with a request's signature. */
  readonly signatureErrors: SignatureErrors;
  /** The code and the HTTP status of the answer to an operation that the service does not have. */
  readonly unknownOperation: { readonly code: string; readonly status: number };
}
