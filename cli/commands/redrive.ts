import { coloured } from '../../terminal/console';
import type { Deployment } from '../aws/deployment';
import { command } from '../command';
import { CommandError } from '../errors';
import type { Screen } from '../output/screen';
import { deadLetters } from '../redrive/dead-letters';
import { failedExecutions } from '../redrive/failed-executions';
import { replayItem, type FailedItem, type Outcome } from '../redrive/failed-item';

const USAGE = `npx acm-autopilot redrive [--only ID] [--all] [--yes]

Lists the dead letters, and the executions of the last 14 days that failed, timed out or were stopped, each with its reason and
what a replay would do. With --yes, replays them; an event that breaks its contract is replayed only with --only. You must be
among the deployment's allowedSenders. A dead letter is deleted only once its replay has been accepted; exits with 1 if a replay
was refused.

  --yes      replay them; without it, nothing is changed
  --only ID  only this one: the id of a dead letter, or the name or ARN of an execution
  --all      also list executions that a later one for the same domain or certificate has superseded

Example:

  npx acm-autopilot redrive --yes
`;

/** Lists and replays dead letters and failed executions. */
export const redrive = command(
  USAGE,
  { only: { type: 'string' }, all: { type: 'boolean', default: false }, yes: { type: 'boolean', default: false } },
  [0, 0],
  async ({ values: { only, all, yes }, screen, sameDeployment, connect }) => {
    screen.progress('reading dead letters');
    const deployment = await connect();
    const failed = await readFailed(deployment, screen);
    try {
      const id = only?.split(':').at(-1);
      const selected = (items: readonly FailedItem[]) =>
        id === undefined ? items.map(unlessFutile) : items.filter((item) => item.id === id);
      const letters = selected(failed.letters);
      const executions = selected(await failed.executions());
      if (only !== undefined && letters.length + executions.length === 0) {
        throw new CommandError(
          `There is no dead letter or failed execution ${only}.`,
          `List them all: npx acm-autopilot redrive${sameDeployment}`,
          'NothingToReplay',
        );
      }
      const folds = !(all || only !== undefined || screen.isJson);
      const outcomes = {
        deadLetters: await printItems('Dead letters', letters, !yes, screen),
        executions: await printItems('Executions', executions, !yes, screen, folds),
      };
      screen.printJson(outcomes);
      const both = [...outcomes.deadLetters, ...outcomes.executions];
      screen.print(`\n${summary(both, sameDeployment)}`);
      return both.some(({ outcome }) => outcome === 'refused') ? 1 : 0;
    } finally {
      await failed.release();
    }
  },
);

/** The item as it is listed and replayed together with all others. */
const unlessFutile = ({ replay, ...item }: FailedItem): FailedItem => ({
  ...item,
  ...(replay && !item.isFutile && { replay }),
});

/** Receives the dead letters, which have to be released; executions are read when called for. */
async function readFailed(deployment: Deployment, screen: Screen) {
  const { awsReplays } = await import('../aws/replays');
  const { sqsDeadLetterQueue } = await import('../aws/dead-letter-queue');
  const replays = awsReplays(deployment.busName);
  const queue = sqsDeadLetterQueue(deployment.deadLettersUrl);
  const { items: letters, release } = await deadLetters(queue, replays, deployment);
  let searched = 0;
  const executions = () =>
    failedExecutions(deployment, replays, Date.now(), () =>
      screen.progress(`searching executions: ${(searched += 1)}`),
    );
  return { letters, executions, release };
}

/** Prints each item with its outcome. @param folds whether superseded items are only counted */
async function printItems(
  heading: string,
  all: readonly FailedItem[],
  isDryRun: boolean,
  screen: Screen,
  folds = false,
): Promise<Outcome[]> {
  const items = folds ? all.filter(({ isSuperseded }) => isSuperseded !== true) : all;
  const folded = all.length - items.length;
  screen.print(`\n${heading}: ${items.length}${folded > 0 ? `, and ${folded} superseded (--all shows them)` : ''}`);
  const outcomes: Outcome[] = [];
  for (const item of items) {
    const { id, description, cause, executionArn } = item;
    screen.print(`\n  ${coloured('bold', id)}  ${description}`);
    if (cause !== undefined) screen.print(`      ${cause}`);
    if (executionArn !== undefined) screen.print(`      ${coloured('dim', executionArn)}`);
    screen.progress(item.plan);
    const outcome = await replayItem(item, isDryRun);
    outcomes.push(outcome);
    for (const line of outcomeLines(outcome)) screen.print(`    ${line}`);
  }
  return outcomes;
}

function outcomeLines({ outcome, plan, result = '', advice = '' }: Outcome): string[] {
  if (outcome === 'replayed') return [`${coloured('green', '✔')} ${result}`];
  if (outcome === 'refused') return [`${coloured('red', '✘')} ${plan}: ${result}`, `  What to do: ${advice}`];
  return [`${coloured('dim', '→')} ${plan}`];
}

function summary(outcomes: readonly Outcome[], sameDeployment: string): string {
  const count = (wanted: Outcome['outcome']) => outcomes.filter(({ outcome }) => outcome === wanted).length;
  const [replayable, replayed, refused] = [count('replayable'), count('replayed'), count('refused')];
  if (refused > 0) {
    return `${replayed} replayed, ${refused} refused. Those that were refused are unchanged: fix the causes above and try again.`;
  }
  if (replayed > 0) return `${replayed} replayed. Anything that fails again will be reported and listed again.`;
  if (replayable === 0) return 'There is nothing to replay.';
  return `${replayable} can be replayed: npx acm-autopilot redrive --yes${sameDeployment}, or with --only ID for just one.`;
}
