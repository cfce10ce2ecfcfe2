import { createInterface } from 'node:readline';
import * as z from 'zod';
import { domainRemoved } from '../../events/domain-removed';
import { LONGEST_STATE } from '../../terminal/step-words';
import { carryOut } from '../emit-and-follow';
import { command } from '../command';
import type { Followed } from '../follow';
import { INTERRUPTED } from '../interrupted';
import { UsageError } from '../errors';
import { typedDomain } from '../args/typed-domain';
import { typedIssue } from '../args/typed-issue';

const USAGE = `npx autopilot remove <domain or certificate ARN> [--yes] [--wait]

Removes a domain's HTTPS by emitting the event "Domain Removed". The certificate is detached from its listeners and deleted; the
alias is deleted if the service created it, the validation record once nothing needs it. Only what the service manages is
touched. A name that shares its certificate with others takes some minutes: a certificate without it is issued and served first.

  --yes   do not ask for confirmation; required without a terminal, and with --json
  --wait  show each step as it happens; Ctrl-C leaves it running

Example:

  npx autopilot remove app.example.com --wait
`;

/** Ends a domain's HTTPS. */
export const remove = command(
  USAGE,
  { yes: { type: 'boolean', default: false }, wait: { type: 'boolean', default: false } },
  [1, 1],
  async ({ values, operands, screen, same, connect }) => {
    const [what = ''] = operands;
    const detail = what.startsWith('arn:') ? { certificateArn: what } : { domainName: typedDomain(what) };
    const read = domainRemoved.detail.safeParse(detail);
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
      contract: domainRemoved,
      detail,
      workflow: deployment.workflows.retireDomain,
      isToWait: values.wait,
      about: what,
      lookAgain: `npx autopilot status ${what}${same}`,
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
  unpointed: z.looseObject({ deleted: z.array(z.string()) }).optional(),
  forgotten: z.looseObject({ deleted: z.array(z.string()) }).optional(),
});

/** Whether the state document after a step has a certificate to remove, or records that were deleted. */
function isRemoval({ document }: Followed['steps'][number]): boolean {
  const { subject, unpointed, forgotten } = removal.safeParse(document).data ?? {};
  return subject !== undefined || [unpointed, forgotten].some((records) => (records?.deleted.length ?? 0) > 0);
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
