import { createInterface } from 'node:readline';
import * as z from 'zod';
import { domainRemovalRequested } from '../../events/domain-removal-requested';
import { LONGEST_STATE } from '../../terminal/step-words';
import { carryOut } from '../carry-out';
import { command } from '../command';
import type { Followed } from '../follow';
import { INTERRUPTED } from '../interrupted';
import { UsageError } from '../problem';
import { typedDomain } from '../typed-domain';
import { typedIssue } from '../typed-issue';

const USAGE = `npx acm-autopilot remove <domain or certificate ARN> [--yes] [--wait]

Removes a domain's HTTPS by emitting the event "Domain Removal Requested". The certificate is detached from its listeners and deleted; the
alias is deleted if the service created it, the validation record once nothing needs it. Only what the service manages is
touched. A name that shares its certificate with others takes some minutes: a certificate without it is issued and served first.

  --yes   do not ask for confirmation; required without a terminal, and with --json
  --wait  show each step as it happens; Ctrl-C leaves it running

Example:

  npx acm-autopilot remove app.example.com --wait
`;

/** Ends a domain's HTTPS. */
export const remove = command(
  USAGE,
  { yes: { type: 'boolean', default: false }, wait: { type: 'boolean', default: false } },
  [1, 1],
  async ({ values, operands, screen, same, connect }) => {
    const [what = ''] = operands;
    const detail = what.startsWith('arn:') ? { certificateArn: what } : { domainName: typedDomain(what) };
    const read = domainRemovalRequested.detail.safeParse(detail);
    if (!read.success) throw new UsageError(read.error.issues.map(typedIssue).join('; '));
    if (!values.yes && (screen.isJson || !process.stdin.isTTY)) {
      throw new UsageError('Refusing to remove without confirmation; pass --yes.');
    }
    const deployment = await connect();
    const answer = values.yes ? what : await typedAgain(what);
    if (answer?.trim() !== what) {
      screen.say(`${answer === undefined ? '\n' : ''}Nothing was removed.`);
      return answer === undefined ? INTERRUPTED : 1;
    }
    const errand = {
      contract: domainRemovalRequested,
      detail,
      workflow: deployment.workflows.retireDomain,
      isToWait: values.wait,
      about: what,
      lookAgain: `npx acm-autopilot status ${what}${same}`,
      same,
      width: LONGEST_STATE,
      lastWord: (steps: Followed['steps']) =>
        steps.some(isRemoval) ? undefined : `There was nothing to remove for ${what}.`,
    };
    return carryOut(errand, deployment, screen);
  },
);

const removal = z.looseObject({
  subject: z.unknown(),
  aliasCleanup: z.looseObject({ deleted: z.array(z.string()) }).optional(),
  validationCleanup: z.looseObject({ deleted: z.array(z.string()) }).optional(),
});

/** Whether the state document after a step has a certificate to remove, or records that were deleted. */
function isRemoval({ document }: Followed['steps'][number]): boolean {
  const { subject, aliasCleanup, validationCleanup } = removal.safeParse(document).data ?? {};
  return (
    subject !== undefined || [aliasCleanup, validationCleanup].some((records) => (records?.deleted.length ?? 0) > 0)
  );
}

/** @returns undefined when the question was left with Ctrl-C */
function typedAgain(what: string): Promise<string | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  return new Promise((resolve) => {
    terminal.once('close', () => resolve(undefined));
    terminal.question(
      `HTTPS for ${what} will stop working for its visitors. Type the name again to continue: `,
      (answer) => {
        resolve(answer);
        terminal.close();
      },
    );
  });
}
