import { createInterface } from 'node:readline';
import * as z from 'zod';
import { domainRemoved } from '../../events/domain-removed';
import { carryOut } from '../carry-out';
import { command } from '../command';
import type { Followed } from '../follow';
import { INTERRUPTED } from '../interrupted';
import { UsageError } from '../problem';
import { typedDomain } from '../typed-domain';
import { typedIssue } from '../typed-issue';

const USAGE = `npx autopilot remove <domain or certificate ARN> [--yes] [--wait]

Ends a domain's HTTPS: emits the event "Domain Removed". The alias goes if the service created it, the certificate is taken off
its listeners and deleted, and its validation record goes once nothing needs it. Nothing that is not the service's is touched.

  --yes   do not ask; needed where nobody can be asked
  --wait  show each step as it happens; Ctrl-C leaves it running

Example:

  npx autopilot remove app.example.com --wait
`;

const LONGEST_STATE = 'DeleteValidationRecords'.length;

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
      throw new UsageError('Nobody can be asked whether it is meant: say --yes.');
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
    terminal.question(`HTTPS for ${what} ends for its visitors. Type the name again to go on: `, (answer) => {
      resolve(answer);
      terminal.close();
    });
  });
}
