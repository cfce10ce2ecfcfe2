import { coloured } from '../../terminal/coloured';
import { command } from '../command';

const USAGE = `npx acm-autopilot doctor

Checks that this deployment is healthy: its stack, what it may change, its bus and rules, whether anyone is notified of failures,
the dead-letter queue, the last sweep, whether its roles have exactly the policies that the template gives them (compared by
name, not by content), and quotas that are nearly used up. Changes nothing; exits with 1 if something is wrong.

Example:

  npx acm-autopilot doctor --stage prod --region eu-west-1
`;

const SIGNS = {
  good: coloured('green', '✔'),
  watch: coloured('yellow', '!'),
  bad: coloured('red', '✘'),
} as const;

/** Whether the deployment is healthy. */
export const doctor = command(USAGE, {}, [0, 0], async ({ screen, same, connect }) => {
  screen.progress('looking at the stack');
  const deployment = await connect();
  const { examine } = await import('../examination');
  const symptoms = await examine(deployment, (what) => screen.progress(`looking at: ${what}`), same);
  const bad = symptoms.filter(({ state }) => state === 'bad');
  screen.answer({ stack: deployment.stack, isHealthy: bad.length === 0, symptoms });

  screen.say(`\n${deployment.stack} in ${deployment.account}, ${deployment.region}\n`);
  for (const { what, state, found, advice } of symptoms) {
    screen.say(`  ${SIGNS[state]} ${what.padEnd(12)}  ${found}`);
    if (advice !== undefined) screen.say(`    ${''.padEnd(12)}  What to do: ${advice}`);
  }
  screen.say(bad.length === 0 ? '\nIt is healthy.' : `\n${bad.length} of ${symptoms.length} need attention.`);
  return bad.length === 0 ? 0 : 1;
});
