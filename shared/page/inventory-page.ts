import { createHash } from 'node:crypto';
import runbook from '../../docs/runbook.md';
import type { Attention } from '../domain/assessment/attention';
import { script, style } from './assets';
import type { InventoryDocument } from './inventory-document';
import template from './inventory.html';
import { type Detail, pageData } from './page-data';
import { escapeHtml, runbookSection, verdictDescriptions } from './runbook';

/** The maximum size of the page for any number of certificates. */
const MAX_BYTES = 1_000_000;

/** Levels of detail; the page uses the first with which it stays below the maximum size. */
const DETAILS: readonly Detail[] = [
  { names: 100, textCharacters: 4_000 },
  { names: 10, textCharacters: 600 },
  { names: 3, textCharacters: 200 },
  { names: 1, textCharacters: 80 },
  { names: 0, textCharacters: 40 },
];

/**
 * Renders the inventory as a self-contained HTML page. Its Content-Security-Policy allows only its own script and style, by hash.
 * All values are escaped, both in the HTML and in the JSON that the script reads.
 */
export function inventoryPage(inventory: InventoryDocument): string {
  for (const detail of DETAILS.slice(0, -1)) {
    const page = pageWith(inventory, detail);
    if (Buffer.byteLength(page) < MAX_BYTES) return page;
  }
  return pageWith(inventory, DETAILS.at(-1) ?? { names: 0, textCharacters: 40 });
}

function pageWith(inventory: InventoryDocument, detail: Detail): string {
  const { stack, region, account, at } = inventory;
  const data = { ...pageData(inventory, detail), verdicts: verdictDescriptions(runbook) };
  const parts: Readonly<Record<string, string>> = {
    style: `<style>${style}</style>`,
    script: `<script>${script}</script>`,
    policy: `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`,
    title: escapeHtml(`${headline(inventory)} · ${stack}`),
    stack: escapeHtml(stack),
    where: escapeHtml(`${region} · ${account}`),
    headline: escapeHtml(headline(inventory)),
    at: escapeHtml(at),
    atText: escapeHtml(`${at.slice(0, 10)} ${at.slice(11, 16)} UTC`),
    massChange: massChangeNotice(inventory),
    tiles: inventory.certificates.length === 0 ? '' : TILES.map((tile) => tileOf(tile, inventory)).join(''),
    runbook: runbookSections(inventory),
    data: `<script type="application/json" id="data">${escapeJson(data)}</script>`,
  };
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name] ?? '');
}

/** JSON for a script element: no character in it can end the element or start a comment. */
const escapeJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Formats a number with thousands separators. */
const number = (count: number) => count.toLocaleString('en');

/** The most important count, as a sentence. */
function headline({ attentionCounts, certificates }: InventoryDocument): string {
  const { 'action-required': actionRequired, 'in-progress': inProgress } = attentionCounts;
  if (certificates.length === 0) return 'No certificates yet';
  const total = certificates.length === 1 ? '1 certificate' : `${number(certificates.length)} certificates`;
  if (actionRequired > 0)
    return `${number(actionRequired)} of ${total} ${actionRequired === 1 ? 'needs' : 'need'} action`;
  return inProgress > 0
    ? `${number(inProgress)} of ${total} in progress, no action needed`
    : `${total}, no action needed`;
}

interface Tile {
  readonly attention: Attention;
  readonly title: string;
  /** Shown below a count of zero. */
  readonly emptyText: string;
}
const TILES: readonly Tile[] = [
  { attention: 'action-required', title: 'need action', emptyText: 'no open health issues' },
  { attention: 'in-progress', title: 'in progress', emptyText: 'no repairs or replacements' },
  { attention: 'ok', title: 'OK', emptyText: 'none valid, served and renewable' },
  { attention: 'ignored', title: 'ignored', emptyText: 'none retired or unmanaged' },
];

function tileOf({ attention, title, emptyText }: Tile, { attentionCounts, certificates }: InventoryDocument): string {
  const verdicts = new Map<string, number>();
  for (const each of certificates.filter((certificate) => certificate.attention === attention))
    verdicts.set(each.verdict, (verdicts.get(each.verdict) ?? 0) + 1);
  const counts = [...verdicts]
    .sort(([, a], [, b]) => b - a)
    .map(([verdict, count]) => `${number(count)} ${verdict.replaceAll('-', ' ')}`);
  return (
    `<button type="button" class="tile${attentionCounts[attention] > 0 ? ' nonzero' : ''}" data-attention="${attention}" aria-pressed="false">` +
    `<span class="figure"><svg class="mark" aria-hidden="true"><use href="#mark-${attention}"/></svg>${number(attentionCounts[attention])}</span>` +
    `<span class="label">${title}</span>` +
    `<span class="breakdown">${escapeHtml(counts.join(', ') || emptyText)}</span></button>`
  );
}

function massChangeNotice({ massChange: { isRefused, wouldChange, allowed } }: InventoryDocument): string {
  if (!isRefused) return '';
  return (
    `<p class="notice"><strong>The sweep was blocked.</strong> It would replace ${number(wouldChange)} certificates at once, but only ${number(allowed)} are allowed. ` +
    'Nothing was changed; see <a href="#runbook-MassChange">MassChange</a> in the runbook.</p>'
  );
}

/** The runbook sections of the health issues on the page. */
function runbookSections({ certificates, massChange }: InventoryDocument): string {
  const healthIssues = certificates.flatMap(({ healthIssue }) => healthIssue ?? []);
  const names = [...new Set([...healthIssues, ...(massChange.isRefused ? ['MassChange'] : [])])].sort();
  if (names.length === 0) return '';
  const articles = names.map((name) => {
    const id = escapeHtml(name);
    const body = runbookSection(runbook, name) ?? '<p>The runbook has no section with this name.</p>';
    return `<article id="runbook-${id}" tabindex="-1"><h3>${id}</h3>${body}</article>`;
  });
  return `<h2>Runbook</h2>${articles.join('')}`;
}
