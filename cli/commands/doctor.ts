import { coloured } from '../../terminal/console';
import { command } from '../command';

const USAGE = `npx acm-autopilot doctor

Checks that this deployment is healthy: its stack, what it may change, its bus and rules, whether anyone is notified of failures,
the dead-letter queue, the last sweep, whether its roles have exactly the policies that the template gives them (compared by
name, not by content), and quotas that are nearly used up. Changes nothing; exits with 1 if something is wrong.

Example:

  npx acm-autopilot doctor --stage prod --region eu-west-1
`;

const SIGNS = {
  ok: coloured('green', '✔'),
  warning: coloured('yellow', '!'),
  error: coloured('red', '✘'),
} as const;

/** Checks the health of the deployment. */
export const doctor = command(USAGE, {}, [0, 0], async ({ screen, sameDeployment, connect }) => {
  screen.progress('reading the stack');
  const deployment = await connect();
  const { diagnose } = await import('../doctor/diagnose');
  const diagnoses = await diagnose(deployment, (text) => screen.progress(`checking ${text}`), sameDeployment);
  const errors = diagnoses.filter(({ status }) => status === 'error');
  screen.printJson({ stack: deployment.stack, isHealthy: errors.length === 0, diagnoses });

  screen.print(`\n${deployment.stack} in ${deployment.account}, ${deployment.region}\n`);
  for (const { name, status, found, advice } of diagnoses) {
    screen.print(`  ${SIGNS[status]} ${name.padEnd(13)}  ${found}`);
    if (advice !== undefined) screen.print(`    ${''.padEnd(13)}  What to do: ${advice}`);
  }
  screen.print(
    errors.length === 0 ? '\nThe deployment is healthy.' : `\n${errors.length} of ${diagnoses.length} need attention.`,
  );
  return errors.length === 0 ? 0 : 1;
});
