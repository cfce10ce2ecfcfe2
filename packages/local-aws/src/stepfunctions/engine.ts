import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Clock, ClockTimer } from '../clock';
import type { JsonObject } from '../json';
import type { AslMachine } from './asl';
import { toEngineDefinition } from './engine-definition';
import type { ErrorOutput } from './work';

/** What happens in a run of the engine. A failed state may be retried, or caught and exited. */
export type EngineEvent =
  | { readonly type: 'StateEntered' | 'StateRetried'; readonly timestamp: number; readonly state: EngineState }
  | { readonly type: 'StateExited'; readonly timestamp: number; readonly state: EngineState & { output: unknown } }
  | { readonly type: 'StateFailed'; readonly timestamp: number; readonly state: EngineState; readonly Error: string }
  | {
      readonly type: 'ExecutionStarted' | 'ExecutionSucceeded' | 'ExecutionFailed' | 'ExecutionAborted' | 'StateCaught';
    };

interface EngineState {
  readonly name: string;
  readonly input: unknown;
}

/** One run of a machine without branches: one state at a time. */
export interface EngineRun {
  readonly events: AsyncIterable<EngineEvent>;
  /** Rejects with the error that the failing state threw. */
  readonly result: Promise<unknown>;
  abort(): void;
}

/** Runs machines as Step Functions does; tasks, branches and items are its caller's work. */
export interface Engine {
  /**
   * @param context what `$$` is in this run
   * @param work does what a Task, Parallel or Map state asks; called just after the state's StateEntered or
   * StateRetried is logged, and before that event can be read
   */
  run(
    machine: AslMachine,
    input: unknown,
    context: JsonObject,
    work: (stateName: string, engineInput: unknown) => Promise<unknown>,
  ): EngineRun;
  /** An error that Retry and Catch know as a time-out, which States.TaskFailed does not stand for. */
  timeout(name: 'States.Timeout' | 'States.HeartbeatTimeout'): Error;
}

/** What the library's file exports, and the two internals that {@link CORRECTIONS} adds. */
interface EngineModule {
  readonly StateMachine: new (
    definition: JsonObject,
    options: { validationOptions: { noValidate: true } },
  ) => {
    run(
      input: unknown,
      options: {
        context: JsonObject;
        overrides: { taskResourceLocalHandlers: Readonly<Record<string, (input: unknown) => Promise<unknown>>> };
      },
    ): { abort(): void; eventLogs: AsyncIterable<EngineEvent>; result: Promise<unknown> };
  };
  readonly ExecutionError: new (...cause: never[]) => Error;
  readonly StatesTimeoutError: new () => Error;
  readonly intrinsicFunctions: Readonly<Record<string, IntrinsicFunction>>;
}

interface IntrinsicFunction {
  execute(...values: unknown[]): unknown;
  call(input: unknown, context: unknown, ...texts: string[]): unknown;
}

/**
 * Appended to the library's source: should a version name these otherwise, loading it fails. Its catchers take an
 * error's name and message for what AWS shows of it, and its Fail state knows no intrinsic functions in ErrorPath and CausePath.
 */
const CORRECTIONS = `
module.exports.StatesTimeoutError = StatesTimeoutError;
module.exports.intrinsicFunctions = functions;
const catchError = StateExecutor.prototype.catchError;
StateExecutor.prototype.catchError = function (error) {
  const caught = catchError.call(this, error);
  return caught.errorOutput && error.shownAs ? { ...caught, errorOutput: error.shownAs } : caught;
};
const executeFail = FailStateAction.prototype.execute;
FailStateAction.prototype.execute = async function (input, context, options) {
  const { ErrorPath, CausePath, ...stateDefinition } = this.stateDefinition;
  for (const [field, path] of [['Error', ErrorPath], ['Cause', CausePath]]) {
    if (path === undefined) continue;
    if (path.startsWith('$')) stateDefinition[field + 'Path'] = path;
    else stateDefinition[field] = String(evaluateIntrinsicFunction(path, input, context));
  }
  return executeFail.call({ stateDefinition }, input, context, options);
};
`;

/** Packages that the library loads for its own Lambda client and validator, neither of which is reached here. */
const NOT_NEEDED = ['@aws-sdk/client-lambda', '@aws-sdk/credential-providers', 'asl-validator'];

/** Loads aws-local-stepfunctions so that every wait and every time of it is the cloud's clock's. */
export function createEngine(clock: Clock): Engine {
  const library = loadLibrary(clock);
  correctIntrinsicFunctions(library.intrinsicFunctions);
  return {
    run(machine, input, context, work) {
      const handlers = Object.keys(machine.States).map(
        (name) => [name, (given: unknown) => work(name, given)] as const,
      );
      const run = new library.StateMachine(toEngineDefinition(machine), {
        validationOptions: { noValidate: true },
      }).run(input, {
        context: { Context: context },
        overrides: { taskResourceLocalHandlers: Object.fromEntries(handlers) },
      });
      const result = run.result.catch((error: unknown) => {
        throw error instanceof library.ExecutionError ? error.cause : error;
      });
      return { events: run.eventLogs, result, abort: () => run.abort() };
    },
    timeout: (name) => {
      const shownAs: ErrorOutput = { Error: 'States.Timeout', Cause: '' };
      return Object.assign(new library.StatesTimeoutError(), { name, message: '', shownAs });
    },
  };
}

function loadLibrary(clock: Clock): EngineModule {
  const path = require.resolve('aws-local-stepfunctions');
  const requireFromLibrary = createRequire(path);
  class ClockDate extends Date {
    constructor(...parts: [] | [number | string | Date]) {
      super(parts[0] ?? clock.now());
    }
    static override now() {
      return clock.now();
    }
  }
  const globals = {
    setTimeout: (callback: () => void, milliseconds: number) => clock.setTimeout(callback, milliseconds),
    clearTimeout: (timer: ClockTimer | undefined) => clock.clearTimeout(timer),
    Date: ClockDate,
    require: (id: string): unknown => {
      if (NOT_NEEDED.includes(id)) return {};
      return id === 'jsonpath-plus'
        ? correctJsonPath(requireFromLibrary(id) as JsonPathModule)
        : requireFromLibrary(id);
    },
    module: { exports: {} },
  };
  const source = `${WITH_RESOLVERS}${readFileSync(path, 'utf8')}${CORRECTIONS}\n//# sourceURL=${path}`;
  // The library knows no other way to be given a clock than the globals that it uses.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the source is a pinned dependency's own file
  const load = new Function(...Object.keys(globals), source) as (...values: unknown[]) => void;
  load(...Object.values(globals));
  return globals.module.exports as EngineModule;
}

/** Node 20 lacks Promise.withResolvers, which the library uses. */
const WITH_RESOLVERS = `Promise.withResolvers ??= () => {
  let settle;
  const promise = new Promise((resolve, reject) => { settle = { resolve, reject }; });
  return { promise, ...settle };
};`;

/**
 * The library strips every backslash from a text that an intrinsic function gives, and lets functions change their
 * arguments. Here only the escapes of a quoted argument are undone, values are copied, and a failure has AWS's name.
 */
function correctIntrinsicFunctions(functions: EngineModule['intrinsicFunctions']): void {
  for (const [name, intrinsic] of Object.entries(functions)) {
    const execute = intrinsic.execute.bind(intrinsic);
    const call = intrinsic.call.bind(intrinsic);
    intrinsic.execute = (...values) => ({ value: execute(...copy(values)) });
    intrinsic.call = (input, context, ...texts) => {
      try {
        return (call(input, context, ...texts.map(unescapeQuoted)) as { value: unknown }).value;
      } catch (error) {
        throw Object.assign(new Error(`${name}: ${String(error)}`), { name: 'States.IntrinsicFailure' });
      }
    };
  }
}

interface JsonPathModule {
  readonly JSONPath: (query: { readonly path: string; readonly json: unknown }) => unknown;
}

/** jsonpath-plus finds nothing in null, 0, false and an empty text, not even the value itself. */
function correctJsonPath({ JSONPath: find }: JsonPathModule): JsonPathModule {
  return { JSONPath: (query) => (query.path === '$' ? query.json : find(query)) };
}

function copy(values: unknown[]): unknown[] {
  return JSON.parse(JSON.stringify(values)) as unknown[];
}

function unescapeQuoted(text: string): string {
  return text.startsWith("'") ? text.replace(/\\(.)/gs, '$1') : text;
}
