import { adviceFor } from '../../shared/advice';
import { parseDomainName } from '../../shared/domain/names/domain-name';
import { coloured } from '../../terminal/console';
import { parseDomain, quoted } from '../args/arguments';
import { command } from '../command';
import { UsageError } from '../errors';
import {
  EXECUTIONS_SEARCHED,
  findAttempts,
  inspectCertificate,
  inspectDomain,
  type Attempt,
  type InspectedCertificate,
} from '../inspect';
import { certificateLines } from '../output/certificate-lines';

const USAGE = `npx acm-autopilot status <domain or certificate ARN>

Shows everything known: each certificate that clients accept for the domain, its validity, its validation records in
Route 53 and in public DNS, where it is attached, what is actually served, the service's verdict with its reasons, and past
attempts (among the latest ${EXECUTIONS_SEARCHED} executions of each workflow). Exits with 1 if no certificate is in service
(issued and in use).

Example:

  npx acm-autopilot status app.example.com
`;

/** Shows everything known about a domain or a certificate. */
export const status = command(USAGE, {}, [1, 1], async ({ operands, screen, sameDeployment, connect }) => {
  const [subject = ''] = operands;
  const isArn = subject.startsWith('arn:');
  const parsed = parseDomainName(isArn ? subject : parseDomain(subject));
  if (!isArn && 'problem' in parsed) throw new UsageError(`"${subject}": ${parsed.problem}`);
  const domainName = 'name' in parsed ? parsed.name : subject;
  screen.progress('finding certificates');
  const deployment = await connect();
  const found = isArn
    ? [await inspectCertificate(subject, deployment)]
    : await inspectDomain(domainName, deployment, screen);
  const certificates = found.filter(({ facts }) => facts.description !== undefined);

  const domainNames = isArn ? certificates.flatMap(({ facts }) => facts.description?.domainNames ?? []) : [domainName];
  let searched = 0;
  const attempts = await findAttempts(
    domainNames,
    [...(isArn ? [subject] : []), ...certificates.map(({ facts }) => facts.certificateArn)],
    deployment,
    () => screen.progress(`searching executions: ${(searched += 1)}`),
  );
  const isServed = certificates.some(isInService);
  screen.printJson({ isInService: isServed, certificates: certificates.map(documentOf), attempts });

  screen.print(`\n${coloured('bold', subject)}`);
  for (const certificate of certificates) {
    screen.print();
    for (const line of certificateLines(certificate, deployment.stack, new Date())) screen.print(line);
  }
  if (certificates.length === 0) {
    const { region } = deployment;
    screen.print(
      `\n  ${isArn ? `ACM in ${region} has no such certificate.` : `No certificate in ${region} covers it.`}`,
    );
  }
  if (attempts.length > 0) screen.print('\n  attempts\n');
  for (const attempt of attempts) for (const line of attemptLines(attempt)) screen.print(line);
  if (isServed) return 0;
  screen.print(
    `\nNothing is in service. ${isArn ? `List all certificates: npx acm-autopilot list${sameDeployment}` : nextStep(subject, attempts, sameDeployment)}`,
  );
  return 1;
});

const isInService = ({ facts: { description, attachments } }: InspectedCertificate) =>
  description?.status === 'ISSUED' && attachments.length + description.inUseBy.length > 0;

/** What to do for a domain that has no HTTPS, after the latest attempt. */
function nextStep(domainName: string, [latest]: readonly Attempt[], sameDeployment: string): string {
  if (latest?.status === 'RUNNING')
    return `Check again in a while: npx acm-autopilot status ${quoted(domainName)}${sameDeployment}`;
  const hasFailed = latest?.workflow === 'secure-domain' && latest.status !== 'SUCCEEDED';
  const when = hasFailed ? 'Once the cause is fixed, request it again' : 'Request it';
  return `${when}: npx acm-autopilot request ${quoted(domainName)} --wait${sameDeployment}`;
}

/** For scripts: without what only the service's workflows need. */
const documentOf = ({ facts, tags, assessment, lastNotified }: InspectedCertificate) => ({
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
