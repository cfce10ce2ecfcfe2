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
    await page?.close();
    expect({ problems, requests }).toEqual({ problems: [], requests: [] });
  });

  return async (swept, { width = 1280, scheme = 'light', daysLater = 0 } = {}) => {
    if (!browser) throw new Error('no browser');
    const file = join(folder, 'inventory.html');
    const findings = exampleFindings();
    writeFileSync(file, inventoryPage(inventoryDocument({ ...findings, swept })));
    problems = [];
    requests = [];
    page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('dialog', (dialog) => {
      problems.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) requests.push(request.url());
    });
    await page.clock.setFixedTime(findings.at.getTime() + daysLater * 86_400_000);
    await page.goto(pathToFileURL(file).href);
    return page;
  };
}
