import type { Page } from 'playwright-core';
import { exampleFindings } from '../../scripts/example-inventory';
import { LOAD_BALANCER } from '../builders/document';
import { manyCertificates } from '../builders/many-certificates';
import { aSweptCertificate } from '../builders/swept-certificate';
import { describeInBrowser, inventoryInBrowser } from './inventory-in-browser';

jest.setTimeout(120_000);

const inBrowser = inventoryInBrowser();
let page: Page;
const open = async (...what: Parameters<typeof inBrowser>) => {
  page = await inBrowser(...what);
};

const example = () => exampleFindings().swept;
const names = () => page.locator('.row .name b').allTextContents();
const shown = () => page.locator('#shown').textContent();

describeInBrowser('the page of 19 certificates', () => {
  beforeEach(() => open(example()));

  it('begins with what needs action, and has the unmanaged ones apart', async () => {
    expect(await page.locator('h1').textContent()).toBe('4 of 19 certificates need action');
    expect((await names()).slice(0, 3)).toEqual(['mail.example.com', 'legacy.example.com', 'beta.example.com']);
    const titles = await page.locator('h2:not(#runbook h2)').allTextContents();
    expect(titles).toEqual(['Managed by this deployment 16', 'Not managed by this deployment 3']);
    const foreign = page.locator('table').nth(1).locator('.row .name b');
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
    const tile = page.getByRole('button', { name: 'in progress' });
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
    await page.locator('.row').first().click();
    const inside = page.locator('.inside');
    expect(await inside.textContent()).toMatch(
      /CAA records at example\.com.*What to do.*Add the CAA record named above/,
    );
    expect(await inside.textContent()).toMatch(/Issued3 Jun 2026Renews from3 Nov 2026Expires18 Dec 2026/);
    await inside.getByRole('link', { name: 'Runbook: CaaForbidsAmazonError' }).click();
    expect(await page.locator('article:target h3').textContent()).toBe('CaaForbidsAmazonError');
  });

  it('tells what is served instead, beside a mark', async () => {
    await page.getByText('legacy.example.com').first().click();
    expect(await page.locator('.wrong').textContent()).toMatch(/^✗ internal-tools serves another one for legacy/);
  });

  it('opens and closes a row at a click anywhere in it', async () => {
    const row = page.locator('.row').first();
    await row.locator('.life').click();
    expect(await page.locator('.inside').isVisible()).toBe(true);
    await row.click();
    expect(await page.locator('.inside').isVisible()).toBe(false);
  });

  it('keeps a row open that is sorted elsewhere', async () => {
    await page.getByText('legacy.example.com').first().click();
    await page.getByLabel('Sort by').selectOption('name');
    expect(await page.locator('.inside').count()).toBe(1);
    expect(await page.locator('.inside').isVisible()).toBe(true);
  });

  it('sorts by the head of a column, and the other way round at another click', async () => {
    const head = page.locator('table').first().getByRole('button', { name: 'Left' });
    await head.click();
    expect((await names())[0]).toBe('tickets.example.com');
    await head.click();
    expect((await names())[0]).toBe('payments.example.com');
    expect(await page.getByLabel('Sort by').inputValue()).toBe('lasting');
  });

  it('says beside its name why one is not well, with names for ARNs', async () => {
    const whys = await page.locator('.row .why').allTextContents();
    expect(whys.slice(0, 2)).toEqual([
      expect.stringMatching(/^The CAA records at example\.com allow digicert\.com alone/),
      'internal-tools serves legacy.example.com with certificate 4f029c11ab6e.',
    ]);
    expect(whys).toHaveLength(6);
  });

  it('shows all again at one click, whatever was chosen', async () => {
    const all = page.getByRole('button', { name: 'Show all' });
    expect(await all.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'in progress' }).click();
    await page.locator('#search').fill('tickets');
    expect(await names()).toEqual(['tickets.example.com']);
    await all.click();
    expect(await names()).toHaveLength(19);
    expect(await all.isVisible()).toBe(false);
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

  it.each([1280, 390, 320])('needs no scrolling sideways on a screen of %i pixels, opened or not', async (width) => {
    // As long as a name can be.
    const domainName = ['a', 'b', 'c', 'd']
      .map((letter) => letter.repeat(63))
      .join('.')
      .slice(0, 253);
    const long = aSweptCertificate({ domainName, domainNames: [domainName, `*.${domainName.slice(2)}`] });
    await open([...example(), long], { width });
    const overflow = () => page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    expect(await overflow()).toBe(0);
    for (const row of await page.locator('.opener').all()) await row.click();
    expect(await overflow()).toBe(0);
  });

  it('runs no script that a value brings along', async () => {
    const evil = `</script><script>alert(1)</script><img src=x onerror=alert(2)>javascript:alert(3)`;
    const row = aSweptCertificate({
      certificateArn: evil,
      domainName: evil,
      domainNames: [evil, `*.${evil}`],
      reasons: [evil],
      healthIssue: evil,
      type: evil,
      keyAlgorithm: evil,
      serial: evil,
      usedBy: [evil],
      served: [{ loadBalancerArn: evil, domainName: evil, otherSerial: evil }],
    });
    await open([row]);
    await page.locator('.row').click();
    expect(await page.locator('.row .name b').textContent()).toBe(evil);
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.locator('.inside').textContent()).toContain('onerror=alert(2)');
  });

  it('tells by which other certificate of the deployment a name is served, without a mark', async () => {
    const coveredBy = 'arn:aws:acm:eu-west-1:111122223333:certificate/2';
    await open([
      aSweptCertificate({ served: [{ loadBalancerArn: LOAD_BALANCER, domainName: 'app.example.com', coveredBy }] }),
    ]);
    await page.locator('.row').click();
    expect(await page.locator('.inside').textContent()).toContain(
      `✓ web serves another one of this deployment that covers app.example.com: ${coveredBy}`,
    );
    expect(await page.locator('.wrong').count()).toBe(0);
  });

  it('of no certificate says how to get one', async () => {
    await open([]);
    expect(await page.locator('main').textContent()).toMatch(/no certificate in this Region[^]*autopilot request/);
    expect(await page.getByRole('search').count()).toBe(0);
  });

  it('of one certificate has no list for others', async () => {
    await open([
      aSweptCertificate({ daysLeft: 1, notBefore: '2026-05-11T00:00:00Z', notAfter: '2026-11-25T12:00:00Z' }),
    ]);
    expect(await page.locator('table').count()).toBe(1);
    expect(await page.locator('.days').textContent()).toBe('1 day');
  });

  it('of 2,500 shows fifty at first, more for whoever asks, and searches all', async () => {
    await open(manyCertificates(2_500));
    expect(await shown()).toBe('2,500 certificates');
    const managed = page.locator('table').first().locator('.row');
    expect(await managed.count()).toBe(50);
    await page.getByRole('button', { name: 'Show 200 more of 2,200' }).click();
    expect(await managed.count()).toBe(250);
    expect(await managed.nth(50).locator('.opener:focus').count()).toBe(1);
    await page.locator('#search').fill('service-2444.');
    expect(await names()).toEqual(['service-2444.team-4.example.com']);
  });

  it('shows the rest of a list, and then asks no more', async () => {
    await open(manyCertificates(60).map((each) => ({ ...each, isManaged: true })));
    const more = page.getByRole('button', { name: 'Show the other 10' });
    await more.click();
    expect(await page.locator('.row').count()).toBe(60);
    expect(await page.locator('.more').isVisible()).toBe(false);
  });
});
