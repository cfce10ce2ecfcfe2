import { setTimeout as sleep } from 'node:timers/promises';
import type * as z from 'zod';
import { readEnvelope } from '../events/envelope';
import { adviceFor } from '../shared/advice';
import { EventNotPublishedError } from '../shared/errors';
import type { EventContract } from '../shared/ports/publishers';
import { coloured } from '../terminal/console';
import { type StepEvent, stepLine } from '../terminal/step-line';
import type { Deployment } from './aws/deployment';
import type { DescribedExecution, Executions } from './aws/executions';
import { createStepReader } from './aws/step-reader';
import { INTERRUPTED } from './command';
import { CommandError } from './errors';
import type { Screen } from './output/screen';

/** An event to emit, and how its execution is shown. */
export interface EventRequest<Detail extends z.ZodType> {
  readonly contract: EventContract<Detail>;
  readonly detail: z.input<Detail>;
  /** The workflow that the event starts. */
  readonly stateMachineArn: string;
  /** Whether to follow the execution to its end. */
  readonly wait: boolean;
  /** What the event is about, for people. */
  readonly subject: string;
  /** The command that shows the outcome later. */
  readonly statusCommand: string;
  /** The options with which a suggested command reaches the same deployment. */
  readonly sameDeployment: string;
  /** What to say on success in place of "Done."; undefined for that. */
  readonly successText?: (steps: readonly StepEvent[]) => string | undefined;
  /** Of the column for the names of states. */
  readonly width?: number;
}

const START_SECONDS = 60;
const LATEST_EXECUTIONS = 20;

/**
 * Emits an event and, with `wait`, follows the execution that it starts. Ctrl-C stops following, not the execution.
 *
 * @returns the exit status
 * @throws EventNotPublishedError when the bus refuses the event
 */
export async function emitAndFollow<Detail extends z.ZodType>(
  request: EventRequest<Detail>,
  { sender, executions, busName }: Deployment,
  screen: Screen,
): Promise<number> {
  const { contract, statusCommand } = request;
  const [sent] = await sender.send(contract, [request.detail]);
  if (!sent || 'refused' in sent) {
    throw new EventNotPublishedError(`events:PutEvents ${busName}: "${contract.detailType}": ${sent?.refused ?? ''}`);
  }
  const { eventId } = sent;
  screen.print(`\n${contract.detailType}: ${request.subject}\n`);
  if (!request.wait) {
    screen.printJson({ eventId });
    screen.print(`Emitted on the bus ${busName} as event ${eventId}. Check on it: ${statusCommand}`);
    return 0;
  }

  process.once('SIGINT', () => {
    screen.print(`\nIt continues in the background. Check on it: ${statusCommand}`);
    process.exit(INTERRUPTED);
  });
  const executionArn = await startedExecution(eventId, request, executions, screen);
  const followed = await follow(executionArn, executions, screen, request.width);
  return printOutcome(eventId, followed, request, screen);
}

/**
 * Waits for the execution that an event starts.
 *
 * @throws CommandError when none has started after a minute
 */
async function startedExecution(
  eventId: string,
  { stateMachineArn, sameDeployment }: Pick<EventRequest<z.ZodType>, 'stateMachineArn' | 'sameDeployment'>,
  executions: Executions,
  screen: Screen,
): Promise<string> {
  const others = new Set<string>();
  for (let second = 0; second < START_SECONDS; second += 1) {
    screen.progress('event emitted; waiting for its execution to start');
    for (const { executionArn } of await executions.latest(stateMachineArn, LATEST_EXECUTIONS)) {
      if (others.has(executionArn)) continue;
      const { input } = await executions.describe(executionArn);
      if (readEnvelope(input).id === eventId) return executionArn;
      others.add(executionArn);
    }
    await sleep(1_000);
  }
  throw new CommandError(
    `No execution of ${stateMachineArn} started for the event ${eventId} within ${START_SECONDS} s`,
    `Check that the rule is enabled and that the dead-letter queue is empty: npx acm-autopilot doctor${sameDeployment}`,
    'ExecutionNotStarted',
  );
}

interface Followed {
  readonly execution: DescribedExecution;
  readonly steps: readonly StepEvent[];
}

const FIRST_MINUTES_MILLISECONDS = 120_000;
/** An execution may wait for days. */
const pauseAfter = (elapsed: number) => (elapsed < FIRST_MINUTES_MILLISECONDS ? 1_000 : 10_000);

/** Shows each step of an execution as it happens, until the execution ends. */
async function follow(
  executionArn: string,
  executions: Executions,
  screen: Screen,
  width: number | undefined,
): Promise<Followed> {
  const followedSince = Date.now();
  const { startedAt } = await executions.describe(executionArn);
  const reader = createStepReader(startedAt);
  const steps: StepEvent[] = [];
  let lastEvent = 0;
  for (;;) {
    // The status first: whatever happens between the two calls is then in the history.
    const execution = await executions.describe(executionArn);
    const events = await executions.historyAfter(executionArn, lastEvent);
    lastEvent = events.at(-1)?.id ?? lastEvent;
    for (const step of reader.read(events)) {
      steps.push(step);
      const line = stepLine(step, width);
      if (line) screen.print(line);
    }
    if (execution.status !== 'RUNNING') return { execution, steps };
    const elapsed = Date.now() - followedSince;
    screen.progress(`${reader.state}, ${Math.round(elapsed / 1_000)} s; Ctrl-C leaves it running`);
    await sleep(pauseAfter(elapsed));
  }
}

function printOutcome(
  eventId: string,
  { execution, steps }: Followed,
  { statusCommand, successText }: Pick<EventRequest<z.ZodType>, 'statusCommand' | 'successText'>,
  screen: Screen,
): number {
  const { executionArn, status, error, cause } = execution;
  const hasSucceeded = status === 'SUCCEEDED';
  const advice = hasSucceeded ? undefined : adviceFor(error ?? '', 'command');
  screen.printJson({ eventId, executionArn, status, error, cause, advice, steps });
  if (hasSucceeded) {
    screen.print(`\n${successText?.(steps) ?? coloured('green', 'Done.')} Details: ${statusCommand}`);
    return 0;
  }
  screen.print(`\n${coloured('red', error ?? status)}: ${cause ?? `the execution ended as ${status}`}`);
  screen.print(`\nWhat to do: ${advice ?? ''}\nExecution: ${executionArn}`);
  return 1;
}
