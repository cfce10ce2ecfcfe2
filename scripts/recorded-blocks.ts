/** A place in a document for the output of a command: `<!-- recorded: NAME -->`, a code block, `<!-- /recorded -->`. */
const BLOCK = /(<!-- recorded: ([a-z-]+) -->\n\n```\n)([^]*?)(\n```\n\n<!-- \/recorded -->)/g;

/** The names of the recordings that a document shows. */
export const recordingsIn = (document: string): string[] =>
  [...document.matchAll(BLOCK)].map(([, , name = '']) => name);

/**
 * Puts new recordings into a document. A block stays as it is while its command prints the same apart from ids, times and
 * retries, so that recording again changes only what has really changed.
 *
 * @param recordings the output by name; a block whose name is not among them stays as it is
 * @param force replaces every block
 */
export const withRecordings = (document: string, recordings: ReadonlyMap<string, string>, force = false): string =>
  document.replace(BLOCK, (block: string, before: string, name: string, shown: string, after: string) => {
    const recorded = recordings.get(name)?.trimEnd();
    if (recorded === undefined || (!force && comparable(shown) === comparable(recorded))) return block;
    return `${before}${recorded}${after}`;
  });

/** What differs between two runs of the same command. */
const VARYING: readonly [RegExp, string][] = [
  [/^.*↻.*\n?/gm, ''],
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'uuid'],
  [/\bZ[0-9A-Z]{10,}\b/g, 'zone'],
  [/_[0-9a-f]{32}\b/g, 'record'],
  [/\b[0-9a-f]{2}(:[0-9a-f]{2}){8,}\b/g, 'serial'],
  [/\/[0-9a-f]{16}\b/g, '/id'],
  [/\bweb-\d+\b/g, 'web-id'],
  [/\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?/g, 'date'],
  [/\d+\.\d s\b/g, 'seconds'],
  [/\b\d+ (?=min ago|days left|TLS handshakes)/g, 'some '],
  [/ +/g, ' '],
];

const comparable = (output: string) =>
  VARYING.reduce((text, [pattern, name]) => text.replace(pattern, name), output).trim();
