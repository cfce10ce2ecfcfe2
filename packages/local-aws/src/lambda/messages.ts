/** An error as Lambda returns it to the caller, in the payload of a response whose `FunctionError` is set. */
export interface InvocationError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** The settings of an execution environment, sent when its worker starts. */
export interface RuntimeSettings {
  readonly codeFolder: string;
  /** As in the function's configuration: `folder/file.export`. */
  readonly handler: string;
  readonly dnsPort: number;
  /** The cloud's time minus the machine's, in milliseconds. */
  readonly clockOffset: number;
  /** One Int32: the answer to a {@link RouteQuestion}. */
  readonly routeAnswer: SharedArrayBuffer;
}

/** One invocation, as the cloud sends it to an idle worker. */
export interface Invocation {
  readonly requestId: string;
  readonly functionArn: string;
  readonly traceId: string;
  /** The event as JSON text. */
  readonly event: string;
  /** Milliseconds since the epoch on the cloud's clock. */
  readonly deadline: number;
  readonly clockOffset: number;
}

/**
 * Asks for the real port of a virtual address. The worker blocks on `routeAnswer`, because a socket's address is needed
 * synchronously, and because the answer must be current (the function may just have created the listener).
 */
export interface RouteQuestion {
  readonly type: 'route';
  /** E.g. `127.10.0.1:443`. */
  readonly destination: string;
}

/** What a worker sends to the cloud. */
export type WorkerMessage =
  | RouteQuestion
  | { readonly type: 'ready' }
  | { readonly type: 'log'; readonly text: string }
  | { readonly type: 'returned'; readonly payload: string }
  | { readonly type: 'failed'; readonly error: InvocationError }
  /** After this the environment cannot be used again. */
  | { readonly type: 'broken'; readonly error: InvocationError };
