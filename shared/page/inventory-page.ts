import { createHash } from 'node:crypto';
import runbook from '../../docs/runbook.md';
import type { Attention } from '../domain/assessment/attention';
import { escapeHtml, escapeJson } from './escape';
import type { InventoryDocument } from './inventory-document';
import template from './inventory.html';
import { type Detail, pageData } from './page-data';
import { runbookSection, verdictMeanings } from './runbook';
import { script } from './script/script';
import { style } from './style/style';

/** The page stays below this size, however many certificates there are. */
const MOST_BYTES = 1_000_000;

/** The page shows as much of each certificate as there is room for all of them. */
const DETAILS: readonly Detail[] = [
  { names: 100, textCharacters: 4_000 },
  { names: 10, textCharacters: 600 },
  { names: 3, textCharacters: 200 },
  { names: 1, textCharacters: 80 },
  { names: 0, textCharacters: 40 },
];

/**
 * The inventory as one HTML page that loads nothing from elsewhere: its policy allows its own script and style alone, by their
 * hashes. What it shows is escaped, in HTML and inside the JSON that the script reads.
 */
export function inventoryPage(inventory: InventoryDocument): string {
  for (const detail of DETAILS.slice(0, -1)) {
    const page = pageWith(inventory, detail);
    if (Buffer.byteLength(page) < MOST_BYTES) return page;
  }
  return pageWith(inventory, DETAILS.at(-1) ?? { names: 0, textCharacters: 40 });
}

function pageWith(inventory: InventoryDocument, detail: Detail): string {
  const { stack, region, account, at } = inventory;
  const data = { ...pageData(inventory, detail), errorMap: verdictMeanings(runbook) };
  const parts: Readonly<Record<string, string>> = {
    style: `<style>${style}</style>`,
    script: `<script>${script}</script>`,
    policy: `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`,
    title: escapeHtml(`${headline(inventory)} · ${stack}`),
    stack: escapeHtml(stack),
    where: escapeHtml(`${region} · ${account}`),
    headline: escapeHtml(headline(inventory)),
    at: escapeHtml(at),
    atInWords: escapeHtml(`${at.slice(0, 10)} ${at.slice(11, 16)} UTC`),
    notice: notice(inventory),
    tiles: inventory.certificates.length === 0 ? '' : TILES.map((tile) => tileOf(tile, inventory)).join(''),
    runbook: sections(inventory),
    data: `<script type="application/json" id="data">${escapeJson(data)}</script>`,
  };
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name] ?? '');
}

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** 2,500 is read faster than 2500. */
const number = (count: number) => count.toLocaleString('en');

/** What matters most, in a sentence. */
function headline({ attentionCounts, certificates }: InventoryDocument): string {
  const all = certificates.length;
  if (all === 0) return 'No certificates yet';
  const whole = all === 1 ? '1 certificate' : `${number(all)} certificates`;
  if (attentionCounts['action-required'] > 0)
    return `${number(attentionCounts['action-required'])} of ${whole} ${attentionCounts['action-required'] === 1 ? 'needs' : 'need'} action`;
  return attentionCounts['in-progress'] > 0
    ? `${number(attentionCounts['in-progress'])} of ${whole} in progress, none needs action`
    : `All is well: ${whole}`;
}

interface Tile {
  readonly attention: Attention;
  readonly title: string;
  readonly explains: string;
}
const TILES: readonly Tile[] = [
  { attention: 'action-required', title: 'need action', explains: 'nothing waits for anybody' },
  { attention: 'in-progress', title: 'in progress', explains: 'nothing to fix or to replace' },
  { attention: 'ok', title: 'fine', explains: 'none is valid, served and able to renew' },
  { attention: 'ignored', title: 'ignored', explains: 'nothing out of service or unmanaged' },
];

function tileOf({ attention, title, explains }: Tile, { attentionCounts, certificates }: InventoryDocument): string {
  const verdicts = new Map<string, number>();
  for (const each of certificates.filter((certificate) => certificate.attention === attention))
    verdicts.set(each.verdict, (verdicts.get(each.verdict) ?? 0) + 1);
  const counts = [...verdicts]
    .sort(([, a], [, b]) => b - a)
    .map(([verdict, count]) => `${number(count)} ${verdict.replaceAll('-', ' ')}`);
  return (
    `<button type="button" class="tile${attentionCounts[attention] > 0 ? ' some' : ''}" data-attention="${attention}" aria-pressed="false">` +
    `<span class="figure"><svg class="mark" aria-hidden="true"><use href="#mark-${attention}"/></svg>${number(attentionCounts[attention])}</span>` +
    `<span class="what">${title}</span>` +
    `<span class="explains">${escapeHtml(counts.join(', ') || explains)}</span></button>`
  );
}

function notice({ massChange: { isRefused, wouldChange, allowed } }: InventoryDocument): string {
  if (!isRefused) return '';
  return (
    `<p class="notice"><strong>The sweep was held back.</strong> It would replace ${number(wouldChange)} certificates at once; ${number(allowed)} are allowed. ` +
    'It has changed nothing: see <a href="#runbook-MassChange">MassChange</a> in the runbook.</p>'
  );
}

/** Of the runbook, the sections that somebody needs who reads this page today. */
function sections({ certificates, massChange }: InventoryDocument): string {
  const healthIssues = certificates.flatMap(({ healthIssue }) => healthIssue ?? []);
  const names = [...new Set([...healthIssues, ...(massChange.isRefused ? ['MassChange'] : [])])].sort();
  if (names.length === 0) return '';
  const articles = names.map((name) => {
    const id = escapeHtml(name);
    const body = runbookSection(runbook, name) ?? '<p>The runbook has no section of this name.</p>';
    return `<article id="runbook-${id}" tabindex="-1"><h3>${id}</h3>${body}</article>`;
  });
  return `<h2>From the runbook</h2>${articles.join('')}`;
}
