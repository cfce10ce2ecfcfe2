import { randomBytes, randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error';
import type { World } from '../world';
import { functionEnvironment, type Surroundings } from './environment';
import type { FunctionCode } from './function-code';
import type { FunctionConfiguration } from './function-configuration';
import { startSandbox, type Sandbox } from './sandbox';

/** More workers per function gain nothing on one machine: further invocations are queued. */
const MAXIMUM_WORKERS = 8;
const MAXIMUM_LOG_LINES = 10_000;

/** The result of an invocation. As on AWS, a function's failure is a result too. */
export interface InvocationResult {
  /** What the handler returned, or the error in Lambda's shape. */
  readonly payload: unknown;
  /** Set when the function failed: it threw, exited or timed out. */
  readonly functionError?: 'Unhandled';
  readonly requestId: string;
  /** What this invocation wrote to the log. */
  readonly logTail: string;
  readonly billedMilliseconds: number;
}

/** One function's execution environments and log. */
export interface FunctionRunner {
  /** @param event JSON text */
  run(event: string): Promise<InvocationResult>;
  logLines(): readonly string[];
  /** Ends the idle environments, so that the next invocation is a cold start. */
  chill(): void;
  stop(): Promise<void>;
}

interface Environment {
  readonly sandbox: Sandbox;
  /** What the current invocation has written. */
  tail: string;
  isCold: boolean;
}

/** Runs a function in as many environments as its invocations need. */
export function createFunctionRunner(
  world: World,
  surroundings: Surroundings,
  configuration: FunctionConfiguration,
  functionArn: string,
  code: FunctionCode,
): FunctionRunner {
  const { memorySizeMegabytes, reservedConcurrentExecutions = Infinity, timeoutSeconds } = configuration;
  const environments = new Set<Environment>();
  const idle: Environment[] = [];
  const waiting: (() => void)[] = [];
  const lines: string[] = [];
  let running = 0;

  const clockOffset = () => world.clock.now() - Date.now();
  const timestamp = () => new Date(world.clock.now()).toISOString();

  const write = (environment: Environment, text: string) => {
    environment.tail += text;
    const written = text.replace(/\n$/, '').split('\n');
    written.forEach(surroundings.readLog);
    lines.push(...written);
    lines.splice(0, lines.length - MAXIMUM_LOG_LINES);
  };

  const start = () => {
    const codeFolder = code.folder();
    const environment: Environment = {
      sandbox: startSandbox({
        settings: {
          codeFolder,
          handler: configuration.handler,
          dnsPort: surroundings.dnsPort(),
          clockOffset: clockOffset(),
        },
        environment: functionEnvironment(world, surroundings, configuration, codeFolder),
        memorySizeMegabytes,
        timeoutSeconds,
        routes: () => surroundings.network.routes(),
        log: (text) => write(environment, text),
      }),
      tail: '',
      isCold: true,
    };
    environments.add(environment);
    return environment;
  };

  const acquire = async (): Promise<Environment> => {
    for (;;) {
      const warm = idle.pop();
      if (warm?.sandbox.isUsable()) return warm;
      if (warm) environments.delete(warm);
      else if (environments.size < MAXIMUM_WORKERS) return start();
      else await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };

  const release = (environment: Environment) => {
    if (environment.sandbox.isUsable()) idle.push(environment);
    else environments.delete(environment);
    waiting.shift()?.();
  };

  const runIn = async (environment: Environment, event: string): Promise<InvocationResult> => {
    const requestId = randomUUID();
    const { milliseconds: initMilliseconds } = await environment.sandbox.init;
    write(environment, `START RequestId: ${requestId} Version: $LATEST\n`);
    const startedAt = performance.now();
    const outcome = await environment.sandbox.run({
      requestId,
      functionArn,
      traceId: traceId(world.clock.now()),
      event,
      deadline: world.clock.now() + timeoutSeconds * 1000,
      clockOffset: clockOffset(),
    });
    const duration = performance.now() - startedAt;
    // Lambda bills the init phase too.
    const billedMilliseconds = Math.ceil(duration + (environment.isCold ? initMilliseconds : 0));
    if ('error' in outcome && outcome.error.errorType === 'Sandbox.Timedout') {
      write(environment, `${timestamp()} ${requestId} Task timed out after ${timeoutSeconds.toFixed(2)} seconds\n`);
    }
    const report = [
      `REPORT RequestId: ${requestId}`,
      `Duration: ${duration.toFixed(2)} ms`,
      `Billed Duration: ${billedMilliseconds} ms`,
      `Memory Size: ${memorySizeMegabytes} MB`,
      ...(environment.isCold ? [`Init Duration: ${initMilliseconds.toFixed(2)} ms`] : []),
    ];
    write(environment, `END RequestId: ${requestId}\n${report.join('\t')}\n`);

    const result = { requestId, logTail: environment.tail, billedMilliseconds };
    environment.isCold = false;
    environment.tail = '';
    if ('error' in outcome) return { ...result, payload: outcome.error, functionError: 'Unhandled' };
    return { ...result, payload: JSON.parse(outcome.payload) as unknown };
  };

  return {
    async run(event) {
      if (running >= reservedConcurrentExecutions) {
        throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, {
          Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
        });
      }
      running += 1;
      try {
        const environment = await acquire();
        return await runIn(environment, event).finally(() => release(environment));
      } finally {
        running -= 1;
      }
    },
    logLines: () => [...lines],
    chill() {
      for (const environment of idle.splice(0)) {
        environments.delete(environment);
        void environment.sandbox.stop();
      }
    },
    async stop() {
      await Promise.all([...environments].map(({ sandbox }) => sandbox.stop()));
    },
  };
}

function traceId(now: number): string {
  const time = Math.floor(now / 1000).toString(16);
  return `Root=1-${time}-${randomBytes(12).toString('hex')};Parent=${randomBytes(8).toString('hex')};Sampled=1`;
}
