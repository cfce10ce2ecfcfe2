import { command } from '../command';
import { CommandError, UsageError } from '../errors';
import { openUrl } from '../output/open-url';

/** The limit of Signature Version 4: seven days. */
const MAX_MINUTES = 7 * 24 * 60;

const USAGE = `npx acm-autopilot page [--minutes N] [--open]

Prints a temporary link to the inventory page, and says when a sweep last wrote the page. Anyone who has the link can read the
page until the link expires. A link signed with temporary credentials expires no later than they do.

  --minutes N  how long the link is valid: 60 by default, at most ${MAX_MINUTES} (seven days)
  --open       open it in the browser

Example:

  npx acm-autopilot page --open
`;

/** Links to the inventory page, for a limited time. */
export const page = command(
  USAGE,
  { minutes: { type: 'string', default: '60' }, open: { type: 'boolean', default: false } },
  [0, 0],
  async ({ values, screen, sameDeployment, connect }) => {
    const minutes = Number(values.minutes);
    if (!/^\d+$/.test(values.minutes) || minutes < 1 || minutes > MAX_MINUTES) {
      throw new UsageError(`--minutes ${values.minutes} is not a number between 1 and ${MAX_MINUTES}.`);
    }
    screen.progress('finding the page');
    const deployment = await connect();
    const { pageLink, pageWrittenAt } = await import('../aws/inventory-page');
    const writtenAt = await pageWrittenAt(deployment.page);
    if (!writtenAt) {
      throw new CommandError(
        'No sweep has written the inventory page yet.',
        `Start one: npx acm-autopilot sweep --wait${sameDeployment}. If sweeps have run: docs/runbook.md, "No sweep".`,
        'PageNotWritten',
      );
    }
    const { url, expiresAt, isCutShort } = await pageLink(deployment.page, minutes * 60);
    screen.printJson({ url, expiresAt, writtenAt });

    screen.print(`\n${url}\n`);
    screen.print(
      `Written ${utc(writtenAt)} UTC. The link expires ${utc(expiresAt)} UTC${isCutShort ? WITH_CREDENTIALS : ''}.`,
    );
    screen.print('Anyone who has it can read the page until then.');
    if (values.open) {
      const problem = await openUrl(url);
      screen.print(
        problem === undefined ? 'Opened in your browser.' : `Could not open it (${problem}): open it yourself.`,
      );
    }
    return 0;
  },
);

const WITH_CREDENTIALS = ', with the temporary credentials that signed it';

const utc = (time: Date) => time.toISOString().slice(0, 16).replace('T', ' ');
