/*
 * `npm run screenshots`: pictures of the inventory page with the example inventory, into docs/, from a headless Chromium.
 */
import { buildSync } from 'esbuild';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { inventoryDocument } from '../shared/page/inventory-document';
import type { inventoryPage } from '../shared/page/inventory-page';
import { chromium } from './chromium';
import { exampleFindings } from './example-inventory';

const PICTURES = [
  { file: 'inventory.png', width: 1280, height: 1180, scheme: 'light' },
  { file: 'inventory-dark.png', width: 1280, height: 1180, scheme: 'dark' },
  { file: 'inventory-phone.png', width: 390, height: 1180, scheme: 'light' },
] as const;

/** The page's modules, bundled as serverless.yml has them bundled: tsx knows no text modules. */
function bundled(folder: string) {
  const outfile = join(folder, 'page.cjs');
  buildSync({
    stdin: {
      contents: `export * from './shared/page/inventory-document'; export * from './shared/page/inventory-page';`,
      resolveDir: resolve('.'),
      loader: 'ts',
    },
    ...{ outfile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' },
    loader: { '.md': 'text', '.html': 'text', '.css': 'text', '.page.js': 'text' },
  });
  return createRequire(__filename)(outfile) as {
    inventoryDocument: typeof inventoryDocument;
    inventoryPage: typeof inventoryPage;
  };
}

async function main(): Promise<void> {
  const launched = await chromium();
  if (!launched) {
    console.error('There is no Chromium here: install it (Debian: apt-get install chromium), or set CHROMIUM.');
    process.exitCode = 1;
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'inventory-'));
  try {
    const { inventoryDocument, inventoryPage } = bundled(folder);
    const findings = exampleFindings();
    writeFileSync(join(folder, 'inventory.html'), inventoryPage(inventoryDocument(findings)));
    mkdirSync('docs', { recursive: true });
    for (const { file, width, height, scheme } of PICTURES) {
      const page = await launched.newPage({ viewport: { width, height }, colorScheme: scheme });
      await page.clock.setFixedTime(findings.at);
      await page.goto(pathToFileURL(join(folder, 'inventory.html')).href);
      await page.locator('.row').first().click();
      await page.mouse.move(0, 0);
      await page.evaluate('document.activeElement.blur()');
      await page.screenshot({ path: join('docs', file) });
      await page.close();
      console.log(`docs/${file}`);
    }
  } finally {
    await launched.close();
    rmSync(folder, { recursive: true });
  }
}

void main();
