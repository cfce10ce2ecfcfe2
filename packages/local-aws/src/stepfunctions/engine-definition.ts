import { isJsonObject, type JsonObject } from '../json';
import type { AslMachine, AslState, ErrorMatcher } from './asl';

/** What AWS gives a task that sets no time-out; the engine would give it a minute. */
const FOREVER_SECONDS = 99_999_999;

/** The fields of a Task, Parallel or Map state that are the engine's business. */
const ENGINE_FIELDS = ['InputPath', 'ResultSelector', 'ResultPath', 'OutputPath', 'Retry', 'Catch', 'Next', 'End'];

/** Paths that the engine reads for the local cloud, which does with their values what the state asks. */
const WORK_PATHS = ['TimeoutSecondsPath', 'HeartbeatSecondsPath', 'ItemsPath', 'MaxConcurrencyPath'] as const;
type WorkPath = (typeof WORK_PATHS)[number];

/** What the engine hands over when the work of a Task, Parallel or Map state is to be done. */
export interface WorkInput {
  /** The state's input, after InputPath and, in a Task or Parallel state, Parameters. */
  readonly input: unknown;
  /** What the state's paths point to. */
  readonly at: Readonly<Partial<Record<WorkPath, unknown>>>;
}

/**
 * Rewrites a machine in the words that aws-local-stepfunctions runs as AWS runs the original:
 * - Parallel and Map become tasks, for which the local cloud runs the engine once for each branch or item;
 * - the time-outs of tasks become the local cloud's, which ends the token or the invocation with them;
 * - the context object moves to a key of its own, because the engine overwrites parts of it;
 * - what the engine reads otherwise than AWS is said in a way that both read alike.
 */
export function toEngineDefinition({ StartAt, States }: AslMachine): JsonObject {
  const states = Object.entries(States).map(([name, state]) => [name, toEngineState(state)] as const);
  // A field that is undefined counts as present for the engine: the copy has none.
  return JSON.parse(JSON.stringify({ StartAt, States: Object.fromEntries(states) })) as JsonObject;
}

/** Reads back what {@link toEngineDefinition} had the engine collect for a state. */
export function readWorkInput(state: AslState, engineInput: unknown): WorkInput {
  if (workPaths(state).length === 0 || !isJsonObject(engineInput)) return { input: engineInput, at: {} };
  const { input, ...at } = engineInput;
  return { input, at };
}

function toEngineState(state: AslState): unknown {
  const { Retry: retriers, Catch: catchers, ...rest } = moveContext(withoutRootResultPath(byType(state)));
  return {
    ...rest,
    Retry: retriers && state.Retry?.map(withHeartbeatTimeout),
    Catch: catchers && state.Catch?.map(withHeartbeatTimeout).map(withoutRootResultPath),
  };
}

function byType(state: AslState): JsonObject {
  switch (state.Type) {
    case 'Task':
    case 'Parallel':
    case 'Map':
      return {
        Type: 'Task',
        Resource: state.Type,
        TimeoutSeconds: FOREVER_SECONDS,
        ...Object.fromEntries(ENGINE_FIELDS.map((field) => [field, state[field]])),
        Parameters: workParameters(state),
      };
    case 'Choice':
      return { ...state, Choices: state.Choices?.map((rule) => ({ ...toEngineRule(rule), Next: rule['Next'] })) };
    case 'Pass':
      // The engine ignores a Result that is false, 0, null or empty; as Parameters it passes it on.
      return 'Result' in state && !state['Result']
        ? { ...state, Result: undefined, Parameters: state['Result'] }
        : state;
    case 'Fail':
      // Without these the engine makes up an error and a cause of its own.
      return { Error: '', Cause: '', ...state };
    default:
      return state;
  }
}

function workPaths(state: AslState): readonly WorkPath[] {
  return WORK_PATHS.filter((path) => state[path] !== undefined);
}

function workParameters(state: AslState): unknown {
  // The Parameters of a Map state are the old name of its ItemSelector: they belong to the items.
  const parameters = state.Type === 'Map' ? undefined : state['Parameters'];
  const paths = workPaths(state);
  if (paths.length === 0) return parameters;
  return {
    ...(parameters === undefined ? { 'input.$': '$' } : { input: parameters }),
    ...Object.fromEntries(paths.map((path) => [`${path}.$`, state[path]])),
  };
}

/** The engine compares without looking at the type, and takes `IsPresent: false` as never true. */
function toEngineRule(rule: JsonObject): JsonObject {
  if (Array.isArray(rule['And'])) return { And: rule['And'].filter(isJsonObject).map(toEngineRule) };
  if (Array.isArray(rule['Or'])) return { Or: rule['Or'].filter(isJsonObject).map(toEngineRule) };
  if (isJsonObject(rule['Not'])) return { Not: toEngineRule(rule['Not']) };
  const { Variable: variable } = rule;
  const [test = ''] = Object.keys(rule).filter((field) => field.startsWith('Is'));
  if (rule[test] === false) return { Not: { Variable: variable, [test]: true } };
  const [kind] = Object.keys(rule).flatMap((field) => /^(String|Numeric|Boolean|Timestamp)/.exec(field)?.[1] ?? []);
  return kind === undefined ? rule : { And: [{ Variable: variable, [`Is${kind}`]: true }, rule] };
}

/** A heartbeat that stays away is a kind of time-out, so that who handles States.Timeout handles it too. */
function withHeartbeatTimeout(matcher: ErrorMatcher): ErrorMatcher {
  const { ErrorEquals: errors } = matcher;
  return errors.includes('States.Timeout')
    ? { ...matcher, ErrorEquals: [...errors, 'States.HeartbeatTimeout'] }
    : matcher;
}

/** `$` is what ResultPath means when it is absent; the engine would make a field of that name. */
function withoutRootResultPath(state: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(state).filter(([field, value]) => !(field === 'ResultPath' && value === '$')),
  );
}

function moveContext(state: JsonObject): JsonObject {
  const move = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => move(item, key));
    if (isJsonObject(value)) {
      return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, move(child, name)]));
    }
    const isPath = key.endsWith('.$') || key.endsWith('Path') || key === 'Variable';
    return isPath && typeof value === 'string' ? value.replace(/\$\$(?=[.[,)\s]|$)/g, () => '$$.Context') : value;
  };
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [name, move(value, name)]));
}
