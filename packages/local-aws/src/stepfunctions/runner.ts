import type { ClockTimer } from '../clock';
import type { World } from '../world';
import type { Engine } from './engine';
import type { Execution } from './execution';
import { createHistory, type HistoryEntry } from './history';
import { type LaneSetting, runLane, type StateTransition } from './lane';
import type { StateMachine } from './state-machine';
import { statusEvent } from './status-event';
import { shownError, type Work } from './work';

/** How an execution ends, or is made to end. */
export type Ending =
  | { readonly status: 'SUCCEEDED'; readonly output: string }
  | { readonly status: 'FAILED' | 'ABORTED' | 'TIMED_OUT'; readonly error?: string; readonly cause?: string };

/** A state's transition, and the execution it belongs to. */
export type Transition = StateTransition & { readonly executionArn: string; readonly stateMachineArn: string };

/** The executions that are under way. */
export interface Runner {
  start(arn: string, name: string, stateMachine: StateMachine, input: string): Execution;
  /** Ends an execution that still runs. */
  end(execution: Execution, ending: Ending): void;
  redrive(execution: Execution): void;
  /** Ends every execution without an event or a trace. */
  stop(): void;
}

/** Runs executions: each begins, passes through its states, and ends once, by itself or because it is stopped. */
export function createRunner(
  world: World,
  engine: Engine,
  lanes: Pick<LaneSetting, 'startWork' | 'newToken'>,
  onTransition: (transition: Transition) => void,
  onEnd: (execution: Execution) => void,
): Runner {
  const { clock } = world;
  const running = new Map<Execution, { readonly root: Work; readonly timeout: ClockTimer | undefined }>();

  const end = (execution: Execution, ending: Ending) => {
    const { root, timeout } = running.get(execution) ?? {};
    if (!root) return;
    running.delete(execution);
    clock.clearTimeout(timeout);
    Object.assign(execution, { stoppedAt: clock.now(), ...ending });
    execution.history.close(endEntry(ending));
    root.cancel();
    onEnd(execution);
    world.emit(statusEvent(execution, clock.now()));
  };

  const begin = (execution: Execution, startAt: string, input: unknown, previousEventId: number) => {
    const { arn, stateMachine } = execution;
    const { machine } = stateMachine;
    const root = runLane(
      {
        ...lanes,
        engine,
        history: execution.history,
        transition(transition) {
          if (transition.type === 'entered' && Object.hasOwn(machine.States, transition.state)) {
            execution.current = { state: transition.state, input: transition.data };
          }
          onTransition({ ...transition, executionArn: arn, stateMachineArn: stateMachine.arn });
        },
      },
      { ...machine, StartAt: startAt },
      input,
      contextOf(execution),
      previousEventId,
    );
    const timeout =
      machine.TimeoutSeconds === undefined
        ? undefined
        : clock.setTimeout(() => end(execution, { status: 'TIMED_OUT' }), machine.TimeoutSeconds * 1000);
    running.set(execution, { root, timeout });
    world.emit(statusEvent(execution, clock.now()));
    root.result.then(
      (output) => end(execution, { status: 'SUCCEEDED', output: JSON.stringify(output) }),
      (error: unknown) => end(execution, failure(error)),
    );
  };

  return {
    end,

    start(arn, name, stateMachine, input) {
      const execution: Execution = {
        arn,
        name,
        stateMachine,
        input,
        startedAt: clock.now(),
        history: createHistory(clock, () => end(execution, TOO_MANY_EVENTS)),
        status: 'RUNNING',
        stoppedAt: undefined,
        output: undefined,
        error: undefined,
        cause: undefined,
        redrives: 0,
        redrivenAt: undefined,
        current: undefined,
      };
      const started = execution.history.record(
        {
          type: 'ExecutionStarted',
          executionStartedEventDetails: {
            input,
            inputDetails: { truncated: false },
            roleArn: stateMachine.roleArn,
          },
        },
        0,
      );
      begin(execution, stateMachine.machine.StartAt, JSON.parse(input), started);
      return execution;
    },

    redrive(execution) {
      const { state, input } = execution.current ?? {
        state: execution.stateMachine.machine.StartAt,
        input: JSON.parse(execution.input) as unknown,
      };
      Object.assign(execution, { status: 'RUNNING', stoppedAt: undefined, error: undefined, cause: undefined });
      execution.redrives += 1;
      execution.redrivenAt = clock.now();
      const redriven = execution.history.reopen({
        type: 'ExecutionRedriven',
        executionRedrivenEventDetails: { redriveCount: execution.redrives },
      });
      // The state is entered anew in the history; whether AWS writes that entry again is not documented.
      begin(execution, state, input, redriven);
    },

    stop() {
      for (const { root, timeout } of running.values()) {
        clock.clearTimeout(timeout);
        root.cancel();
      }
      running.clear();
    },
  };
}

// Which error name AWS gives here is not documented; the cause is.
const TOO_MANY_EVENTS: Ending = {
  status: 'FAILED',
  error: 'States.Runtime',
  cause: 'The execution reached the maximum number of history events (25000).',
};

/** The context object ("Accessing execution data from the Context object"), without what changes from state to state. */
function contextOf({ arn, name, input, startedAt, stateMachine, redrives, redrivenAt }: Execution) {
  return {
    Execution: {
      Id: arn,
      Input: JSON.parse(input) as unknown,
      Name: name,
      RoleArn: stateMachine.roleArn,
      StartTime: new Date(startedAt).toISOString(),
      RedriveCount: redrives,
      ...(redrivenAt === undefined ? {} : { RedriveTime: new Date(redrivenAt).toISOString() }),
    },
    StateMachine: { Id: stateMachine.arn, Name: stateMachine.name },
  };
}

function failure(error: unknown): Ending {
  if (!(error instanceof Error)) throw error;
  return { status: 'FAILED', ...shownError(error) };
}

function endEntry(ending: Ending): HistoryEntry {
  if (ending.status === 'SUCCEEDED') {
    return {
      type: 'ExecutionSucceeded',
      executionSucceededEventDetails: { output: ending.output, outputDetails: { truncated: false } },
    };
  }
  const { error, cause } = ending;
  const details = { error, cause };
  switch (ending.status) {
    case 'FAILED':
      return { type: 'ExecutionFailed', executionFailedEventDetails: details };
    case 'ABORTED':
      return { type: 'ExecutionAborted', executionAbortedEventDetails: details };
    case 'TIMED_OUT':
      return { type: 'ExecutionTimedOut', executionTimedOutEventDetails: details };
  }
}
