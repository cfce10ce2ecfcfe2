import type * as z from 'zod';
import type { EventContract } from '../shared/ports/event-bus';
import { adviceFor } from '../shared/advice';
import { EventNotPublishedError } from '../shared/errors';
import { coloured } from '../terminal/coloured';
import type { Deployment } from './aws/deployment';
import { executionOfEvent, follow, type Followed } from './follow';
import { INTERRUPTED } from './interrupted';
import type { Screen } from './screen';

/** One event to emit, and what to tell of it. */
export interface Errand<Detail extends z.ZodType> {
  readonly contract: EventContract<Detail>;
  readonly detail: z.input<Detail>;
  /** The ARN of the workflow that the event starts. */
  readonly workflow: string;
  readonly isToWait: boolean;
  /** What the request is about, in a few words. */
  readonly about: string;
  /** The command that shows later what came of it. */
  readonly lookAgain: string;
  /** The words that make a suggested command line reach the same deployment. */
  readonly same: string;
  /** What to say in place of "Done.", once it has succeeded; undefined for that. */
  readonly lastWord?: (steps: Followed['steps']) => string | undefined;
  /** Of the longest name of a state. */
  readonly width?: number;
}

/**
 * Emits an event, and follows what it starts if that is wanted. Ctrl-C ends the following and not the execution.
 *
 * @returns the exit status
 * @throws EventNotPublishedError when the bus refuses the event
 */
export async function carryOut<Detail extends z.ZodType>(
  errand: Errand<Detail>,
  { sender, executions, busName }: Deployment,
  screen: Screen,
): Promise<number> {
  const { contract, about, lookAgain, workflow } = errand;
  const [sent] = await sender.send(contract, [errand.detail]);
  if (!sent || 'refused' in sent) {
    throw new EventNotPublishedError(`events:PutEvents ${busName}: "${contract.detailType}": ${sent?.refused ?? ''}`);
  }
  const { eventId } = sent;
  screen.say(`\n${contract.detailType}: ${about}\n`);
  if (!errand.isToWait) {
    screen.answer({ eventId });
    screen.say(`Emitted on the bus ${busName} as event ${eventId}. Check on it: ${lookAgain}`);
    return 0;
  }

  process.once('SIGINT', () => {
    screen.say(`\nIt continues in the background. Check on it: ${lookAgain}`);
    process.exit(INTERRUPTED);
  });
  const executionArn = await executionOfEvent(eventId, workflow, executions, screen, errand.same);
  const followed = await follow(executionArn, executions, screen, errand.width);
  return tellEnd(eventId, followed, errand, screen);
}

function tellEnd(
  eventId: string,
  { execution, steps }: Followed,
  { lookAgain, lastWord }: Pick<Errand<z.ZodType>, 'lookAgain' | 'lastWord'>,
  screen: Screen,
): number {
  const { executionArn, status, error, cause } = execution;
  const hasSucceeded = status === 'SUCCEEDED';
  const advice = hasSucceeded ? undefined : adviceFor(error ?? '', 'command');
  screen.answer({ eventId, executionArn, status, error, cause, advice, steps });
  if (hasSucceeded) {
    screen.say(`\n${lastWord?.(steps) ?? coloured('green', 'Done.')} Details: ${lookAgain}`);
    return 0;
  }
  screen.say(`\n${coloured('red', error ?? status)}: ${cause ?? `the execution ended as ${status}`}`);
  screen.say(`\nWhat to do: ${advice ?? ''}\nExecution: ${executionArn}`);
  return 1;
}
