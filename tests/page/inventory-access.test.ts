import type { Page } from 'playwright-core';
import { exampleFindings } from '../../scripts/example-inventory';
import { describeInBrowser, inventoryInBrowser } from './inventory-in-browser';
import { WORST_CONTRAST } from './worst-contrast';

jest.setTimeout(120_000);

const open = inventoryInBrowser();
const example = () => exampleFindings().swept;
const names = (page: Page) => page.locator('.row .name b').allTextContents();
const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
/** What has the focus, as a person would call it. */
const focused = (page: Page) =>
  page.evaluate<string>(
    `(({ id, textContent, className }) => id || textContent.trim() || className)(document.activeElement)`,
  );

describeInBrowser('by keyboard alone, the page', () => {
  it('is walked through from what matters to what is looked up', async () => {
    const page = await open(example());
    const walk: string[] = [];
    for (let step = 0; step < 12; step += 1) {
      await press(page, 'Tab');
      walk.push(await focused(page));
    }
    expect(walk).toEqual([
      'Skip to the certificates',
      expect.stringMatching(/^4need a person/),
      expect.stringMatching(/^2in progress/),
      expect.stringMatching(/^11fine/),
      expect.stringMatching(/^2aside/),
      'search',
      'verdict',
      'order',
      'Verdict',
      'Certificate',
      'Left',
      'mail.example.com',
    ]);
  });

  it('is filtered by Enter, searched after a slash, and shows all again by Escape', async () => {
    const page = await open(example());
    await press(page, 'Tab', 'Tab', 'Enter');
    expect(await names(page)).toHaveLength(4);
    await press(page, '/');
    expect(await focused(page)).toBe('search');
    await page.keyboard.type('mail');
    expect(await names(page)).toEqual(['mail.example.com']);
    await press(page, 'Escape');
    expect(await page.locator('#search').inputValue()).toBe('');
    expect(await names(page)).toHaveLength(4);
    expect(await focused(page)).toBe('search');
  });

  it.each(['Enter', 'Space'])('is sorted by %s on the head of a column, which keeps the focus', async (key) => {
    const page = await open(example());
    const head = page.getByRole('columnheader', { name: 'Certificate' }).first();
    await head.getByRole('button').focus();
    await press(page, key);
    expect([await head.getAttribute('aria-sort'), (await names(page))[0]]).toEqual(['ascending', 'api.example.com']);
    await press(page, key);
    expect([await head.getAttribute('aria-sort'), (await names(page))[0]]).toEqual(['descending', 'www.example.com']);
    expect(await focused(page)).toBe('Certificate');
  });

  it.each(['Enter', 'Space'])('opens and closes a row by %s, and tells which', async (key) => {
    const page = await open(example());
    const opener = page.getByRole('button', { name: 'mail.example.com' });
    await opener.focus();
    await press(page, key);
    expect(await opener.getAttribute('aria-expanded')).toBe('true');
    const details = page.locator(`#${(await opener.getAttribute('aria-controls')) ?? ''}`);
    expect(await details.textContent()).toMatch(/What to do/);
    await press(page, key);
    expect([await opener.getAttribute('aria-expanded'), await details.isVisible()]).toEqual(['false', false]);
  });

  it('leaves nobody nowhere: what is gone hands its focus on', async () => {
    const page = await open(example());
    await page.locator('#search').fill('shop');
    await press(page, 'Tab', 'Tab', 'Tab');
    expect(await focused(page)).toBe('show-all');
    await press(page, 'Enter');
    expect(await focused(page)).toBe('search');
  });

  it.each(['light', 'dark'] as const)('shows in %s where the focus is', async (scheme) => {
    const page = await open(example(), { scheme });
    for (let step = 0; step < 12; step += 1) {
      await press(page, 'Tab');
      expect(await page.evaluate(FOCUS_OUTLINE)).toMatch(/^solid 3px/);
    }
  });

  it('is not hidden by the head of the table, which stays in sight', async () => {
    const page = await open(example());
    const opener = page.locator('.opener').nth(4);
    await page.evaluate(`scrollBy(0, document.querySelectorAll('.opener')[4].getBoundingClientRect().top - 2)`);
    const head = await page.locator('thead').first().boundingBox();
    expect(head?.y).toBe(0);
    await page.locator('.opener').nth(5).focus();
    await press(page, 'Shift+Tab');
    expect((await opener.boundingBox())?.y).toBeGreaterThanOrEqual(head?.height ?? 0);
  });
});

describeInBrowser('to a screen reader, the page', () => {
  it('has landmarks, one first heading, and no heading that skips a level', async () => {
    const page = await open(example());
    await page.locator('.row').first().click();
    for (const landmark of ['banner', 'main', 'search', 'contentinfo'] as const) {
      expect(await page.getByRole(landmark).count()).toBe(1);
    }
    const levels = await page.evaluate<number[]>(
      `[...document.querySelectorAll('h1,h2,h3,h4')].map(({ tagName }) => Number(tagName[1]))`,
    );
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, at) => level <= (levels[at - 1] ?? 0) + 1)).toBe(true);
  });

  it('is of tables with a title, heads that tell the order, and a head for each row', async () => {
    const page = await open(example());
    const table = page.getByRole('table', { name: 'Managed by this deployment 16' });
    expect(await table.getByRole('columnheader').allTextContents()).toEqual([
      'Verdict',
      'Certificate',
      expect.stringMatching(/^Life/),
      'Left',
    ]);
    const verdict = table.getByRole('columnheader', { name: 'Verdict' });
    expect(await verdict.getAttribute('aria-sort')).toBe('descending');
    expect(await table.getByRole('rowheader').count()).toBe(16);
    await page.getByLabel('Sort by').selectOption('issued');
    expect(await verdict.getAttribute('aria-sort')).toBeNull();
    expect(await table.getByRole('columnheader', { name: 'Life' }).getAttribute('aria-sort')).toBe('descending');
  });

  it('says how many fit as soon as they do', async () => {
    const page = await open(example());
    const status = page.getByRole('status');
    expect(await status.textContent()).toBe('19 certificates');
    await page.locator('#search').fill('shop');
    expect(await status.textContent()).toBe('4 of 19 certificates fit');
  });

  it('puts every life in words', async () => {
    const page = await open(example());
    const lives = page.getByRole('img');
    expect(await lives.count()).toBe(19);
    expect(await lives.first().getAttribute('aria-label')).toBe(
      'Issued 3 Jun 2026, renews from 3 Nov 2026, expires 18 Dec 2026',
    );
  });

  it('has a name for everything that is used, and each id once', async () => {
    const page = await open(example());
    await page.locator('.row').first().click();
    const nameless = page.getByRole('button', { name: /^$/ }).or(page.getByRole('link', { name: /^$/ }));
    expect(await nameless.count()).toBe(0);
    for (const field of ['Search', 'Verdict', 'Sort by']) expect(await page.getByLabel(field).count()).toBe(1);
    const ids = await page.evaluate<string[]>(`[...document.querySelectorAll('[id]')].map(({ id }) => id)`);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describeInBrowser('to every eye and hand, the page', () => {
  it.each([
    ['light', 'rgb(247, 248, 249)'],
    ['dark', 'rgb(16, 20, 24)'],
  ] as const)('is %s where its reader likes it so, with enough contrast', async (scheme, background) => {
    const page = await open(example(), { scheme, daysLater: 5 });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(background);
    for (const row of [0, 1, 3, 5, 15]) await page.locator('.row').nth(row).click();
    expect(await page.evaluate<number>(WORST_CONTRAST)).toBeGreaterThanOrEqual(4.5);
  });

  it('is light on paper, and without what only a screen can use', async () => {
    const page = await open(example(), { scheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(`getComputedStyle(document.querySelector('h1')).color`)).toBe('rgb(24, 28, 33)');
    expect(await page.evaluate<number>(WORST_CONTRAST)).toBeGreaterThanOrEqual(4.5);
    expect(await page.locator('.tools').isVisible()).toBe(false);
    expect(await page.locator('.row').last().isVisible()).toBe(true);
  });

  it('moves nothing by itself, whether or not its reader minds', async () => {
    const page = await open(example());
    const moving = await page.evaluate<string[]>(MOVING);
    expect(moving).toEqual([]);
  });

  it('has room for a thumb on a phone', async () => {
    const page = await open(example(), { width: 360 });
    for (const target of await page.locator('.tile, .tools input, .tools select, .row').all()) {
      expect((await target.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    }
  });

  it('has room for a pointer everywhere', async () => {
    const page = await open(example());
    await page.locator('#search').fill('shop');
    for (const target of await page.locator('button:visible:not(.opener), input, select').all()) {
      expect((await target.boundingBox())?.height).toBeGreaterThanOrEqual(24);
    }
  });
});

/** How the focus is outlined: at the element that has it, or at the row that it opens. */
const FOCUS_OUTLINE = `(() => {
  const { activeElement } = document;
  const { outlineStyle, outlineWidth } = getComputedStyle(activeElement.closest('.row') ?? activeElement);
  return outlineStyle + ' ' + outlineWidth;
})()`;

/** Elements, or what is drawn before or after them, that have a transition or an animation. */
const MOVING = `[...document.querySelectorAll('*')].filter((each) =>
  ['', '::before', '::after'].some((part) => {
    const { animationName, transitionDuration } = getComputedStyle(each, part);
    return animationName !== 'none' || transitionDuration !== '0s';
  })).map(({ className }) => className)`;
