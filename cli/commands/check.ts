import { coloured } from '../../terminal/console';
import { parseRequest, REQUEST_OPTIONS, REQUEST_USAGE, requestArgs } from '../args/request-options';
import { command } from '../command';
import type { Screen } from '../output/screen';
import type { CheckResult, PlannedChange } from '../plan/plan';

const USAGE = `npx acm-autopilot check <domain> [options]

Runs the service's own checks on everything that a request depends on, and lists exactly which resources and records it would
create, change, keep or delete. Writes nothing and calls only read APIs. Exits with 1 if the request would fail.

${REQUEST_USAGE}

Example:

  npx acm-autopilot check app.example.com --san '*.app.example.com' --target web
`;

const SIGNS = {
  create: coloured('green', '+'),
  change: coloured('yellow', '~'),
  keep: coloured('dim', '='),
  delete: coloured('red', '-'),
} as const;

/** Plans a request without making it. */
export const check = command(
  USAGE,
  REQUEST_OPTIONS,
  [1, 1],
  async ({ values, operands, screen, sameDeployment, connect }) => {
    const [domainName = ''] = operands;
    screen.progress('checking zones, delegation, CAA and the load balancer');
    const detail = parseRequest(domainName, values);
    const deployment = await connect();
    const { planRequest } = await import('../plan/plan-request');
    const plan = await planRequest(detail, deployment);
    screen.printJson(plan);

    screen.print(`\nPlan for ${plan.domainNames.join(', ') || domainName}\n`);
    for (const result of plan.checks) printResult(result, screen);
    if (plan.changes.length > 0) screen.print();
    for (const { action, resource, description } of plan.changes)
      screen.print(`  ${SIGNS[action]} ${resource.padEnd(11)}  ${description}`);
    screen.print(`\n${summary(plan.canSucceed, plan.changes)}`);
    const isInPlace = plan.changes.every(({ action }) => action === 'keep');
    if (plan.canSucceed && isInPlace) screen.print('Everything is already in place: there is nothing to do.');
    else if (plan.canSucceed) {
      screen.print(`Run: npx acm-autopilot request ${requestArgs(domainName, values)} --wait${sameDeployment}`);
    }
    return plan.canSucceed ? 0 : 1;
  },
);

function printResult({ name, found, error, cause, advice }: CheckResult, screen: Screen): void {
  if (error === undefined) return screen.print(`  ${coloured('green', '✔')} ${name.padEnd(11)}  ${found ?? ''}`);
  screen.print(`  ${coloured('red', '✘')} ${name.padEnd(11)}  ${coloured('red', error)}: ${cause ?? ''}`);
  screen.print(`    ${''.padEnd(11)}  What to do: ${advice ?? ''}`);
}

function summary(canSucceed: boolean, changes: readonly PlannedChange[]): string {
  if (!canSucceed) return 'The request would fail. Nothing was written.';
  const count = (wanted: PlannedChange['action']) => changes.filter(({ action }) => action === wanted).length;
  const deleted = count('delete') > 0 ? `, ${count('delete')} to delete` : '';
  return `${count('create')} to create, ${count('change')} to change, ${count('keep')} to keep${deleted}. Nothing was written.`;
}
