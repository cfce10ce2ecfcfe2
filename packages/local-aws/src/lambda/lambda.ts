import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsError } from '../aws-error';
import type { AroundInvocation } from '../faults/function-faults';
import { isLike } from '../iam/condition';
import type { World } from '../world';
import { runAsynchronously, type EventInvokeConfiguration, type InvocationRecord } from './asynchronous-invocation';
import type { Surroundings } from './environment';
import { openCode } from './function-code';
import { checkConfiguration, type FunctionConfiguration } from './function-configuration';
import { createFunctionRunner, type FunctionRunner, type InvocationResult } from './function-runner';

const MAXIMUM_REQUEST_BYTES = 6_291_456;
/** 1 MB since 2025; 256 KB before ("Lambda quotas"). */
const MAXIMUM_ASYNCHRONOUS_REQUEST_BYTES = 1_048_576;

/** What Lambda needs of the cloud. */
export interface LambdaDependencies extends Surroundings {
  /** Faults to inject; none by default. */
  readonly aroundInvocation?: AroundInvocation | undefined;
  /** Delivers the record of an asynchronous invocation, with the function's role. */
  readonly send: (record: InvocationRecord, roleArn: string) => Promise<void>;
}

/** One statement of a function's resource policy (AddPermission). */
export interface Permission {
  /** A service, e.g. `events.amazonaws.com`. */
  readonly principal: string;
  readonly sourceArn?: string | undefined;
  readonly sourceAccount?: string | undefined;
}

/** Lambda: functions in worker threads, on the cloud's network and clock. */
export interface Lambda {
  /** @returns the function's ARN */
  createFunction(configuration: FunctionConfiguration, zip: Uint8Array): string;
  /** Its log goes with it. */
  deleteFunction(functionName: string): Promise<void>;
  /** @param functionName a name or an ARN, with or without a qualifier */
  invoke(functionName: string, event: unknown): Promise<InvocationResult>;
  /** Resolves after the first attempt; retries are timers of the clock. */
  invokeAsync(functionName: string, event: unknown): Promise<void>;
  configureAsynchronousInvocation(functionName: string, configuration: EventInvokeConfiguration): void;
  addPermission(functionName: string, permission: Permission): void;
  /** Whether the function's resource policy lets a service invoke it on behalf of a source, e.g. a rule. */
  permits(functionName: string, principal: string, sourceArn: string): boolean;
  /** The ARN of an existing function, by its name or a qualified ARN. */
  arnOf(functionName: string): string;
  functionNames(): readonly string[];
  /** The lines of the function's log, oldest first. */
  logs(functionName: string): readonly string[];
  stop(): Promise<void>;
}

interface LocalFunction {
  readonly arn: string;
  readonly configuration: FunctionConfiguration;
  readonly runner: FunctionRunner;
  readonly permissions: Permission[];
  asynchronous: EventInvokeConfiguration;
}

/** A Lambda without functions; their code is unzipped into a temporary folder until it is stopped. */
export function createLambda(world: World, dependencies: LambdaDependencies): Lambda {
  const functions = new Map<string, LocalFunction>();
  const folder = mkdtempSync(join(tmpdir(), 'local-lambda-'));
  const arnPrefix = `arn:aws:lambda:${world.region}:${world.account}:function:`;

  const find = (functionName: string): LocalFunction => {
    const [name = '', qualifier] = functionName.replace(arnPrefix, '').split(':');
    const found = functions.get(name);
    if (found && (qualifier === undefined || /^(\$LATEST|\d+)$/.test(qualifier))) return found;
    const arn = functionName.startsWith('arn:') ? functionName : arnPrefix + functionName;
    throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
  };

  const invoke = (target: LocalFunction, event: unknown, limit: number): Promise<InvocationResult> => {
    const text = JSON.stringify(event ?? {});
    const bytes = Buffer.byteLength(text);
    if (bytes > limit) {
      const message = `${bytes} byte payload is too large for the invocation (limit ${limit} bytes)`;
      throw new AwsError('RequestEntityTooLargeException', message, 413);
    }
    const { functionName, timeoutSeconds } = target.configuration;
    const run = () => target.runner.run(text);
    const invocation = { functionName, timeoutSeconds, run, chill: target.runner.chill };
    return world.clock.hold(() => dependencies.aroundInvocation?.(invocation) ?? run());
  };

  return {
    createFunction(configuration, zip) {
      checkConfiguration(configuration);
      const { functionName } = configuration;
      const arn = arnPrefix + functionName;
      if (functions.has(functionName)) {
        throw new AwsError('ResourceConflictException', `Function already exist: ${functionName}`, 409);
      }
      const code = openCode(zip, join(folder, functionName));
      const runner = createFunctionRunner(world, dependencies, configuration, arn, code);
      functions.set(functionName, { arn, configuration, runner, permissions: [], asynchronous: {} });
      return arn;
    },
    async deleteFunction(functionName) {
      const { configuration, runner } = find(functionName);
      functions.delete(configuration.functionName);
      await runner.stop();
      rmSync(join(folder, configuration.functionName), { recursive: true, force: true });
    },
    async invoke(functionName, event) {
      return invoke(find(functionName), event, MAXIMUM_REQUEST_BYTES);
    },
    async invokeAsync(functionName, event) {
      const target = find(functionName);
      const { deadLetterTargetArn, roleArn } = target.configuration;
      const policy = { functionArn: target.arn, deadLetterTargetArn, ...target.asynchronous };
      const run = async () => invoke(target, event, MAXIMUM_ASYNCHRONOUS_REQUEST_BYTES);
      const send = (record: InvocationRecord) => dependencies.send(record, roleArn);
      await world.clock.hold(() => runAsynchronously(world.clock, policy, event, run, send));
    },
    configureAsynchronousInvocation(functionName, configuration) {
      find(functionName).asynchronous = configuration;
    },
    addPermission(functionName, permission) {
      find(functionName).permissions.push(permission);
    },
    permits(functionName, principal, sourceArn) {
      return find(functionName).permissions.some(
        (permission) =>
          permission.principal === principal &&
          // EventBridge sends no source account, so a permission that requires one never matches.
          permission.sourceAccount === undefined &&
          (permission.sourceArn === undefined || isLike(permission.sourceArn, sourceArn)),
      );
    },
    arnOf: (functionName) => find(functionName).arn,
    functionNames: () => [...functions.keys()],
    logs: (functionName) => find(functionName).runner.logLines(),
    async stop() {
      await Promise.all([...functions.values()].map(({ runner }) => runner.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
