import { stripVTControlCharacters } from 'node:util';

/** So far apart may the same two or three things come, in turn, to be told once. */
const NEAR = 4;
/** The day, the date and the minute with which each line begins. */
const WHEN = /^ {2}day +\d+ {2}(\S+ \S+)/;

/** The lines of a story, each thing that goes on happening told once, with how often and until when. */
export function withoutRepeats(lines: readonly string[]): string[] {
  const told: { line: string; what: string; times: number; until: string }[] = [];
  for (const line of lines) {
    const plain = stripVTControlCharacters(line);
    const [when = '', until = ''] = WHEN.exec(plain) ?? [];
    const what = plain.slice(when.length);
    const before = told.slice(-NEAR).find((each) => each.what === what);
    if (before) Object.assign(before, { times: before.times + 1, until });
    else told.push({ line, what, times: 1, until });
  }
  return told.map(({ line, times, until }) => (times === 1 ? line : `${line} (${times} times, until ${until})`));
}
