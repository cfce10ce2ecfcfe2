import type { Page } from 'playwright-core';
import { exampleFindings } from '../../scripts/example-inventory';
import { LOAD_BALANCER } from '../builders/document';
import { manyCertificates } from '../builders/many-certificates';
import { aSweptCertificate } from '../builders/swept-certificate';
import { eventually } from '../eventually';
import { describeInBrowser, inventoryInBrowser } from './inventory-in-browser';

jest.setTimeout(120_000);

const inBrowser = inventoryInBrowser();
let page: Page;
const open = async (...what: Parameters<typeof inBrowser>) => {
  page = await inBrowser(...what);
};

const example = () => exampleFindings().swept;
const names = () => page.locator('.row .name b').allTextContents();
const matchCount = () => page.locator('#match-count').textContent();

describeInBrowser('the page of 19 certificates', () => {
  beforeEach(() => open(example()));

  it('starts with the certificates that need action, and separates unmanaged ones', async () => {
    await eventually(() => page.locator('h1').textContent()).toBe('4 of 19 certificates need action');
    await eventually(async () => (await names()).slice(0, 3)).toEqual([
      'mail.example.com',
      'legacy.example.com',
      'beta.example.com',
    ]);
    const titles = await page.locator('h2:not(#runbook h2)').allTextContents();
    expect(titles).toEqual(['Managed by this deployment 16', 'Not managed by this deployment 3']);
    const unmanaged = page.locator('table').nth(1).locator('.row .name b');
    await eventually(() => unmanaged.allTextContents()).toEqual([
      'partners.example.com',
      'vpn.example.org',
      'cdn.example.net',
    ]);
  });

  it('searches for all words in names, load balancers, reasons and ARNs', async () => {
    const search = page.locator('#search');
    await search.fill('CHECKOUT shop');
    await eventually(() => names()).toEqual(['shop.example.com']);
    await eventually(() => matchCount()).toBe('1 of 19 certificates matches');
    await search.fill('digicert');
    await eventually(names).toEqual(['mail.example.com']);
    await search.fill('internal-tools not served');
    await eventually(names).toEqual(['legacy.example.com']);
    await search.fill('nothing like it');
    await eventually(() => page.locator('.none').allTextContents()).toEqual([
      'No matching certificates.',
      'No matching certificates.',
    ]);
  });

  it('filters by attention when a tile is clicked, and shows all when it is clicked again', async () => {
    const tile = page.getByRole('button', { name: 'in progress' });
    await tile.click();
    await eventually(names).toEqual(['tickets.example.com', 'grafana.tools.example.com']);
    await eventually(() => tile.getAttribute('aria-pressed')).toBe('true');
    await tile.click();
    await eventually(names).toHaveLength(19);
  });

  it('filters by verdict, and shows the count of each', async () => {
    const verdict = page.getByLabel('Verdict');
    await eventually(() => verdict.locator('option').allTextContents()).toContain('healthy (9)');
    await verdict.selectOption('retired');
    await eventually(names).toEqual(['old-shop.example.com']);
  });

  it.each([
    ['fewest-days', 'tickets.example.com'],
    ['most-days', 'payments.example.com'],
    ['name', 'api.example.com'],
    ['newest', 'payments.example.com'],
  ])('sorts by %s: %s comes first', async (order, first) => {
    await page.getByLabel('Sort by').selectOption(order);
    await eventually(async () => (await names())[0]).toBe(first);
  });

  it('shows the details of an expanded certificate, with a link to the runbook', async () => {
    await page.locator('.row').first().click();
    const details = page.locator('.details');
    await eventually(() => details.textContent()).toMatch(
      /CAA records at example\.com.*What to do.*Add the CAA record named above/,
    );
    await eventually(() => details.textContent()).toMatch(/Issued3 Jun 2026Renews from3 Nov 2026Expires18 Dec 2026/);
    await details.getByRole('link', { name: 'Runbook: CaaForbidsAmazonError' }).click();
    await eventually(() => page.locator('article:target h3').textContent()).toBe('CaaForbidsAmazonError');
  });

  it('marks a wrong certificate that is served', async () => {
    await page.getByText('legacy.example.com').first().click();
    await eventually(() => page.locator('.wrong').textContent()).toMatch(
      /^✗ internal-tools serves a different certificate for legacy/,
    );
  });

  it('expands and collapses a row when it is clicked anywhere', async () => {
    const row = page.locator('.row').first();
    await row.locator('.timeline').click();
    await eventually(() => page.locator('.details').isVisible()).toBe(true);
    await row.click();
    await eventually(() => page.locator('.details').isVisible()).toBe(false);
  });

  it('keeps a row expanded when the table is sorted', async () => {
    await page.getByText('legacy.example.com').first().click();
    await page.getByLabel('Sort by').selectOption('name');
    await eventually(() => page.locator('.details').count()).toBe(1);
    await eventually(() => page.locator('.details').isVisible()).toBe(true);
  });

  it('sorts by a column when its head is clicked, and reverses the order when it is clicked again', async () => {
    const head = page.locator('table').first().getByRole('button', { name: 'Days left' });
    await head.click();
    await eventually(async () => (await names())[0]).toBe('tickets.example.com');
    await head.click();
    await eventually(async () => (await names())[0]).toBe('payments.example.com');
    await eventually(() => page.getByLabel('Sort by').inputValue()).toBe('most-days');
  });

  it('shows the reason below the name of a certificate that needs attention, with names instead of ARNs', async () => {
    const reasons = await page.locator('.row .reason').allTextContents();
    expect(reasons.slice(0, 2)).toEqual([
      expect.stringMatching(/^The CAA records at example\.com allow digicert\.com alone/),
      'internal-tools serves legacy.example.com with certificate 4f029c11ab6e.',
    ]);
    expect(reasons).toHaveLength(6);
  });

  it('clears all filters with one click', async () => {
    const all = page.getByRole('button', { name: 'Show all' });
    await eventually(() => all.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'in progress' }).click();
    await page.locator('#search').fill('tickets');
    await eventually(names).toEqual(['tickets.example.com']);
    await all.click();
    await eventually(names).toHaveLength(19);
    await eventually(() => all.isVisible()).toBe(false);
  });

  it('shows no warning while it is current', async () => {
    await eventually(() => page.locator('#stale').isVisible()).toBe(false);
  });
});

describeInBrowser('the page', () => {
  it('warns if it is out of date', async () => {
    await open(example(), { daysLater: 5 });
    await eventually(() => page.locator('#stale').textContent()).toMatch(/^This page is 5 days old\./);
  });

  it.each([1280, 390, 320])(
    'does not scroll horizontally at %i pixels, with rows collapsed or expanded',
    async (width) => {
      // The maximum length of a name.
      const domainName = ['a', 'b', 'c', 'd']
        .map((letter) => letter.repeat(63))
        .join('.')
        .slice(0, 253);
      const long = aSweptCertificate({ domainName, domainNames: [domainName, `*.${domainName.slice(2)}`] });
      await open([...example(), long], { width });
      const overflow = () => page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
      await eventually(() => overflow()).toBe(0);
      for (const row of await page.locator('.toggle').all()) await row.click();
      await eventually(() => page.locator('.toggle:not([aria-expanded=true])').count()).toBe(0);
      await eventually(() => overflow()).toBe(0);
    },
  );

  it('runs no script from a value', async () => {
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
    await eventually(() => page.locator('.row .name b').textContent()).toBe(evil);
    await eventually(() => page.locator('main img, main script').count()).toBe(0);
    await eventually(() => page.locator('.details').textContent()).toContain('onerror=alert(2)');
  });

  it('does not mark another managed certificate that covers a name as wrong', async () => {
    const coveredBy = 'arn:aws:acm:eu-west-1:111122223333:certificate/2';
    await open([
      aSweptCertificate({ served: [{ loadBalancerArn: LOAD_BALANCER, domainName: 'app.example.com', coveredBy }] }),
    ]);
    await page.locator('.row').click();
    await eventually(() => page.locator('.details').textContent()).toContain(
      `✓ web serves another managed certificate that covers app.example.com: ${coveredBy}`,
    );
    await eventually(() => page.locator('.wrong').count()).toBe(0);
  });

  it('without certificates shows how to request one', async () => {
    await open([]);
    await eventually(() => page.locator('main').textContent()).toMatch(
      /no certificates in this Region[^]*acm-autopilot request/,
    );
    await eventually(() => page.getByRole('search').count()).toBe(0);
  });

  it('with one certificate has one table', async () => {
    await open([
      aSweptCertificate({ daysLeft: 1, notBefore: '2026-05-11T00:00:00Z', notAfter: '2026-11-25T12:00:00Z' }),
    ]);
    await eventually(() => page.locator('table').count()).toBe(1);
    await eventually(() => page.locator('.days').textContent()).toBe('1 day');
  });

  it('with 2,500 certificates shows fifty at first, more on demand, and searches all', async () => {
    await open(manyCertificates(2_500));
    await eventually(() => matchCount()).toBe('2,500 certificates');
    const managed = page.locator('table').first().locator('.row');
    await eventually(() => managed.count()).toBe(50);
    await page.getByRole('button', { name: 'Show 200 more of 2,200' }).click();
    await eventually(() => managed.count()).toBe(250);
    await eventually(() => managed.nth(50).locator('.toggle:focus').count()).toBe(1);
    await page.locator('#search').fill('service-2444.');
    await eventually(names).toEqual(['service-2444.team-4.example.com']);
  });

  it('shows the rest of a table, and then no button for more', async () => {
    await open(manyCertificates(60).map((each) => ({ ...each, isManaged: true })));
    const more = page.getByRole('button', { name: 'Show the remaining 10' });
    await more.click();
    await eventually(() => page.locator('.row').count()).toBe(60);
    await eventually(() => page.locator('.more').isVisible()).toBe(false);
  });
});
