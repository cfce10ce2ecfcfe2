import { adviceFor } from '../../shared/advice';
import { parseDomainName } from '../../shared/domain/names/domain-name';
import { coloured } from '../../terminal/coloured';
import { type Attempt, attemptsAbout, LATEST_LOOKED_AT } from '../attempts';
import { certificateLines } from '../certificate-lines';
import { command } from '../command';
import { certificatesOf, type KnownCertificate, lookAt } from '../known';
import { UsageError } from '../problem';
import { quoted } from '../quoted';
import { typedDomain } from '../typed-domain';

const USAGE = `npx acm-autopilot status <domain or certificate ARN>

Shows everything that is known: each certificate that clients accept for the domain, its validity, its validation records in
Route 53 and in public DNS, where it is attached, what is actually served, the service's verdict with its reasons, and past
attempts (among the latest ${LATEST_LOOKED_AT} executions of each workflow). Exits with 1 if no certificate is in service
(issued and in use).

Example:

  npx acm-autopilot status app.example.com
`;

/** What is known of a domain or a certificate. */
export const status = command(USAGE, {}, [1, 1], async ({ operands, screen, same, connect }) => {
  const [what = ''] = operands;
  const isArn = what.startsWith('arn:');
  const parsed = parseDomainName(isArn ? what : typedDomain(what));
  if (!isArn && 'problem' in parsed) throw new UsageError(`"${what}": ${parsed.problem}`);
  const domainName = 'name' in parsed ? parsed.name : what;
  screen.progress('looking for certificates');
  const deployment = await connect();
  const found = isArn ? [await lookAt(what, deployment)] : await certificatesOf(domainName, deployment, screen);
  const certificates = found.filter(({ facts }) => facts.description !== undefined);

  const domainNames = isArn ? certificates.flatMap(({ facts }) => facts.description?.domainNames ?? []) : [domainName];
  let looked = 0;
  const attempts = await attemptsAbout(
    domainNames,
    [...(isArn ? [what] : []), ...certificates.map(({ facts }) => facts.certificateArn)],
    deployment,
    () => screen.progress(`looking at executions: ${(looked += 1)}`),
  );
  const isServed = certificates.some(isInService);
  screen.answer({ isInService: isServed, certificates: certificates.map(documentOf), attempts });

  screen.say(`\n${coloured('bold', what)}`);
  for (const certificate of certificates) {
    screen.say();
    for (const line of certificateLines(certificate, deployment.stack, new Date())) screen.say(line);
  }
  if (certificates.length === 0) {
    const { region } = deployment;
    screen.say(`\n  ${isArn ? `ACM in ${region} has no such certificate.` : `No certificate in ${region} covers it.`}`);
  }
  if (attempts.length > 0) screen.say('\n  attempts\n');
  for (const attempt of attempts) for (const line of attemptLines(attempt)) screen.say(line);
  if (isServed) return 0;
  screen.say(
    `\nNothing is in service. ${isArn ? `List all certificates: npx acm-autopilot list${same}` : next(what, attempts, same)}`,
  );
  return 1;
});

const isInService = ({ facts: { description, attachments } }: KnownCertificate) =>
  description?.status === 'ISSUED' && attachments.length + description.inUseBy.length > 0;

/** What to do for a domain that has no HTTPS, after the latest attempt. */
function next(domainName: string, [latest]: readonly Attempt[], same: string): string {
  if (latest?.status === 'RUNNING')
    return `Check again in a while: npx acm-autopilot status ${quoted(domainName)}${same}`;
  const hasFailed = latest?.workflow === 'secure-domain' && latest.status !== 'SUCCEEDED';
  const when = hasFailed ? 'Once the cause is fixed, request it again' : 'Request it';
  return `${when}: npx acm-autopilot request ${quoted(domainName)} --wait${same}`;
}

/** For scripts: the facts, without what the service needs of them for acting. */
const documentOf = ({ facts, tags, assessment, lastNotified }: Awaited<ReturnType<typeof lookAt>>) => ({
  ...facts,
  tags,
  ...assessment,
  lastNotified,
});

function attemptLines({ workflow, status: outcome, startedAt, stoppedAt, error, cause }: Attempt): string[] {
  const seconds = stoppedAt ? `${((stoppedAt.getTime() - startedAt.getTime()) / 1_000).toFixed(1)} s` : 'still running';
  const colour = outcome === 'SUCCEEDED' ? 'green' : outcome === 'RUNNING' ? 'cyan' : 'red';
  const when = startedAt.toISOString().slice(0, 16).replace('T', ' ');
  const line = `    ${coloured('dim', when)}  ${workflow.padEnd(16)}  ${coloured(colour, outcome.padEnd(9))}  ${coloured('dim', seconds)}`;
  if (error === undefined) return [line];
  return [
    line,
    `      ${error}: ${cause ?? ''}`,
    `      What to do: ${adviceFor(error, workflow === 'reconcile-certificate' ? 'sweep' : 'command')}`,
  ];
}
