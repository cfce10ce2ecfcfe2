import { daysText } from './days-text';
import { asciiSubject, consoleLink, SUBJECT_CHARACTERS } from './failure-message';
import type { Notice } from './notice';

/** Everything that a person should be told of a certificate's trouble, or of its end. */
export interface TroubleFacts {
  readonly notice: Notice;
  readonly certificateArn: string;
  /** Undefined when nobody could look at the certificate. */
  readonly domainName: string | undefined;
  /** The trouble, or the one that is over. */
  readonly name: string;
  readonly cause: string;
  /** The step that failed, if one did. */
  readonly step: string | undefined;
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
  const isOver = facts.notice === 'over';
  const urgency = facts.daysLeft === undefined || isOver ? '' : ` (${daysText(facts.daysLeft)})`;
  const news = `${HEADLINES[facts.notice]}${urgency}: ${facts.name}`;
  return {
    subject: subjectOf(facts, news),
    body: [
      `${whose(facts)} ${news}`,
      '',
      ...(isOver ? endOf(facts) : troubleOf(facts)),
      '',
      ...whereToLook(facts),
    ].join('\n'),
  };
}

const HEADLINES: Readonly<Record<Notice, string>> = {
  begins: 'is at risk',
  changes: 'is still at risk',
  'draws-near': 'is still at risk',
  over: 'is out of trouble',
};

const whose = ({ domainName, certificateArn }: TroubleFacts) =>
  domainName === undefined ? `Certificate ${certificateArn}` : `The certificate of ${domainName}`;

/** A name that is too long is cut, so that the days and the trouble remain. */
function subjectOf({ domainName, certificateArn }: TroubleFacts, news: string): string {
  const name = domainName ?? certificateArn.split('/').at(-1) ?? '';
  const room = SUBJECT_CHARACTERS - 'Certificate  '.length - news.length;
  return asciiSubject(`Certificate ${name.length <= room ? name : `${name.slice(0, room - 3)}...`} ${news}`);
}

const troubleOf = ({ name, cause, step, advice }: TroubleFacts) => [
  `Trouble:     ${name}`,
  ...(step === undefined ? [] : [`Step:        ${step}`]),
  `Cause:       ${cause}`,
  '',
  `What to do: ${advice}`,
  '',
  'The certificate is looked at again every day, or at once after the event Sweep Requested.',
];

const endOf = ({ name, replacedBy }: TroubleFacts) => [
  `It was:      ${name}`,
  ...(replacedBy === undefined ? [] : [`Replaced by: ${replacedBy}`]),
];

const whereToLook = ({ certificateArn, notAfter, daysLeft, listenerArns, executionArn }: TroubleFacts) => [
  `Certificate: ${certificateArn}`,
  ...(notAfter === undefined ? [] : [`Ends:        ${notAfter} (${daysText(daysLeft)})`]),
  ...(listenerArns.length === 0 ? [] : ['Attached to:', ...listenerArns.map((arn) => `- ${arn}`)]),
  '',
  `Execution: ${consoleLink(executionArn)}`,
  '',
];
