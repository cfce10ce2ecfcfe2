import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { chromium, chromiumPath } from '../../scripts/chromium';
import { exampleFindings } from '../../scripts/example-inventory';
import type { SweptCertificate } from '../../shared/domain/inventory/swept-certificate';
import { inventoryDocument } from '../../shared/page/inventory-document';
import { inventoryPage } from '../../shared/page/inventory-page';

/** Describes tests in a real browser; skipped if no Chromium is installed. */
export const describeInBrowser =
  chromiumPath() === undefined
    ? (title: string) =>
        describe.skip(`${title} (no Chromium is installed)`, () => it('is tested in a browser', () => undefined))
    : describe;

/** The conditions under which the page is opened. */
export interface View {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  readonly daysLater?: number;
}

/**
 * Starts a browser for a test file and returns a function that opens the page with the given certificates. After each test, the
 * page must have caused no console messages, errors, dialogs or network requests.
 */
export function inventoryInBrowser(): (swept: readonly SweptCertificate[], view?: View) => Promise<Page> {
  let browser: Browser | undefined;
  let page: Page | undefined;
  let opened = 0;
  let problems: string[] = [];
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
    expect({ problems, requests }).toEqual({ problems: [], requests: [] });
  });

  // One for all tests of a file, each of which opens a document of its own: a new page takes longer than most of them.
  const newPage = async (from: Browser) => {
    const made = await from.newPage();
    made.on('console', (message) => problems.push(message.text()));
    made.on('pageerror', (error) => problems.push(error.message));
    made.on('dialog', (dialog) => {
      problems.push(`dialog: ${dialog.message()}`);
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
    problems = [];
    requests = [];
    page ??= await newPage(browser);
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme, media: null });
    await page.clock.setFixedTime(findings.at.getTime() + daysLater * 86_400_000);
    await page.goto(pathToFileURL(file).href);
    return page;
  };
}
