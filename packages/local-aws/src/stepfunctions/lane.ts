import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { JsonObject } from '../json';
import type { AslMachine, AslState } from './asl';
import type { Attempt } from './attempt';
import { fillContext, PLACEHOLDERS } from './context-placeholders';
import type { Engine, EngineEvent } from './engine';
import { readWorkInput } from './engine-definition';
import type { History, HistoryEntry } from './history';
import { isTooLarge, TaskError, UncatchableError, type Work } from './work';

/** What a state of an execution just did. */
export interface StateTransition {
  readonly type: 'entered' | 'exited' | 'failed' | 'retried';
  readonly state: string;
  /** Milliseconds since the epoch, on the cloud's clock. */
  readonly at: number;
  /** What the state was given, or gives when it is exited. */
  readonly data: unknown;
  /** The name of the error of a failed state; it may still be retried or caught. */
  readonly error?: string;
}

/** What the lanes of one execution share. */
export interface LaneSetting {
  readonly engine: Engine;
  readonly history: History;
  startWork(attempt: Attempt): Work;
  newToken(): string;
  transition(transition: StateTransition): void;
}

interface Call {
  readonly state: string;
  readonly engineInput: unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A lane is a run of states one after another: an execution, a branch, or an item of a Map. It writes their history and
 * starts their work; the work of a Parallel or Map state is lanes again.
 */
export function runLane(
  setting: LaneSetting,
  machine: AslMachine,
  input: unknown,
  context: JsonObject,
  previousEventId: number,
): Work {
  const { engine, history } = setting;
  let previous = previousEventId;
  let call: Call | undefined;
  let work: Work | undefined;
  let enteredAt = 0;
  let retries = 0;
  let cancelled = false;

  const run = engine.run(machine, input, { ...context, ...PLACEHOLDERS }, (state, engineInput) => {
    return new Promise((resolve, reject) => (call = { state, engineInput, resolve, reject }));
  });

  const record = (entry: HistoryEntry, after = previous) => (previous = history.record(entry, after));

  const attemptOf = (name: string, state: AslState, { engineInput }: Call): Attempt => {
    const token = setting.newToken();
    const filled = fillContext(engineInput, {
      'State.Name': name,
      'State.EnteredTime': new Date(enteredAt).toISOString(),
      'State.RetryCount': retries,
      'Task.Token': token,
    });
    return {
      ...readWorkInput(state, filled),
      name,
      state,
      context,
      token,
      record,
      runInside: (inner, innerInput, innerContext, after) => runLane(setting, inner, innerInput, innerContext, after),
      evaluate: (template, given, itemContext) =>
        engine.run(
          { StartAt: 'Evaluate', States: { Evaluate: { Type: 'Pass', Parameters: template, End: true } } },
          given,
          itemContext,
          () => Promise.reject(new Error('a Pass state has no work')),
        ).result,
    };
  };

  const startWork = (name: string, state: AslState) => {
    // A state whose Parameters could not be evaluated never asked for its work, and the engine may be a state ahead.
    if (call?.state !== name) return;
    const asked = call;
    call = undefined;
    try {
      work = setting.startWork(attemptOf(name, state, asked));
      work.result.then(asked.resolve, asked.reject);
    } catch (error) {
      asked.reject(error);
    }
  };

  const follow = (event: EngineEvent) => {
    if (!('state' in event)) return;
    const { name } = event.state;
    const state = machine.States[name];
    if (!state) throw new Error(`the engine ran a state ${name} that the machine does not have`);
    const at = event.timestamp;
    switch (event.type) {
      case 'StateEntered':
        enteredAt = at;
        retries = 0;
        record({
          type: `${state.Type}StateEntered`,
          stateEnteredEventDetails: {
            name,
            input: JSON.stringify(event.state.input),
            inputDetails: { truncated: false },
          },
        });
        setting.transition({ type: 'entered', state: name, at, data: event.state.input });
        startWork(name, state);
        break;
      case 'StateRetried':
        retries += 1;
        setting.transition({ type: 'retried', state: name, at, data: event.state.input });
        startWork(name, state);
        break;
      case 'StateFailed':
        setting.transition({ type: 'failed', state: name, at, data: event.state.input, error: shownName(event.Error) });
        break;
      case 'StateExited': {
        const { output } = event.state;
        if (isTooLarge(output)) throw dataLimitExceeded(name);
        record({
          type: exitedType(state),
          stateExitedEventDetails: { name, output: JSON.stringify(output), outputDetails: { truncated: false } },
        });
        setting.transition({ type: 'exited', state: name, at, data: output });
      }
    }
  };

  const cancel = () => {
    cancelled = true;
    run.abort();
    work?.cancel();
  };

  const finish = async () => {
    // Until the last event is written, the result is not to be known.
    run.result.catch(() => undefined);
    try {
      for await (const event of run.events) if (!cancelled) follow(event);
    } catch (error) {
      cancel();
      throw error;
    }
    return run.result;
  };
  return { result: finish(), cancel };
}

/** AWS matches a heartbeat that stays away by a name of its own, and shows it as any other time-out. */
const shownName = (error: string) => (error === 'States.HeartbeatTimeout' ? 'States.Timeout' : error);

/** AWS has no exit event for a Fail state, because nothing leaves it. */
function exitedType(state: AslState): HistoryEventType {
  if (state.Type === 'Fail') throw new TaskError('States.Runtime', 'a Fail state is never exited');
  return `${state.Type}StateExited`;
}

function dataLimitExceeded(name: string): UncatchableError {
  return new UncatchableError(
    'States.DataLimitExceeded',
    `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
