/** An error as Lambda returns it to the caller, in the payload of a response whose `FunctionError` is set. */
export interface InvocationError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** What a new execution environment is told once, when its worker starts. */
export interface RuntimeSettings {
  readonly codeFolder: string;
  /** As in the function's configuration: `folder/file.export`. */
  readonly handler: string;
  readonly dnsPort: number;
  /** The cloud's time minus the machine's, in milliseconds. */
  readonly clockOffset: number;
  /** One Int32: where the answer to a {@link RouteQuestion} is put. */
  readonly routeAnswer: SharedArrayBuffer;
}

/** One invocation, as the cloud hands it to an idle worker. */
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
 * Where does this virtual address lead? The worker waits on `routeAnswer` meanwhile, because a socket's address must be
 * known at once, and because the answer must be that of this moment (the function may just have made the listener).
 */
export interface RouteQuestion {
  readonly type: 'route';
  /** E.g. `127.10.0.1:443`. */
  readonly destination: string;
}

/** What a worker tells the cloud. */
export type WorkerMessage =
  | RouteQuestion
  | { readonly type: 'ready' }
  | { readonly type: 'log'; readonly text: string }
  | { readonly type: 'returned'; readonly payload: string }
  | { readonly type: 'failed'; readonly error: InvocationError }
  /** After this the environment cannot be used again. */
  | { readonly type: 'broken'; readonly error: InvocationError };
