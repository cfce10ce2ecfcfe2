import { escapeHtml } from './escape';

/** What the runbook says of a verdict. */
export interface VerdictMeaning {
  readonly means: string;
  readonly happens: string;
}

/** The rows of the runbook's table of verdicts, by verdict; plain text. */
export function verdictMeanings(markdown: string): Readonly<Record<string, VerdictMeaning>> {
  const rows = [...markdown.matchAll(/^\| `([a-z-]+)` *\| (.+?) *\| (.+?) *\|$/gm)];
  return Object.fromEntries(
    rows.map(([, verdict = '', means = '', happens = '']) => [
      verdict,
      { means: plain(means), happens: plain(happens) },
    ]),
  );
}

/** The section of the runbook with this heading, as HTML; undefined when there is none. */
export function runbookSection(markdown: string, heading: string): string | undefined {
  const [, body] = markdown.split(`\n### ${heading}\n`);
  const section = body?.split(/\n#{2,3} /)[0]?.trim();
  if (section === undefined) return undefined;
  return section
    .split(/\n{2,}/)
    .map((block) => {
      const code = /^```\w*\n([^]*)\n```$/.exec(block)?.[1];
      return code === undefined
        ? `<p>${inline(block)}</p>`
        : `<pre tabindex="0"><code>${escapeHtml(code)}</code></pre>`;
    })
    .join('');
}

/** A link in the runbook leads to another of its sections, which need not be on the page: its words remain. */
const withoutLinks = (text: string) => text.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1');
const plain = (text: string) => withoutLinks(text).replaceAll('`', '').replaceAll('**', '');

const inline = (text: string) =>
  escapeHtml(withoutLinks(text))
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>');
