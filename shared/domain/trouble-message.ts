import { asciiSubject, consoleLink } from './failure-message';
import type { Notice } from './notice';

/** Everything that a person should be told of a certificate's trouble, or of its end. */
export interface TroubleFacts {
  readonly notice: Notice;
  readonly certificateArn: string;
  /** Undefined when the certificate is gone. */
  readonly domainName: string | undefined;
  /** The trouble, or the one that is over. */
  readonly name: string;
  readonly cause: string;
  readonly advice: string;
  readonly daysLeft: number | undefined;
  readonly notAfter: string | undefined;
  /** Where the certificate is attached. */
  readonly listenerArns: readonly string[];
  /** The certificate that took its place. */
  readonly replacedBy: string | undefined;
  readonly executionArn: string;
}

/** The subject and body of the message: SNS takes at most 100 printable ASCII characters as a subject. */
export function troubleMessage(facts: TroubleFacts): { subject: string; body: string } {
  const { name, daysLeft, notAfter, listenerArns } = facts;
  const domain = facts.domainName ?? facts.certificateArn;
  const end = notAfter === undefined ? [] : [`Ends:        ${notAfter} (${daysText(daysLeft)})`];
  const places = listenerArns.length === 0 ? [] : ['Attached to:', ...listenerArns.map((arn) => `- ${arn}`)];
  const lines = [
    `Certificate: ${facts.certificateArn}`,
    ...end,
    ...places,
    '',
    `Execution: ${consoleLink(facts.executionArn)}`,
    '',
  ];
  if (facts.notice === 'over') {
    const how = facts.replacedBy === undefined ? 'It is well again.' : `${facts.replacedBy} has taken its place.`;
    return {
      subject: asciiSubject(`Over: ${name} of the certificate of ${domain}`),
      body: [`The trouble with the certificate of ${domain} is over. ${how}`, '', `It was: ${name}`, ...lines].join(
        '\n',
      ),
    };
  }
  const urgency = daysLeft === undefined ? '' : ` (${daysText(daysLeft)})`;
  return {
    subject: asciiSubject(`${HEADINGS[facts.notice]}${urgency}: ${domain}: ${name}`),
    body: [
      `The certificate of ${domain} is in trouble${urgency}.`,
      '',
      `Trouble:     ${name}`,
      `Cause:       ${facts.cause}`,
      '',
      `What to do: ${facts.advice}`,
      '',
      ...lines,
    ].join('\n'),
  };
}

const HEADINGS = {
  begins: 'Certificate at risk',
  changes: 'Certificate still at risk',
  'draws-near': 'Certificate ends soon',
};

function daysText(daysLeft: number | undefined): string {
  if (daysLeft === undefined) return 'no end yet';
  if (daysLeft < 0) return 'it has ended';
  return daysLeft === 1 ? '1 day left' : `${daysLeft} days left`;
}
