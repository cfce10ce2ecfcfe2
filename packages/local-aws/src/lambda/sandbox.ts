import { Worker } from 'node:worker_threads';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Invocation, InvocationError, RuntimeSettings, WorkerMessage } from './messages';

/** Lambda's limit for the init phase, before the function's own time-out begins. */
const INIT_LIMIT_MILLISECONDS = 10_000;

/** The outcome of an invocation; `payload` is JSON text. */
export type Outcome = { readonly payload: string } | { readonly error: InvocationError };

/** An execution environment: a worker thread that keeps one function's code loaded and runs one invocation at a time. */
export interface Sandbox {
  /** Never rejects: whatever goes wrong in the function is an outcome. */
  run(invocation: Invocation): Promise<Outcome>;
  /** False once the worker has ended or cannot be used again. */
  isUsable(): boolean;
  /** Resolves when the code is loaded or has failed to load; `milliseconds` is the duration. */
  readonly init: Promise<{ readonly milliseconds: number }>;
  stop(): Promise<void>;
}

/** A worker's start options. */
export interface SandboxOptions {
  readonly settings: Omit<RuntimeSettings, 'routeAnswer'>;
  readonly environment: Readonly<Record<string, string>>;
  readonly memorySizeMegabytes: number;
  readonly timeoutSeconds: number;
  /** The cloud's current network. */
  routes(): Readonly<Record<string, number>>;
  log(text: string): void;
}

/** Starts a worker, which begins to load the function's code at once. */
export function startSandbox(options: SandboxOptions): Sandbox {
  const settings: RuntimeSettings = { ...options.settings, routeAnswer: new SharedArrayBuffer(4) };
  const worker = new Worker(runtimeCode(), {
    eval: true,
    // The flags of this process (a TypeScript loader, a debugger) must not reach the function.
    execArgv: [],
    env: options.environment,
    workerData: settings,
    resourceLimits: { maxOldGenerationSizeMb: options.memorySizeMegabytes },
    stdout: true,
    stderr: true,
  });

  let failure: InvocationError | undefined;
  let settleInit: () => void = () => {};
  let settleInvocation: (outcome: Outcome) => void = () => {};
  const end = (error: InvocationError) => {
    failure ??= error;
    settleInvocation({ error: failure });
    settleInit();
  };
  const abandon = (error: InvocationError) => {
    end(error);
    void worker.terminate();
  };

  const startedAt = performance.now();
  const init = new Promise<{ milliseconds: number }>((resolve) => {
    const limit = setTimeout(() => abandon(timedOut(options.timeoutSeconds)), INIT_LIMIT_MILLISECONDS);
    settleInit = () => {
      clearTimeout(limit);
      resolve({ milliseconds: performance.now() - startedAt });
    };
  });

  worker.on('message', (message: WorkerMessage) => {
    switch (message.type) {
      case 'ready':
        return settleInit();
      case 'log':
        return options.log(message.text);
      case 'route':
        return answerRoute(settings.routeAnswer, options.routes()[message.destination]);
      case 'returned':
        return settleInvocation({ payload: message.payload });
      case 'failed':
        return settleInvocation({ error: message.error });
      case 'broken':
        return end(message.error);
    }
  });
  worker.on('error', (error: NodeJS.ErrnoException) => {
    end(exited(`with error: ${error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'signal: killed' : error.message}`));
  });
  worker.on('exit', (code) =>
    end(exited(code === 0 ? 'without providing a reason' : `with error: exit status ${code}`)),
  );

  return {
    init,
    isUsable: () => failure === undefined,
    async run(invocation) {
      await init;
      if (failure) return named({ error: failure }, invocation);
      const milliseconds = options.timeoutSeconds * 1000;
      const limit = setTimeout(() => abandon(timedOut(options.timeoutSeconds)), milliseconds);
      const outcome = new Promise<Outcome>((resolve) => (settleInvocation = resolve));
      worker.postMessage(invocation);
      return outcome.then((value) => named(value, invocation)).finally(() => clearTimeout(limit));
    },
    async stop() {
      end(exited('because the cloud was stopped'));
      await worker.terminate();
    },
  };
}

function answerRoute(answer: SharedArrayBuffer, port: number | undefined) {
  const cell = new Int32Array(answer);
  Atomics.store(cell, 0, port ?? 0);
  Atomics.notify(cell, 0);
}

/** Errors of the platform, as opposed to the function's code, begin with the request id. */
function named(outcome: Outcome, { requestId }: Invocation): Outcome {
  if (!('error' in outcome) || !PLATFORM_ERRORS.includes(outcome.error.errorType)) return outcome;
  return { error: { ...outcome.error, errorMessage: `RequestId: ${requestId} ${outcome.error.errorMessage}` } };
}

const PLATFORM_ERRORS = ['Sandbox.Timedout', 'Runtime.ExitError'];

const timedOut = (seconds: number): InvocationError => ({
  errorType: 'Sandbox.Timedout',
  errorMessage: `Error: Task timed out after ${seconds.toFixed(2)} seconds`,
});

const exited = (how: string): InvocationError => ({
  errorType: 'Runtime.ExitError',
  errorMessage: `Error: Runtime exited ${how}`,
});

let code: string | undefined;

/** The worker's side of the runtime, bundled: a worker runs plain JavaScript, however this process was started. */
function runtimeCode(): string {
  code ??= buildSync({
    entryPoints: [join(__dirname, 'runtime', 'bootstrap.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    write: false,
  })
    .outputFiles.map((file) => file.text)
    .join('');
  return code;
}
