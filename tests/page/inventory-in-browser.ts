import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { chromium, chromiumPath } from '../../scripts/chromium';
import { exampleFindings } from '../../scripts/example-inventory';
import type { SweptCertificate } from '../../shared/aws/kept-certificates';
import { inventoryDocument } from '../../shared/page/inventory-document';
import { inventoryPage } from '../../shared/page/inventory-page';

// In a real browser: what is seen, clicked and typed. Without one there is nothing to test.
export const describeInBrowser =
  chromiumPath() === undefined
    ? (title: string) => describe.skip(`${title} (no Chromium is installed)`, () => it('is looked at', () => undefined))
    : describe;

/** How the page is looked at. */
export interface Look {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  readonly daysLater?: number;
}

/**
 * The browser of a test file. What it gives opens the page of certificates; at the end of each test that page must have
 * complained of nothing, and asked nothing of anybody.
 */
export function inventoryInBrowser(): (swept: readonly SweptCertificate[], look?: Look) => Promise<Page> {
  let browser: Browser | undefined;
  let page: Page | undefined;
  let opened = 0;
  let complaints: string[] = [];
  let requests: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'inventory-page-'));

  beforeAll(async () => {
    browser = await chromium();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(async () => {
    // With its answer has come whatever it said before.
    await page?.evaluate('0');
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
  });

  // One for all tests of a file, each of which opens a document of its own: a new page takes longer than most of them.
  const newPage = async (from: Browser) => {
    const made = await from.newPage();
    made.on('console', (message) => complaints.push(message.text()));
    made.on('pageerror', (error) => complaints.push(error.message));
    made.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    made.on('request', (request) => {
      if (!request.url().startsWith('file:')) requests.push(request.url());
    });
    return made;
  };

  return async (swept, { width = 1280, scheme = 'light', daysLater = 0 } = {}) => {
    if (!browser) throw new Error('no browser');
    opened += 1;
    const file = join(folder, `${opened}.html`);
    const findings = exampleFindings();
    writeFileSync(file, inventoryPage(inventoryDocument({ ...findings, swept })));
    complaints = [];
    requests = [];
    page ??= await newPage(browser);
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme, media: null });
    await page.clock.setFixedTime(findings.at.getTime() + daysLater * 86_400_000);
    await page.goto(pathToFileURL(file).href);
    return page;
  };
}
