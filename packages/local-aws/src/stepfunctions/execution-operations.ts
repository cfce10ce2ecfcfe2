import { randomUUID } from 'node:crypto';
import type {
  DescribeExecutionInput,
  DescribeStateMachineForExecutionInput,
  GetExecutionHistoryInput,
  HistoryEvent,
  ListExecutionsInput,
  RedriveExecutionInput,
  StartExecutionInput,
  StopExecutionInput,
} from '@aws-sdk/client-sfn';
import { AwsError } from '../aws-error';
import type { Operation, World } from '../world';
import { redriveStatus, type Execution } from './execution';
import { checkName, page } from './input';
import type { Runner } from './runner';
import { describeStateMachine, type StateMachine } from './state-machine';
import { requireStateMachine } from './state-machine-operations';
import { LARGEST_DATA_BYTES } from './work';

/** How long a closed execution is retained and its name reserved. */
const KEPT_MILLISECONDS = 90 * 86_400_000;

/** The operations on executions. */
export function executionOperations(
  { account, clock, region }: World,
  machines: ReadonlyMap<string, StateMachine>,
  executions: Map<string, Execution>,
  runner: Runner,
): Record<string, Operation> & {
  StartExecution(input: StartExecutionInput): { executionArn: string; startDate: Date };
} {
  const kept = () => {
    for (const { arn, stoppedAt } of executions.values()) {
      if (stoppedAt !== undefined && clock.now() > stoppedAt + KEPT_MILLISECONDS) executions.delete(arn);
    }
    return executions;
  };

  const requireExecution = (arn = '') => {
    const execution = kept().get(arn);
    if (!execution) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  };

  return {
    StartExecution(input) {
      const machine = requireStateMachine(machines, input.stateMachineArn);
      const name = checkName(input.name ?? randomUUID());
      const given = checkInput(input.input ?? '{}');
      const arn = `arn:aws:states:${region}:${account}:execution:${machine.name}:${name}`;
      const existing = kept().get(arn);
      if (existing && (existing.status !== 'RUNNING' || existing.input !== given)) {
        throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
      }
      const execution = existing ?? runner.start(arn, name, machine, given);
      executions.set(arn, execution);
      return { executionArn: arn, startDate: new Date(execution.startedAt) };
    },

    DescribeExecution: (input: DescribeExecutionInput) => describe(requireExecution(input.executionArn), clock.now()),

    DescribeStateMachineForExecution(input: DescribeStateMachineForExecutionInput) {
      const { stateMachine } = requireExecution(input.executionArn);
      return { ...describeStateMachine(stateMachine), updateDate: new Date(stateMachine.updatedAt) };
    },

    ListExecutions(input: ListExecutionsInput) {
      const machine = requireStateMachine(machines, input.stateMachineArn);
      const found = [...kept().values()].filter(
        (execution) =>
          execution.stateMachine.arn === machine.arn &&
          (input.statusFilter === undefined || execution.status === input.statusFilter),
      );
      // Newest first.
      const { items, next } = page(found.reverse().map(summary), input);
      return { executions: items, ...next };
    },

    GetExecutionHistory(input: GetExecutionHistoryInput) {
      const { events } = requireExecution(input.executionArn).history;
      const { items, next } = page(input.reverseOrder ? [...events].reverse() : events, input);
      if (input.includeExecutionData !== false) return { events: items, ...next };
      return { events: items.map(withoutData), ...next };
    },

    StopExecution(input: StopExecutionInput) {
      const execution = requireExecution(input.executionArn);
      runner.end(execution, {
        status: 'ABORTED',
        ...(input.error === undefined ? {} : { error: input.error }),
        ...(input.cause === undefined ? {} : { cause: input.cause }),
      });
      return { stopDate: new Date(execution.stoppedAt ?? clock.now()) };
    },

    RedriveExecution(input: RedriveExecutionInput) {
      const execution = requireExecution(input.executionArn);
      const { status, reason } = redriveStatus(execution, clock.now());
      if (status !== 'REDRIVABLE') throw new AwsError('ExecutionNotRedrivable', reason ?? '');
      const state = execution.stateMachine.machine.States[execution.current?.state ?? ''];
      if (state?.Type === 'Parallel' || state?.Type === 'Map') {
        // AWS reruns only the branches and items that did not succeed.
        throw new AwsError(
          'ExecutionNotRedrivable',
          'The local cloud does not redrive inside Parallel and Map states.',
        );
      }
      runner.redrive(execution);
      return { redriveDate: new Date(clock.now()) };
    },
  };
}

function summary(execution: Execution) {
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.stateMachine.arn,
    name: execution.name,
    status: execution.status,
    startDate: new Date(execution.startedAt),
    stopDate: execution.stoppedAt === undefined ? undefined : new Date(execution.stoppedAt),
    redriveCount: execution.redrives,
    redriveDate: execution.redrivenAt === undefined ? undefined : new Date(execution.redrivenAt),
  };
}

function describe(execution: Execution, now: number) {
  const redrive = redriveStatus(execution, now);
  return {
    ...summary(execution),
    input: execution.input,
    inputDetails: { included: true },
    output: execution.output,
    outputDetails: execution.output === undefined ? undefined : { included: true },
    error: execution.error,
    cause: execution.cause,
    redriveStatus: redrive.status,
    redriveStatusReason: redrive.reason,
  };
}

function withoutData(event: HistoryEvent): unknown {
  return JSON.parse(
    JSON.stringify(event, (key, value: unknown) =>
      ['input', 'output', 'parameters'].includes(key) ? undefined : value,
    ),
  );
}

function checkInput(input: string): string {
  if (Buffer.byteLength(input) > LARGEST_DATA_BYTES) {
    throw new AwsError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: longer than ${LARGEST_DATA_BYTES} bytes`,
    );
  }
  try {
    JSON.parse(input);
  } catch (error) {
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${String(error)}'`);
  }
  return input;
}
