import { domainRollbackRequested } from '../../events/domain-rollback-requested';
import { type RecordSet, recordSetText } from '../../shared/domain/dns/record-change';
import { planRollback } from '../../shared/preflight/plan-rollback';
import { coloured } from '../../terminal/console';
import { LONGEST_STATE } from '../../terminal/step-line';
import { parseDomain, requireValid } from '../args/arguments';
import { command, INTERRUPTED } from '../command';
import { confirm } from '../confirm';
import { emitAndFollow } from '../emit-and-follow';
import { UsageError } from '../errors';

const USAGE = `npx acm-autopilot rollback <domain> [--yes] [--wait]

Shows the records that the last request with "alias": "replace" replaced at the name, and restores them by emitting the event
"Domain Rollback Requested", unless somebody has changed the records since. The certificate stays attached.

  --yes   do not ask for confirmation; required without a terminal, and with --json
  --wait  show each step as it happens; Ctrl-C leaves it running

Example:

  npx acm-autopilot rollback app.example.com --wait
`;

/** Restores the records that a request has replaced. */
export const rollback = command(
  USAGE,
  { yes: { type: 'boolean', default: false }, wait: { type: 'boolean', default: false } },
  [1, 1],
  async ({ values, operands, screen, sameDeployment, connect }) => {
    const detail = { domainName: parseDomain(operands[0] ?? '') };
    requireValid(detail, domainRollbackRequested.detail);
    if (!values.yes && (screen.isJson || !process.stdin.isTTY)) {
      throw new UsageError('Refusing to roll back without confirmation; pass --yes.');
    }
    const deployment = await connect();
    const { domainName } = domainRollbackRequested.detail.parse(detail);
    const { replacement, change } = await planRollback(domainName, deployment);
    if (!change) {
      screen.printJson({ domainName, changes: [] });
      screen.print(
        `${domainName} has the records that it had before ${replacement.replacedAt}: there is nothing to do.`,
      );
      return 0;
    }
    screen.print(`\nRecords of ${domainName}, as before ${replacement.replacedAt}\n`);
    const line = (sign: string, record: RecordSet) =>
      screen.print(`  ${sign} record  ${domainName} ${recordSetText(record)} in ${change.zoneId}`);
    for (const record of change.deleted) line(coloured('red', '-'), record);
    for (const record of change.created) line(coloured('green', '+'), record);
    const answer = values.yes
      ? domainName
      : await confirm(`\nVisitors of ${domainName} will go where they went before. Type the name again to continue: `);
    if (answer?.trim() !== domainName) {
      screen.print(`${answer === undefined ? '\n' : ''}Nothing was changed.`);
      return answer === undefined ? INTERRUPTED : 1;
    }
    const event = {
      contract: domainRollbackRequested,
      detail,
      stateMachineArn: deployment.workflows.rollbackDomain,
      wait: values.wait,
      subject: domainName,
      statusCommand: `npx acm-autopilot status ${domainName}${sameDeployment}`,
      sameDeployment,
      width: LONGEST_STATE,
    };
    return emitAndFollow(event, deployment, screen);
  },
);
