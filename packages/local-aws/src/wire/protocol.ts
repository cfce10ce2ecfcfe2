import type { AwsError } from '../aws-error';
import type { SignatureErrors } from './signature-errors';
import type { OperationModel } from './service-model';

/** An HTTP request with its body. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** Whether the body was truncated because it is larger than any service accepts. */
  readonly isTooLarge: boolean;
}

/** An HTTP response with its body. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text, or the bytes of an object. */
  readonly body: string | Uint8Array;
}

/** One of AWS's protocols, on the server's side of one service. */
export interface Protocol {
  /** The operation of a request; undefined when it has none of this service. */
  operationOf(request: WireRequest): string | undefined;
  decode(operation: OperationModel, request: WireRequest): Promise<unknown>;
  encode(operation: OperationModel, output: unknown, requestId: string): WireResponse;
  encodeError(error: AwsError, requestId: string): WireResponse;
  /** The error code for an input that violates the service's schema. */
  readonly validationError: string;
  /** Its error codes for signatures. */
  readonly signatureErrors: SignatureErrors;
  /** The error code and HTTP status for an unknown operation. */
  readonly unknownOperation: { readonly code: string; readonly status: number };
}
