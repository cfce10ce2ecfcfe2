const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for HTML, both between tags and in quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** The runbook's description of a verdict. */
export interface VerdictDescription {
  readonly meaning: string;
  /** How the service responds. */
  readonly response: string;
}

/** Extracts the runbook's table of verdicts as plain text, by verdict. */
export function verdictDescriptions(markdown: string): Readonly<Record<string, VerdictDescription>> {
  const rows = [...markdown.matchAll(/^\| `([a-z-]+)` *\| (.+?) *\| (.+?) *\|$/gm)];
  return Object.fromEntries(
    rows.map(([, verdict = '', meaning = '', response = '']) => [
      verdict,
      { meaning: plain(meaning), response: plain(response) },
    ]),
  );
}

/** Renders the runbook section with this heading as HTML; undefined if there is none. */
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

/** Replaces links by their text, because they point to runbook sections that may not be on the page. */
const withoutLinks = (text: string) => text.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1');
const plain = (text: string) => withoutLinks(text).replaceAll('`', '').replaceAll('**', '');

const inline = (text: string) =>
  escapeHtml(withoutLinks(text))
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>');
