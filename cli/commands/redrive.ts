import { coloured } from '../../terminal/coloured';
import type { Deployment } from '../aws/deployment';
import { command } from '../command';
import { explained } from '../failure';
import { Problem } from '../problem';
import { deadLetters } from '../redrive/dead-letters';
import { failedExecutions } from '../redrive/failed-executions';
import type { Item } from '../redrive/item';
import type { Screen } from '../screen';

const USAGE = `npx acm-autopilot redrive [--only ID] [--all] [--yes]

Lists the dead letters, and the executions of the last 14 days that failed, timed out or were stopped, each with its reason and
what a replay would do. With --yes, replays them; an event that breaks its contract is replayed only with --only. You must be
among the deployment's allowedSenders. A letter is deleted only once its replay has been accepted; exits with 1 if a replay was
refused.

  --yes      replay them; without it, nothing is changed
  --only ID  only this one: the id of a letter, or the name or ARN of an execution
  --all      also list executions that a later one for the same domain or certificate has superseded

Example:

  npx acm-autopilot redrive --yes
`;

/** What became of one item. */
interface Outcome extends Omit<Item, 'replay'> {
  /** `left`: there is nothing to replay, nobody knows how, or it would be futile. */
  readonly outcome: 'left' | 'replayable' | 'replayed' | 'refused';
  /** What was accepted, or why it was refused. */
  readonly answer?: string;
  readonly advice?: string;
}

/** What failed for good and was kept, and how to have it done after all. */
export const redrive = command(
  USAGE,
  { only: { type: 'string' }, all: { type: 'boolean', default: false }, yes: { type: 'boolean', default: false } },
  [0, 0],
  async ({ values: { only, all, yes }, screen, same, connect }) => {
    screen.progress('reading dead letters');
    const deployment = await connect();
    const kept = await openKept(deployment, screen);
    try {
      const id = only?.split(':').at(-1);
      const wanted = (items: readonly Item[]) =>
        id === undefined ? items.map(unlessFutile) : items.filter((item) => item.id === id);
      const letters = wanted(kept.letters);
      const executions = wanted(await kept.executions());
      if (only !== undefined && letters.length + executions.length === 0) {
        throw new Problem(
          `There is no dead letter or failed execution ${only}.`,
          `List them all: npx acm-autopilot redrive${same}`,
          'NothingToReplay',
        );
      }
      const outcomes = {
        deadLetters: await show('Dead letters', letters, yes, screen),
        executions: await show('Executions', executions, yes, screen, !(all || only !== undefined || screen.isJson)),
      };
      screen.answer(outcomes);
      const both = [...outcomes.deadLetters, ...outcomes.executions];
      screen.say(`\n${lastWord(both, same)}`);
      return both.some(({ outcome }) => outcome === 'refused') ? 1 : 0;
    } finally {
      await kept.release();
    }
  },
);

/** The item as it is listed and replayed with all others. */
const unlessFutile = ({ replay, ...item }: Item): Item => ({ ...item, ...(replay && !item.isFutile && { replay }) });

/** Reads the letters, and then the executions; the letters are to be released. */
async function openKept(deployment: Deployment, screen: Screen) {
  const { awsReplays } = await import('../aws/replays');
  const { sqsLetters } = await import('../aws/letters');
  const replays = awsReplays(deployment.busName);
  const { items: letters, release } = await deadLetters(sqsLetters(deployment.deadLettersUrl), replays, deployment);
  let looked = 0;
  const executions = () =>
    failedExecutions(deployment, replays, Date.now(), () => screen.progress(`looking at executions: ${(looked += 1)}`));
  return { letters, executions, release };
}

/** Lists items, and replays them if it is to. @param folds only counts what was overtaken */
async function show(heading: string, all: readonly Item[], acts: boolean, screen: Screen, folds = false) {
  const items = folds ? all.filter(({ isOvertaken }) => isOvertaken !== true) : all;
  const folded = all.length - items.length;
  screen.say(`\n${heading}: ${items.length}${folded > 0 ? `, and ${folded} superseded (--all shows them)` : ''}`);
  const outcomes: Outcome[] = [];
  for (const item of items) {
    const { id, what, cause, executionArn } = item;
    screen.say(`\n  ${coloured('bold', id)}  ${what}`);
    if (cause !== undefined) screen.say(`      ${cause}`);
    if (executionArn !== undefined) screen.say(`      ${coloured('dim', executionArn)}`);
    screen.progress(item.plan);
    const outcome = await outcomeOf(item, acts);
    outcomes.push(outcome);
    for (const line of lines(outcome)) screen.say(`    ${line}`);
  }
  return outcomes;
}

async function outcomeOf({ replay, ...item }: Item, acts: boolean): Promise<Outcome> {
  if (!replay) return { ...item, outcome: 'left' };
  if (!acts) return { ...item, outcome: 'replayable' };
  try {
    return { ...item, outcome: 'replayed', answer: await replay() };
  } catch (error) {
    const { name, message, advice } = explained(error);
    return { ...item, outcome: 'refused', answer: `${name}: ${message}`, advice };
  }
}

function lines({ outcome, plan, answer = '', advice = '' }: Outcome): string[] {
  if (outcome === 'replayed') return [`${coloured('green', '✔')} ${answer}`];
  if (outcome === 'refused') return [`${coloured('red', '✘')} ${plan}: ${answer}`, `  What to do: ${advice}`];
  return [`${coloured('dim', '→')} ${plan}`];
}

function lastWord(outcomes: readonly Outcome[], same: string): string {
  const count = (wanted: Outcome['outcome']) => outcomes.filter(({ outcome }) => outcome === wanted).length;
  const [replayable, replayed, refused] = [count('replayable'), count('replayed'), count('refused')];
  if (refused > 0) {
    return `${replayed} replayed, ${refused} refused. Those that were refused are unchanged: fix the causes above and try again.`;
  }
  if (replayed > 0) return `${replayed} replayed. Anything that fails again will be reported and listed again.`;
  if (replayable === 0) return 'There is nothing to replay.';
  return `${replayable} can be replayed: npx acm-autopilot redrive --yes${same}, or with --only ID for just one.`;
}
