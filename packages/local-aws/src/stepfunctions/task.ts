import { isJsonObject } from '../json';
import type { Attempt } from './attempt';
import type { Engine } from './engine';
import { invocationResult, invokeFunction, type LambdaDependencies } from './lambda-task';
import { parseResource, type Resource } from './resource';
import { taskEvents } from './task-events';
import type { TaskTokens } from './task-tokens';
import { isTooLarge, shownError, TaskError, UncatchableError, type Work } from './work';
import type { World } from '../world';

/** What tasks need of the cloud. */
export interface TaskSetting {
  readonly world: World;
  readonly engine: Engine;
  readonly tokens: TaskTokens;
  readonly dependencies: LambdaDependencies;
}

/** Does one attempt of a Task state: invokes its function and, if it asks for that, waits for its token. */
export function startTask({ world, engine, tokens, dependencies }: TaskSetting, attempt: Attempt): Work {
  const { clock, region } = world;
  const resource = requireResource(attempt);
  const events = taskEvents(resource, region);
  const waitsForToken = resource.kind === 'lambda:invoke' && resource.waitsForToken;
  const timeoutSeconds = seconds(attempt.at.TimeoutSecondsPath ?? attempt.state.TimeoutSeconds);
  const heartbeatSeconds = seconds(attempt.at.HeartbeatSecondsPath ?? attempt.state.HeartbeatSeconds);
  const { functionArn, payload } = invocation(resource, attempt, world);
  if (isTooLarge(attempt.input)) throw dataLimitExceeded(attempt.name, 'with an input');

  let ended = false;
  /**
   * Ends the attempt once. A token answered while its function still runs leaves nothing for the function to say;
   * whether AWS lets the function return first is not documented.
   */
  const end = () => {
    if (ended) return false;
    ended = true;
    clock.clearTimeout(timeout);
    clock.clearTimeout(heartbeat);
    tokens.end(attempt.token);
    return true;
  };

  let settle: { resolve(output: unknown): void; reject(error: Error): void };
  const result = new Promise<unknown>((resolve, reject) => (settle = { resolve, reject }));

  const succeed = (output: unknown) => {
    if (isTooLarge(output)) {
      // Unlike that of an input, this one can be caught, whatever the guide says: AWS does so.
      const { name, message } = dataLimitExceeded(nameOf(resource), 'returned a result');
      fail(new TaskError(name, message));
      return;
    }
    if (!end()) return;
    attempt.record(events.succeeded(output));
    settle.resolve(output);
  };
  const fail = (error: Error) => {
    if (!end()) return;
    const shown = shownError(error);
    attempt.record(events.failed(shown.error, shown.cause));
    settle.reject(error);
  };
  const timeOut = (name: 'States.Timeout' | 'States.HeartbeatTimeout') => {
    if (!end()) return;
    // A heartbeat that stays away is shown as any other time-out.
    attempt.record(events.timedOut('States.Timeout', ''));
    settle.reject(engine.timeout(name));
  };
  const timer = (after: number | undefined, name: 'States.Timeout' | 'States.HeartbeatTimeout') =>
    after === undefined ? undefined : clock.setTimeout(() => timeOut(name), after * 1000);

  attempt.record(events.scheduled(attempt.input, timeoutSeconds, heartbeatSeconds));
  attempt.record(events.started());
  const timeout = timer(timeoutSeconds, 'States.Timeout');
  let heartbeat = waitsForToken ? timer(heartbeatSeconds, 'States.HeartbeatTimeout') : undefined;
  if (waitsForToken) {
    tokens.open(attempt.token, {
      succeed,
      fail: (error, cause) =>
        fail(new TaskError(error ?? '', cause ?? '', { Error: error ?? null, Cause: cause ?? null })),
      heartbeat() {
        clock.clearTimeout(heartbeat);
        heartbeat = timer(heartbeatSeconds, 'States.HeartbeatTimeout');
      },
    });
  }

  const invoke = async () => {
    try {
      const returned = await invokeFunction(dependencies, functionArn, payload, roleOf(attempt));
      const output = resource.kind === 'function' ? returned : invocationResult(returned);
      if (!waitsForToken) succeed(output);
      else if (!ended) attempt.record(events.submitted(output));
    } catch (error) {
      if (!(error instanceof TaskError)) throw error;
      fail(error);
    }
  };
  void clock.hold(invoke);

  return { result, cancel: () => void end() };
}

function requireResource({ name, state }: Attempt): Resource {
  const resource = parseResource(state.Resource ?? '');
  if (!resource) throw new Error(`the resource of ${name} was to be refused when its machine was created`);
  return resource;
}

/** The role of the machine, which the context object names. */
function roleOf({ context }: Attempt): string {
  const execution = context['Execution'];
  return isJsonObject(execution) ? String(execution['RoleArn']) : '';
}

/** The function to invoke, by ARN, and what to send it. */
function invocation(resource: Resource, { input, name }: Attempt, { account, region }: World) {
  if (resource.kind === 'function') return { functionArn: resource.functionArn, payload: input };
  const parameters = isJsonObject(input) ? input : {};
  const named = parameters['FunctionName'];
  if (typeof named !== 'string') {
    throw new UncatchableError('States.Runtime', `The Parameters of ${name} give no FunctionName.`);
  }
  const functionArn = named.startsWith('arn:') ? named : `arn:aws:lambda:${region}:${account}:function:${named}`;
  return { functionArn, payload: parameters['Payload'] ?? {} };
}

function seconds(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw new UncatchableError(
    'States.Runtime',
    `A time-out must be a positive integer, but it is ${JSON.stringify(value)}.`,
  );
}

/** What AWS calls a resource whose result is too large. */
const nameOf = (resource: Resource) => (resource.kind === 'function' ? resource.functionArn : 'lambda');

function dataLimitExceeded(name: string, what: string): UncatchableError {
  return new UncatchableError(
    'States.DataLimitExceeded',
    `The state/task '${name}' ${what} with a size exceeding the maximum number of bytes service limit.`,
  );
}
