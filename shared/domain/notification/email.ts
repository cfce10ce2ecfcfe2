import { type Fact, type Message, messageLinks, SEVERITY_WORDS, summaryOf } from './message';

/** A message as SNS sends it by e-mail. */
export interface Email {
  /** At most 100 printable ASCII characters (SNS API, Publish). */
  readonly subject: string;
  readonly body: string;
}

const MAX_SUBJECT_CHARACTERS = 100;

/** Formats the message as plain text: severity and summary, cause, action, details, links. */
export function asEmail(message: Message, runbookUrl: string): Email {
  const { severity, facts, whatToDo, note, details } = message;
  const paragraphs = [
    [`${SEVERITY_WORDS[severity]}: ${summaryOf(message)}`],
    linesOf(facts),
    whatToDo === undefined ? [] : [`What to do: ${whatToDo}`],
    note === undefined ? [] : [note],
    linesOf(details),
    messageLinks(message, runbookUrl),
  ];
  const body = paragraphs.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return { subject: subjectOf(message), body: `${body.join('\n\n')}\n` };
}

/** Aligns single values in a column, and puts lists below their label. */
function linesOf(facts: readonly Fact[]): string[] {
  const width = Math.max(...facts.map(([label, value]) => (typeof value === 'string' ? label.length : 0))) + 2;
  return facts.flatMap(([label, value]) =>
    typeof value === 'string'
      ? [`${`${label}:`.padEnd(width)} ${value}`]
      : [`${label}:`, ...value.map((each) => `- ${each}`)],
  );
}

/** A long name is truncated rather than the headline. */
function subjectOf({ about, headline }: Message): string {
  const room = Math.max(0, MAX_SUBJECT_CHARACTERS - 1 - headline.length);
  const subject = `${about.length <= room ? about : `${about.slice(0, Math.max(0, room - 3))}...`} ${headline}`;
  return subject.replace(/[^\u0020-\u007e]/g, '?').slice(0, MAX_SUBJECT_CHARACTERS);
}
