import { coloured } from '../../terminal/coloured';
import type { CheckResult } from '../checklist';
import { command } from '../command';
import type { PlannedChange } from '../planned-change';
import { REQUEST_OPTIONS, REQUEST_USAGE, requestDetail, retyped } from '../request-options';
import type { Screen } from '../screen';

const USAGE = `npx acm-autopilot check <domain> [options]

Runs the service's own checks on everything that a request depends on, and lists exactly which resources and records it would
create, change or keep. Writes nothing and calls only read APIs. Exits with 1 if the request would fail.

${REQUEST_USAGE}

Example:

  npx acm-autopilot check app.example.com --san '*.app.example.com' --target web
`;

const SIGNS = {
  create: coloured('green', '+'),
  change: coloured('yellow', '~'),
  keep: coloured('dim', '='),
} as const;

/** The plan of a request. */
export const check = command(USAGE, REQUEST_OPTIONS, [1, 1], async ({ values, operands, screen, same, connect }) => {
  const [domainName = ''] = operands;
  screen.progress('checking zones, delegation, CAA and the load balancer');
  const detail = requestDetail(domainName, values);
  const deployment = await connect();
  const { planRequest } = await import('../plan');
  const plan = await planRequest(detail, deployment);
  screen.answer(plan);

  screen.say(`\nPlan for ${plan.domainNames.join(', ') || domainName}\n`);
  for (const result of plan.looks) showResult(result, screen);
  if (plan.changes.length > 0) screen.say();
  for (const { action, resource, what } of plan.changes)
    screen.say(`  ${SIGNS[action]} ${resource.padEnd(11)}  ${what}`);
  screen.say(`\n${summary(plan.canSucceed, plan.changes)}`);
  const stands = plan.changes.every(({ action }) => action === 'keep');
  if (plan.canSucceed && stands) screen.say('Everything is already in place: there is nothing to do.');
  else if (plan.canSucceed) screen.say(`Run: npx acm-autopilot request ${retyped(domainName, values)} --wait${same}`);
  return plan.canSucceed ? 0 : 1;
});

function showResult({ what, found, error, cause, advice }: CheckResult, screen: Screen): void {
  if (error === undefined) return screen.say(`  ${coloured('green', '✔')} ${what.padEnd(11)}  ${found ?? ''}`);
  screen.say(`  ${coloured('red', '✘')} ${what.padEnd(11)}  ${coloured('red', error)}: ${cause ?? ''}`);
  screen.say(`    ${''.padEnd(11)}  What to do: ${advice ?? ''}`);
}

function summary(canSucceed: boolean, changes: readonly PlannedChange[]): string {
  if (!canSucceed) return 'The request would fail. Nothing was written.';
  const count = (wanted: PlannedChange['action']) => changes.filter(({ action }) => action === wanted).length;
  return `${count('create')} to create, ${count('change')} to change, ${count('keep')} to keep. Nothing was written.`;
}
