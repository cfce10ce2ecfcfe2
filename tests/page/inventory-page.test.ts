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
import { manyCertificates } from '../builders/many-certificates';
import { aSweptCertificate } from '../builders/swept-certificate';

// In a real browser: what is seen, clicked and typed. Without one there is nothing to test.
const describeInBrowser =
  chromiumPath() === undefined
    ? (title: string) => describe.skip(`${title} (no Chromium is installed)`, () => it('is looked at', () => undefined))
    : describe;

jest.setTimeout(120_000);

let browser: Browser | undefined;
let folder: string;
let page: Page;
/** What went wrong in the page, and what it asked of anybody. */
let complaints: string[];
let requests: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'inventory-page-'));
  browser = await chromium();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});
afterEach(async () => {
  await page.close();
  expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
});

interface Look {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  readonly daysLater?: number;
}

async function open(swept: readonly SweptCertificate[], { width = 1280, scheme = 'light', daysLater = 0 }: Look = {}) {
  if (!browser) throw new Error('no browser');
  const file = join(folder, 'inventory.html');
  const findings = exampleFindings();
  writeFileSync(file, inventoryPage(inventoryDocument({ ...findings, swept })));
  complaints = [];
  requests = [];
  page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) requests.push(request.url());
  });
  await page.clock.setFixedTime(findings.at.getTime() + daysLater * 86_400_000);
  await page.goto(pathToFileURL(file).href);
}

const example = () => exampleFindings().swept;
const names = () => page.locator('summary .name b').allTextContents();
const shown = () => page.locator('#shown').textContent();

describeInBrowser('the page of 19 certificates', () => {
  beforeEach(() => open(example()));

  it('begins with what needs a person, and has the unmanaged ones apart', async () => {
    expect(await page.locator('h1').textContent()).toBe('4 of 19 certificates need a person');
    expect((await names()).slice(0, 3)).toEqual(['mail.example.com', 'legacy.example.com', 'beta.example.com']);
    const titles = await page.locator('.list h2').allTextContents();
    expect(titles).toEqual(['Managed by this deployment 16', 'Not managed by this deployment 3']);
    const foreign = page.locator('.list').nth(1).locator('summary .name b');
    expect(await foreign.allTextContents()).toEqual(['partners.example.com', 'vpn.example.org', 'cdn.example.net']);
  });

  it('finds by every word of a name, a load balancer, a reason or an ARN', async () => {
    const search = page.locator('#search');
    await search.fill('CHECKOUT shop');
    expect(await names()).toEqual(['shop.example.com']);
    expect(await shown()).toBe('1 of 19 certificates fits');
    await search.fill('digicert');
    expect(await names()).toEqual(['mail.example.com']);
    await search.fill('internal-tools not served');
    expect(await names()).toEqual(['legacy.example.com']);
    await search.fill('nothing like it');
    expect(await page.locator('.none').allTextContents()).toEqual(['None that fits.', 'None that fits.']);
  });

  it('shows one concern at a click, and all at another', async () => {
    const tile = page.getByRole('button', { name: 'in hand' });
    await tile.click();
    expect(await names()).toEqual(['tickets.example.com', 'grafana.tools.example.com']);
    expect(await tile.getAttribute('aria-pressed')).toBe('true');
    await tile.click();
    expect(await names()).toHaveLength(19);
  });

  it('shows one verdict, with how many have each', async () => {
    const verdict = page.getByLabel('Verdict');
    expect(await verdict.locator('option').allTextContents()).toContain('healthy (10)');
    await verdict.selectOption('retired');
    expect(await names()).toEqual(['old-shop.example.com']);
  });

  it.each([
    ['ending', 'tickets.example.com'],
    ['lasting', 'payments.example.com'],
    ['name', 'api.example.com'],
    ['issued', 'payments.example.com'],
  ])('sorts by %s: %s comes first', async (order, first) => {
    await page.getByLabel('Sort by').selectOption(order);
    expect((await names())[0]).toBe(first);
  });

  it('tells all of a certificate that is opened, and leads to the runbook', async () => {
    await page.locator('summary').first().click();
    const inside = page.locator('.inside');
    expect(await inside.textContent()).toMatch(
      /CAA records at example\.com.*What to do.*Add the CAA record named above/,
    );
    expect(await inside.textContent()).toMatch(/Issued3 Jun 2026Renews from3 Nov 2026Ends18 Dec 2026/);
    await inside.getByRole('link', { name: 'Runbook: CaaForbidsAmazonError' }).click();
    expect(await page.locator('article:target h3').textContent()).toBe('CaaForbidsAmazonError');
  });

  it('tells what is served instead, beside a mark', async () => {
    await page.getByText('legacy.example.com').first().click();
    expect(await page.locator('.wrong').textContent()).toMatch(/^✗ internal-tools serves another one for legacy/);
  });

  it('puts every life in words for those who do not see it', async () => {
    const life = page.locator('.life').first();
    expect(await life.getAttribute('role')).toBe('img');
    expect(await life.getAttribute('aria-label')).toBe('Issued 3 Jun 2026, renews from 3 Nov 2026, ends 18 Dec 2026');
  });

  it('is used by keyboard alone', async () => {
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await names()).toHaveLength(4);
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.id')).toBe('search');
    await page.keyboard.type('mail');
    expect(await names()).toEqual(['mail.example.com']);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.locator('details[open] .inside').isVisible()).toBe(true);
  });

  it('says nothing of its age while it is young', async () => {
    expect(await page.locator('#stale').isVisible()).toBe(false);
  });
});

describeInBrowser('the page', () => {
  it('that is old says so', async () => {
    await open(example(), { daysLater: 5 });
    expect(await page.locator('#stale').textContent()).toMatch(/^This page is 5 days old\./);
  });

  it.each([390, 320])('needs no scrolling sideways on a screen of %i pixels, opened or not', async (width) => {
    const long = aSweptCertificate({
      domainName: `${'very-long-label-'.repeat(3)}x.${'another-one-'.repeat(5)}.example.com`,
    });
    await open([...example(), long], { width });
    const overflow = () => page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    expect(await overflow()).toBe(0);
    for (const summary of await page.locator('summary').all()) await summary.click();
    expect(await overflow()).toBe(0);
  });

  it.each([
    ['light', 'rgb(247, 248, 249)'],
    ['dark', 'rgb(16, 20, 24)'],
  ] as const)('is %s where its reader likes it so, with enough contrast', async (scheme, background) => {
    await open(example(), { scheme });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(background);
    const worst = await page.evaluate<number>(WORST_CONTRAST);
    expect(worst).toBeGreaterThanOrEqual(4.5);
  });

  it('runs no script that a value brings along', async () => {
    const evil = `</script><script>alert(1)</script><img src=x onerror=alert(2)>javascript:alert(3)`;
    const row = aSweptCertificate({
      certificateArn: evil,
      domainName: evil,
      domainNames: [evil, `*.${evil}`],
      reasons: [evil],
      trouble: evil,
      type: evil,
      keyAlgorithm: evil,
      serial: evil,
      usedBy: [evil],
      served: [{ loadBalancerArn: evil, domainName: evil, otherSerial: evil }],
    });
    await open([row]);
    await page.locator('summary').click();
    expect(await page.locator('summary .name b').textContent()).toBe(evil);
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.locator('.inside').textContent()).toContain('onerror=alert(2)');
  });

  it('of no certificate says how to get one', async () => {
    await open([]);
    expect(await page.locator('#lists').textContent()).toMatch(/no certificate in this Region.*Domain Requested/);
    expect(await shown()).toBe('0 certificates');
  });

  it('of one certificate has no list for others', async () => {
    await open([
      aSweptCertificate({ daysLeft: 1, notBefore: '2026-05-11T00:00:00Z', notAfter: '2026-11-25T12:00:00Z' }),
    ]);
    expect(await page.locator('.list').count()).toBe(1);
    expect(await page.locator('.days').textContent()).toBe('1 day');
  });

  it('of 2,500 shows a hundred at a time, and searches all', async () => {
    await open(manyCertificates(2_500));
    expect(await shown()).toBe('2500 certificates');
    const managed = page.locator('.list').first();
    expect(await managed.locator('summary').count()).toBe(100);
    await managed.getByRole('button', { name: 'Show 100 more' }).click();
    expect(await managed.locator('summary').count()).toBe(200);
    expect(
      await page.evaluate('document.activeElement.closest("li") === document.querySelectorAll(".rows li")[100]'),
    ).toBe(true);
    await page.locator('#search').fill('service-2444.');
    expect(await names()).toEqual(['service-2444.team-4.example.com']);
  });
});

/** The least contrast of any text with what is behind it, as WCAG reckons it. */
const WORST_CONTRAST = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => {
    const [R, G, B] = [r, g, b].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * R + 0.7152 * G + 0.0722 * B;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = rgba(getComputedStyle(at).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255];
  };
  const contrasts = [...document.querySelectorAll('body *')]
    .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''))
    .filter((each) => each.checkVisibility() && !/^(SCRIPT|STYLE|OPTION)$/.test(each.tagName))
    .map((each) => {
      const [light, dark] = [luminance(rgba(getComputedStyle(each).color)), luminance(behind(each))].sort((a, b) => b - a);
      return (light + 0.05) / (dark + 0.05);
    });
  return Math.min(...contrasts);
})()`;
