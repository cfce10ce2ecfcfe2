import { setTimeout as sleep } from 'node:timers/promises';
import { readEnvelope } from '../events/envelope';
import { stepLine, type StepNews } from '../terminal/step-line';
import type { DescribedExecution, Executions } from './aws/executions';
import { createStepReader } from './aws/step-news';
import { Problem } from './problem';
import type { Screen } from './screen';

/** An execution that has ended, and its steps. */
export interface Followed {
  readonly execution: DescribedExecution;
  readonly steps: readonly StepNews[];
}

const FIRST_MINUTES_MILLISECONDS = 120_000;
/** Ever fewer looks: an execution may wait for days. */
const pauseAfter = (elapsed: number) => (elapsed < FIRST_MINUTES_MILLISECONDS ? 1_000 : 10_000);

const BEGIN_SECONDS = 60;
const LATEST = 20;

/**
 * Waits for the execution that an event starts.
 *
 * @throws Problem when none has begun after a minute
 */
export async function executionOfEvent(
  eventId: string,
  stateMachineArn: string,
  executions: Executions,
  screen: Screen,
  same: string,
): Promise<string> {
  const others = new Set<string>();
  for (let second = 0; second < BEGIN_SECONDS; second += 1) {
    screen.progress('the event is on the bus; waiting for its execution to begin');
    for (const { executionArn } of await executions.latest(stateMachineArn, LATEST)) {
      if (others.has(executionArn)) continue;
      const { input } = await executions.describe(executionArn);
      if (readEnvelope(input).id === eventId) return executionArn;
      others.add(executionArn);
    }
    await sleep(1_000);
  }
  throw new Problem(
    `No execution of ${stateMachineArn} started for the event ${eventId} within ${BEGIN_SECONDS} s`,
    `Check that the rule is enabled and that the dead-letter queue is empty: npx acm-autopilot doctor${same}`,
    'NothingBegan',
  );
}

/** Shows each step of an execution as it happens, until its end. */
export async function follow(
  executionArn: string,
  executions: Executions,
  screen: Screen,
  width?: number,
): Promise<Followed> {
  const began = Date.now();
  const { startedAt } = await executions.describe(executionArn);
  const reader = createStepReader(startedAt);
  const steps: StepNews[] = [];
  let lastEvent = 0;
  for (;;) {
    // The status first: what happens between the two calls is in the history then.
    const execution = await executions.describe(executionArn);
    const events = await executions.historyAfter(executionArn, lastEvent);
    lastEvent = events.at(-1)?.id ?? lastEvent;
    for (const news of reader.read(events)) {
      steps.push(news);
      const line = stepLine(news, width);
      if (line) screen.say(line);
    }
    if (execution.status !== 'RUNNING') return { execution, steps };
    const elapsed = Date.now() - began;
    screen.progress(`${reader.state}, ${Math.round(elapsed / 1_000)} s; Ctrl-C leaves it running`);
    await sleep(pauseAfter(elapsed));
  }
}
