import { SOON_DAYS } from '../../shared/domain/assessment/attention';
import { WATCH_DAYS } from '../../shared/domain/certificate/renewal';
import { VERDICTS } from '../../shared/domain/assessment/verdict';
import { type Colour, counted } from '../../terminal/console';
import { command } from '../command';
import { UsageError } from '../errors';
import { inventory, type InventoryRow } from '../inventory';
import { verdictColour } from '../output/certificate-lines';
import { table } from '../output/table';

const USAGE = `npx acm-autopilot list [--expiring DAYS] [--unmanaged] [--verdict NAME]...

Lists the Region's certificates, the first to expire first, with the verdicts of the last sweep. Certificates that no sweep has
assessed yet are assessed now.

  --expiring DAYS  only those that expire within this many days
  --unmanaged      only those that this deployment does not manage
  --verdict NAME   only those with this verdict (repeatable):
                   ${VERDICTS.slice(0, 6).join(', ')},
                   ${VERDICTS.slice(6, 13).join(', ')},
                   ${VERDICTS.slice(13).join(', ')}

Example:

  npx acm-autopilot list --expiring 30
`;

const OPTIONS = {
  expiring: { type: 'string' },
  unmanaged: { type: 'boolean', default: false },
  verdict: { type: 'string', multiple: true },
} as const;

const HEADINGS = ['DOMAIN', 'VERDICT', 'DAYS', 'UNTIL', 'MANAGED', 'IN USE', 'CERTIFICATE'];

/** Lists the certificates of the Region. */
export const list = command(USAGE, OPTIONS, [0, 0], async ({ values, screen, sameDeployment, connect }) => {
  const { expiring, unmanaged, verdict: verdicts = [] } = values;
  const mostDays = expiring === undefined ? Infinity : Number(expiring);
  if (!Number.isInteger(mostDays) && mostDays !== Infinity)
    throw new UsageError(`--expiring ${expiring ?? ''} is not a number of days`);
  const unknown = verdicts.filter((name) => !VERDICTS.some((verdict) => verdict === name));
  if (unknown.length > 0) throw new UsageError(`--verdict ${unknown.join(', ')} is not one of ${VERDICTS.join(', ')}`);

  const deployment = await connect();
  const all = await inventory(deployment, screen);
  const sweptAt = await deployment.certificateStates.getLastSweepTime();
  const rows = all.filter(
    ({ daysLeft = Infinity, isManaged, verdict }) =>
      daysLeft <= mostDays && !(unmanaged && isManaged) && (verdicts.length === 0 || verdicts.includes(verdict)),
  );
  screen.printJson({ sweptAt, certificates: rows });

  screen.print();
  if (all.length === 0) screen.print(`  There are no certificates in ${deployment.region}.`);
  else if (rows.length === 0) screen.print('  No certificate matches.');
  else for (const line of table(HEADINGS, rows.map(cells))) screen.print(`  ${line}`);
  const lastSweep = sweptAt
    ? `the last sweep was at ${sweptAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`
    : 'there has been no sweep yet';
  screen.print(
    `\n${rows.length} of ${counted(all.length, 'certificate')}; ${lastSweep}. Check all of them now: npx acm-autopilot sweep --wait${sameDeployment}`,
  );
  return 0;
});

function cells(row: InventoryRow) {
  const { domainName, verdict, daysLeft, notAfter, isManaged, isInUse, certificateArn } = row;
  return [
    { text: domainName },
    { text: verdict, colour: verdictColour(row) },
    { text: String(daysLeft ?? '').padStart(4), colour: daysColour(daysLeft) },
    { text: notAfter?.slice(0, 10) ?? '' },
    { text: isManaged ? 'yes' : 'no' },
    { text: isInUse ? 'yes' : 'no' },
    { text: certificateArn },
  ];
}

function daysColour(daysLeft = Infinity): Colour | undefined {
  if (daysLeft <= SOON_DAYS) return 'red';
  return daysLeft <= WATCH_DAYS ? 'yellow' : undefined;
}
