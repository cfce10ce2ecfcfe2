/*
 * `npm run redrive`: what failed for good and was kept, and how to have it done after all.
 */
import { parseArgs } from 'node:util';
import { coloured } from '../terminal/coloured';
import { runCommand, UsageError } from '../local/demo/run-command';
import { deadLetters } from './redrive/dead-letters';
import { type Deployment, reachDeployment } from './redrive/deployment';
import { failedExecutions } from './redrive/executions';
import type { Item } from './redrive/item';

const USAGE = `npm run redrive -- [--stage dev] [--region REGION] [--endpoint URL] [--only ID] [--yes]

  lists the dead letters, and the executions of the last 14 days that failed, timed out or were stopped

  --yes       replays them; without it nothing is changed
  --only      only this one: the id of a letter, the name or the ARN of an execution
  --stage     dev by default
  --region    AWS_REGION by default
  --endpoint  of a local cloud; AWS_ENDPOINT_URL by default

Credentials are found as the AWS SDK finds them. Whoever replays must be among the deployment's allowedSenders.`;

runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: {
      stage: { type: 'string', default: 'dev' },
      region: { type: 'string' },
      endpoint: { type: 'string' },
      only: { type: 'string' },
      yes: { type: 'boolean', default: false },
    },
  });
  if (!/^[a-z0-9-]+$/i.test(values.stage)) throw new UsageError(`--stage ${values.stage} is no name of a stage`);
  const deployment = reachDeployment(values.stage, values);
  try {
    return await redrive(deployment, values.yes, values.only?.split(':').at(-1));
  } finally {
    deployment.close();
  }
});

/** @returns the exit status */
async function redrive(deployment: Deployment, acts: boolean, only: string | undefined): Promise<number> {
  console.log(`${coloured('bold', deployment.stack)}: reading dead letters and executions…`);
  const letters = await deadLetters(deployment);
  try {
    const isWanted = ({ id }: Item) => only === undefined || id === only;
    const wantedLetters = letters.items.filter(isWanted);
    const executions = (await failedExecutions(deployment, Date.now())).filter(isWanted);
    if (only !== undefined && wantedLetters.length + executions.length === 0) {
      console.error(`There is no dead letter and no failed execution ${only}.`);
      return 1;
    }
    const failures = [
      ...(await show('Dead letters', wantedLetters, acts)),
      ...(await show('Executions', executions, acts)),
    ];
    const replayable = [...wantedLetters, ...executions].filter(({ replay }) => replay).length;
    console.log(`\n${lastWord(replayable, failures.length, acts)}`);
    return failures.length > 0 ? 1 : 0;
  } finally {
    await letters.release();
  }
}

/** Lists items, and replays them if it is to. @returns those whose replay was refused */
async function show(heading: string, items: readonly Item[], acts: boolean): Promise<Item[]> {
  console.log(`\n${heading}: ${items.length}`);
  const refused: Item[] = [];
  for (const item of items) {
    console.log(`\n  ${coloured('bold', item.id)}  ${item.what}`);
    if (!acts || !item.replay) {
      console.log(`    ${coloured('dim', '→')} ${item.plan}`);
      continue;
    }
    try {
      console.log(`    ${coloured('green', '✔')} ${await item.replay()}`);
    } catch (error) {
      console.log(
        `    ${coloured('red', '✘')} ${item.plan}: ${error instanceof Error ? error.message : String(error)}`,
      );
      refused.push(item);
    }
  }
  return refused;
}

function lastWord(replayable: number, refused: number, acts: boolean): string {
  if (replayable === 0) return 'Nothing is to be replayed.';
  if (!acts)
    return `${replayable} can be replayed: the same command with --yes does it, and --only ID for one of them.`;
  if (refused > 0)
    return `${replayable - refused} replayed, ${refused} refused: they are kept as they were. Mend what is said above, and repeat.`;
  return `${replayable} replayed. What fails again is told again, and listed again.`;
}
