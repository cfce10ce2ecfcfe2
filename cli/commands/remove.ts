import * as z from 'zod';
import { domainRemovalRequested } from '../../events/domain-removal-requested';
import { LONGEST_STATE, type StepEvent } from '../../terminal/step-line';
import { parseDomain, requireValid } from '../args/arguments';
import { command, INTERRUPTED } from '../command';
import { confirm } from '../confirm';
import { emitAndFollow } from '../emit-and-follow';
import { UsageError } from '../errors';

const USAGE = `npx acm-autopilot remove <domain or certificate ARN> [--yes] [--wait]

Removes a domain's HTTPS by emitting the event "Domain Removal Requested". The certificate is detached from its listeners and deleted; the
alias is deleted if the service created it, the validation record once nothing needs it. Only what the service manages is
touched. A name that shares its certificate with others takes some minutes: first, a certificate without it is issued and served.

  --yes   do not ask for confirmation; required without a terminal, and with --json
  --wait  show each step as it happens; Ctrl-C leaves it running

Example:

  npx acm-autopilot remove app.example.com --wait
`;

/** Removes a domain's HTTPS. */
export const remove = command(
  USAGE,
  { yes: { type: 'boolean', default: false }, wait: { type: 'boolean', default: false } },
  [1, 1],
  async ({ values, operands, screen, sameDeployment, connect }) => {
    const [subject = ''] = operands;
    const detail = subject.startsWith('arn:') ? { certificateArn: subject } : { domainName: parseDomain(subject) };
    requireValid(detail, domainRemovalRequested.detail);
    if (!values.yes && (screen.isJson || !process.stdin.isTTY)) {
      throw new UsageError('Refusing to remove without confirmation; pass --yes.');
    }
    const deployment = await connect();
    const answer = values.yes
      ? subject
      : await confirm(`HTTPS for ${subject} will stop working for its visitors. Type the name again to continue: `);
    if (answer?.trim() !== subject) {
      screen.print(`${answer === undefined ? '\n' : ''}Nothing was removed.`);
      return answer === undefined ? INTERRUPTED : 1;
    }
    const event = {
      contract: domainRemovalRequested,
      detail,
      stateMachineArn: deployment.workflows.retireDomain,
      wait: values.wait,
      subject,
      statusCommand: `npx acm-autopilot status ${subject}${sameDeployment}`,
      sameDeployment,
      width: LONGEST_STATE,
      successText: (steps: readonly StepEvent[]) =>
        steps.some(hasRemoved) ? undefined : `There was nothing to remove for ${subject}.`,
    };
    return emitAndFollow(event, deployment, screen);
  },
);

const removal = z.looseObject({
  certificate: z.unknown(),
  aliasCleanup: z.looseObject({ deleted: z.array(z.string()) }).optional(),
  validationCleanup: z.looseObject({ deleted: z.array(z.string()) }).optional(),
});

/** Whether the state document after a step has a certificate to remove, or deleted records. */
function hasRemoved({ document }: StepEvent): boolean {
  const { certificate, aliasCleanup, validationCleanup } = removal.safeParse(document).data ?? {};
  return (
    certificate !== undefined || [aliasCleanup, validationCleanup].some((records) => (records?.deleted.length ?? 0) > 0)
  );
}
