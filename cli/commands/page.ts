import { command } from '../command';
import { openUrl } from '../open-url';
import { Problem, UsageError } from '../problem';

/** As long as Signature Version 4 lets a link last: seven days. */
const MOST_MINUTES = 7 * 24 * 60;

const USAGE = `npx acm-autopilot page [--minutes N] [--open]

Prints a temporary link to the inventory page, and says when a sweep last wrote the page. Anyone who has the link can read the
page until the link expires. A link signed with temporary credentials expires no later than they do.

  --minutes N  how long the link is valid: 60 by default, at most ${MOST_MINUTES} (seven days)
  --open       open it in the browser

Example:

  npx acm-autopilot page --open
`;

/** The inventory page's time-limited link. */
export const page = command(
  USAGE,
  { minutes: { type: 'string', default: '60' }, open: { type: 'boolean', default: false } },
  [0, 0],
  async ({ values, screen, same, connect }) => {
    const minutes = Number(values.minutes);
    if (!/^\d+$/.test(values.minutes) || minutes < 1 || minutes > MOST_MINUTES) {
      throw new UsageError(`--minutes ${values.minutes} is not a number between 1 and ${MOST_MINUTES}.`);
    }
    screen.progress('looking for the page');
    const deployment = await connect();
    const { pageLink, pageWrittenAt } = await import('../aws/page-link');
    const writtenAt = await pageWrittenAt(deployment.page);
    if (!writtenAt) {
      throw new Problem(
        'No sweep has written the inventory page yet.',
        `Start one: npx acm-autopilot sweep --wait${same}. If sweeps have run: docs/runbook.md, "No sweep".`,
        'PageNotWritten',
      );
    }
    const { url, expiresAt, isCutShort } = await pageLink(deployment.page, minutes * 60);
    screen.answer({ url, expiresAt, writtenAt });

    screen.say(`\n${url}\n`);
    screen.say(`Written ${utc(writtenAt)} UTC. The link expires ${utc(expiresAt)} UTC${isCutShort ? SOONER : ''}.`);
    screen.say('Anyone who has it can read the page until then.');
    if (values.open) {
      const problem = await openUrl(url);
      screen.say(
        problem === undefined ? 'Opened in your browser.' : `Could not open it (${problem}): open it yourself.`,
      );
    }
    return 0;
  },
);

const SOONER = ', with the temporary credentials that signed it';

const utc = (time: Date) => time.toISOString().slice(0, 16).replace('T', ' ');
