import { adviceFor } from '../shared/advice';
import type { CertificateFacts, RecordFacts, ServedFacts } from '../shared/domain/assessment/facts';
import { type CertificateDescription, sameSerial } from '../shared/domain/certificate/description';
import { daysText } from '../shared/domain/notification/message';
import { loadBalancerName } from '../shared/domain/target/load-balancer';
import { coloured } from '../terminal/coloured';
import type { KnownCertificate } from './known';
import { validityBar } from './validity-bar';
import { verdictColour } from './verdict-colour';

const GOOD = coloured('green', '✔');
const BAD = coloured('red', '✘');

/** Everything about a certificate, for a person. */
export function certificateLines(
  { facts, assessment, lastNotified }: KnownCertificate,
  stack: string,
  now: Date,
): string[] {
  const { description, certificateArn, isManaged } = facts;
  if (!description) return [`  ${certificateArn}: ACM does not know this certificate.`];
  const { verdict, reasons, healthIssue, daysLeft } = assessment;
  const isInUse = facts.attachments.length + description.inUseBy.length > 0;
  return [
    row('certificate', certificateArn),
    row('names', description.domainNames.join(', ')),
    row('kind', `${description.type}, ${description.keyAlgorithm}, ${description.status}`),
    row('managed', isManaged ? `by ${stack}` : `not by ${stack}`),
    ...validity(description, daysLeft, now),
    row('verdict', `${coloured(verdictColour({ verdict, isInUse, daysLeft }), verdict)}: ${reasons.join(' ')}`),
    ...(healthIssue
      ? [row('health issue', `${healthIssue.name}. What to do: ${adviceFor(healthIssue.name, 'sweep')}`)]
      : []),
    ...(lastNotified ? [row('told', `people were told of ${lastNotified.name}: ${lastNotified.cause}`)] : []),
    ...rows('record', facts.records.map(recordWords)),
    ...rows('attached', attachmentWords(facts, description)),
    ...rows(
      'served',
      facts.served.map((served) => servedWords(served, description.serial ?? '')),
    ),
  ];
}

const row = (name: string, text: string) => `  ${name.padEnd(12)}  ${text}`;
const rows = (name: string, texts: readonly string[]) => texts.map((text, index) => row(index === 0 ? name : '', text));

function validity({ notBefore, notAfter, renewal }: CertificateDescription, daysLeft: number | undefined, now: Date) {
  if (notBefore === undefined || notAfter === undefined) return [];
  const bar = validityBar(notBefore, notAfter, now);
  const life = row('valid', `${notBefore.slice(0, 10)} ${bar} ${notAfter.slice(0, 10)}, ${daysText(daysLeft)}`);
  return renewal ? [life, row('renewal', [renewal.status, renewal.reason].filter(Boolean).join(', '))] : [life];
}

function recordWords({ name, value, zoneId, existing, seen }: RecordFacts): string {
  const stands = existing.includes(value)
    ? `exists in ${zoneId}`
    : `is not what ${zoneId} has: ${existing.join(', ') || 'nothing'}`;
  const isSeen = 'values' in seen && seen.values.includes(value);
  const shown = 'error' in seen ? seen.error : seen.values.join(', ') || 'nothing';
  const isGood = isSeen && existing.includes(value);
  return `${isGood ? GOOD : BAD} ${name} CNAME ${stands}, ${isSeen ? 'seen in public DNS' : `public DNS shows ${shown}`}`;
}

/** Of what is somebody else's only ACM's word is known. */
function attachmentWords({ attachments }: CertificateFacts, { inUseBy }: CertificateDescription): string[] {
  if (attachments.length === 0) return inUseBy.length > 0 ? inUseBy.map((arn) => `used by ${arn}`) : ['to nothing'];
  return attachments.map(
    ({ loadBalancerArn, port, as }) => `${loadBalancerName(loadBalancerArn)} HTTPS:${port} (${as})`,
  );
}

function servedWords(served: ServedFacts, serial: string): string {
  if ('error' in served) return `${BAD} ${served.domainName}: ${served.error}`;
  const { domainName, notAfter, coveredBy } = served;
  const until = `until ${notAfter.slice(0, 10)}`;
  if (sameSerial(served.serial, serial)) return `${GOOD} ${domainName}: this certificate, ${until}`;
  return coveredBy === undefined
    ? `${BAD} ${domainName}: another certificate, serial ${served.serial}, ${until}`
    : `${GOOD} ${domainName}: ${coveredBy}, another certificate of this deployment that covers the name, ${until}`;
}
