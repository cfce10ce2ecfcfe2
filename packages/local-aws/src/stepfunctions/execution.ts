import type { ExecutionRedriveStatus, ExecutionStatus } from '@aws-sdk/client-sfn';
import type { History } from './history';
import type { StateMachine } from './state-machine';

/** An execution of a state machine. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  /** As it was when the execution began. */
  readonly stateMachine: StateMachine;
  /** JSON. */
  readonly input: string;
  readonly startedAt: number;
  readonly history: History;
  status: ExecutionStatus;
  stoppedAt: number | undefined;
  /** JSON. */
  output: string | undefined;
  error: string | undefined;
  cause: string | undefined;
  redrives: number;
  redrivenAt: number | undefined;
  /** The state, outside every branch, that was entered last, and what it was given: where a redrive begins. */
  current: { readonly state: string; readonly input: unknown } | undefined;
}

const REDRIVABLE_DAYS = 14;
const DAY = 86_400_000;
const MOST_EVENTS_TO_REDRIVE = 24_999;

/** Whether an execution may be redriven at an instant, and in AWS's words why not. */
export function redriveStatus(
  execution: Execution,
  now: number,
): { status: ExecutionRedriveStatus; reason: string | undefined } {
  const { status, stoppedAt, history } = execution;
  const refuse = (reason: string) => ({ status: 'NOT_REDRIVABLE' as const, reason });
  if (status === 'RUNNING' || status === 'SUCCEEDED') return refuse(`Execution is ${status} and cannot be redriven`);
  if (now > (stoppedAt ?? 0) + REDRIVABLE_DAYS * DAY) return refuse('Execution has exceeded the redrivable period');
  if (history.events.length >= MOST_EVENTS_TO_REDRIVE) return refuse('Execution history is too long');
  return { status: 'REDRIVABLE', reason: undefined };
}
