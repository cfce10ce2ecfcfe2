import * as sdk from '@aws-sdk/client-sfn';
import type { ExecutionStatus, StartExecutionInput } from '@aws-sdk/client-sfn';
import type { Service, World } from '../world';
import { startMap, startParallel } from './containers';
import { createEngine } from './engine';
import type { Execution } from './execution';
import { executionOperations } from './execution-operations';
import type { LambdaDependencies } from './lambda-task';
import { stepFunctionsPermissions } from './permissions';
import { createRunner, type Transition } from './runner';
import type { StateMachine } from './state-machine';
import { stateMachineOperations } from './state-machine-operations';
import { startTask } from './task';
import { createTaskTokens } from './task-tokens';

/** An execution as other parts of the cloud and tests see it. */
export interface ExecutionView {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly status: ExecutionStatus;
  /** JSON, as `output` is. */
  readonly input: string;
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** Milliseconds since the epoch, on the cloud's clock. */
  readonly startedAt: number;
  readonly stoppedAt: number | undefined;
}

/** Step Functions, for Standard workflows in JSONPath whose tasks are Lambda functions. */
export interface StepFunctions {
  readonly service: Service;
  /** StartExecution without the wire, for rules with a state machine as target. */
  startExecution(input: StartExecutionInput): { readonly executionArn: string };
  /** Every execution, the oldest first. */
  executions(): readonly ExecutionView[];
  /** Calls the listener at each transition of each execution; returns a function that removes it. */
  onTransition(listener: (transition: Transition) => void): () => void;
  /** Calls the listener with each ended execution; returns a function that removes it. */
  onEnd(listener: (execution: ExecutionView) => void): () => void;
  /** Ends every execution without a trace. */
  stop(): void;
}

/** What Step Functions needs of the cloud. */
export interface StepFunctionsDependencies extends LambdaDependencies {
  /** Called with every task token, a secret: its holder may complete the task. */
  readonly issueToken?: (token: string) => string;
}

/** Step Functions of one account in one Region, without machines. */
export function createStepFunctions(world: World, dependencies: StepFunctionsDependencies): StepFunctions {
  const machines = new Map<string, StateMachine>();
  const executions = new Map<string, Execution>();
  const listeners = new Set<(transition: Transition) => void>();
  const endListeners = new Set<(execution: ExecutionView) => void>();
  const engine = createEngine(world.clock);
  const tokens = createTaskTokens();
  const runner = createRunner(
    world,
    engine,
    {
      newToken: () => (dependencies.issueToken ?? String)(tokens.create()),
      startWork(attempt) {
        if (attempt.state.Type === 'Parallel') return startParallel(attempt);
        if (attempt.state.Type === 'Map') return startMap(attempt);
        return startTask({ world, engine, tokens, dependencies }, attempt);
      },
    },
    (transition) => listeners.forEach((listener) => listener(transition)),
    (execution) => endListeners.forEach((listener) => listener(view(execution))),
  );
  const operations = executionOperations(world, machines, executions, runner);

  return {
    service: {
      signingName: 'states',
      sdk,
      permissions: stepFunctionsPermissions(world),
      operations: { ...stateMachineOperations(world, machines), ...operations, ...tokens.operations },
    },
    startExecution: (input) => operations.StartExecution(input),
    executions: () => [...executions.values()].map(view),
    onTransition(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onEnd(listener) {
      endListeners.add(listener);
      return () => endListeners.delete(listener);
    },
    stop: () => runner.stop(),
  };
}

function view({ arn, name, stateMachine, status, input, output, error, cause, startedAt, stoppedAt }: Execution) {
  return { arn, name, stateMachineArn: stateMachine.arn, status, input, output, error, cause, startedAt, stoppedAt };
}
