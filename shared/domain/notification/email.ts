import { type Fact, type Message, messageLinks, SEVERITY_WORDS, summaryOf } from './message';

/** A message as SNS mails it. */
export interface Email {
  /** At most 100 printable ASCII characters (SNS API, Publish). */
  readonly subject: string;
  readonly body: string;
}

const SUBJECT_CHARACTERS = 100;

/** The message in plain text: severity and summary, cause, what to do, what else there is to know, where to look. */
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

/** The labels of texts stand in a column; a list stands below its label. */
function linesOf(facts: readonly Fact[]): string[] {
  const width = Math.max(...facts.map(([label, value]) => (typeof value === 'string' ? label.length : 0))) + 2;
  return facts.flatMap(([label, value]) =>
    typeof value === 'string'
      ? [`${`${label}:`.padEnd(width)} ${value}`]
      : [`${label}:`, ...value.map((each) => `- ${each}`)],
  );
}

/** A name that is too long is cut, so that the news remains. */
function subjectOf({ about, news }: Message): string {
  const room = Math.max(0, SUBJECT_CHARACTERS - 1 - news.length);
  const subject = `${about.length <= room ? about : `${about.slice(0, Math.max(0, room - 3))}...`} ${news}`;
  return subject.replace(/[^\u0020-\u007e]/g, '?').slice(0, SUBJECT_CHARACTERS);
}
