import { adviceFor } from '../../shared/advice';
import { type CertificateDescription, formatSerial, sameSerial } from '../../shared/domain/certificate/description';
import type { CertificateFacts, RecordFacts, ServedFacts } from '../../shared/domain/assessment/facts';
import { isAttachedToTarget } from '../../shared/domain/assessment/attachment-checks';
import { attentionOf, type Attention, type AttentionFacts } from '../../shared/domain/assessment/attention';
import { daysText } from '../../shared/domain/notification/message';
import { loadBalancerName } from '../../shared/domain/target/load-balancer';
import { coloured, type Colour } from '../../terminal/console';
import type { InspectedCertificate } from '../inspect';

const GOOD = coloured('green', '✔');
const BAD = coloured('red', '✘');

/** Everything known about a certificate, for people. */
export function certificateLines(
  { facts, assessment, lastNotified }: InspectedCertificate,
  stack: string,
  now: Date,
): string[] {
  const { description, certificateArn, isManaged } = facts;
  if (!description) return [`  ${certificateArn}: ACM has no such certificate.`];
  const { verdict, reasons, healthIssue: issue, daysLeft } = assessment;
  const isInUse = facts.attachments.length + description.inUseBy.length > 0;
  return [
    row('certificate', certificateArn),
    row('names', description.domainNames.join(', ')),
    row('kind', `${description.type}, ${description.keyAlgorithm}, ${description.status}`),
    row('managed', isManaged ? `by ${stack}` : `not by ${stack}`),
    ...validity(description, daysLeft, now),
    row('verdict', `${coloured(verdictColour({ verdict, isInUse, daysLeft }), verdict)}: ${reasons.join(' ')}`),
    ...(issue ? [row('health issue', `${issue.name}. What to do: ${adviceFor(issue.name, 'sweep')}`)] : []),
    ...(lastNotified ? [row('notified', `of ${lastNotified.name}: ${lastNotified.cause}`)] : []),
    ...rows('record', facts.records.map(recordText)),
    ...rows('attached', [...attachmentTexts(facts, description), ...missingAttachment(facts)]),
    ...rows(
      'served',
      facts.served.map((served) => servedText(served, description.serial ?? '')),
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

const BAR_WIDTH = 30;

/** A certificate's lifetime as a bar, filled as far as it has elapsed. Times are ISO 8601. */
export function validityBar(notBefore: string, notAfter: string, now: Date): string {
  const begin = Date.parse(notBefore);
  const share = (now.getTime() - begin) / (Date.parse(notAfter) - begin);
  const elapsed = Math.round(Math.min(1, Math.max(0, share)) * BAR_WIDTH);
  return `${'█'.repeat(elapsed)}${'░'.repeat(BAR_WIDTH - elapsed)}`;
}

const COLOURS: Readonly<Record<Attention, Colour>> = {
  'action-required': 'red',
  'in-progress': 'yellow',
  ok: 'green',
  ignored: 'dim',
};

/** The colour of a certificate's verdict, by the attention that it needs. */
export const verdictColour = (certificate: AttentionFacts): Colour => COLOURS[attentionOf(certificate)];

function recordText({ name, value, zoneId, existing, seen }: RecordFacts): string {
  const exists = existing.includes(value);
  const inZone = exists ? `exists in ${zoneId}` : `is wrong in ${zoneId}, which has ${existing.join(', ') || 'none'}`;
  const isSeen = 'values' in seen && seen.values.includes(value);
  const shown = 'error' in seen ? seen.error : seen.values.join(', ') || 'nothing';
  const inPublic = isSeen ? 'seen in public DNS' : `public DNS shows ${shown}`;
  return `${isSeen && exists ? GOOD : BAD} ${name} CNAME ${inZone}, ${inPublic}`;
}

/** What is attached outside this service is known only from ACM's list. */
function attachmentTexts({ attachments }: CertificateFacts, { inUseBy }: CertificateDescription): string[] {
  const texts =
    attachments.length === 0
      ? inUseBy.map((arn) => `used by ${arn}`)
      : attachments.map(
          ({ loadBalancerArn, port, as }) => `${loadBalancerName(loadBalancerArn)} HTTPS:${port} (${as})`,
        );
  return texts.length > 0 ? texts : ['to nothing'];
}

/** Where it was requested, if it is not there. */
function missingAttachment(facts: CertificateFacts): string[] {
  const { targetArn, retiredAt, isManaged } = facts;
  if (targetArn === undefined || !isManaged || retiredAt !== undefined || isAttachedToTarget(facts)) return [];
  return [`${BAD} not to ${loadBalancerName(targetArn)} HTTPS:443, where it was requested`];
}

function servedText(served: ServedFacts, serial: string): string {
  if ('error' in served) return `${BAD} ${served.domainName}: ${served.error}`;
  const { domainName, notAfter, coveredBy } = served;
  const until = `until ${notAfter.slice(0, 10)}`;
  if (sameSerial(served.serial, serial)) return `${GOOD} ${domainName}: this certificate, ${until}`;
  return coveredBy === undefined
    ? `${BAD} ${domainName}: another certificate, serial ${formatSerial(served.serial)}, ${until}`
    : `${GOOD} ${domainName}: ${coveredBy}, another certificate of this deployment that covers the name, ${until}`;
}
