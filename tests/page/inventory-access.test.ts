import type { Page } from 'playwright-core';
import { exampleFindings } from '../../scripts/example-inventory';
import { eventually } from '../eventually';
import { describeInBrowser, inventoryInBrowser } from './inventory-in-browser';
import { WORST_CONTRAST } from './worst-contrast';

jest.setTimeout(120_000);

const open = inventoryInBrowser();
const example = () => exampleFindings().swept;
const names = (page: Page) => page.locator('.row .name b').allTextContents();
const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
/** The id, text or class of the focused element. */
const focused = (page: Page) =>
  page.evaluate<string>(
    `(({ id, textContent, className }) => id || textContent.trim() || className)(document.activeElement)`,
  );

/** Presses Tab, and waits until the focus has moved on. */
const tab = async (page: Page) => {
  const before = await focused(page);
  await press(page, 'Tab');
  await eventually(() => focused(page)).not.toBe(before);
};
/** Waits until so many rows are open. */
const opened = (page: Page, rows: number) =>
  eventually(() => page.locator('.toggle[aria-expanded=true]').count()).toBe(rows);

describeInBrowser('by keyboard alone, the page', () => {
  it('is walked through from what matters to what is looked up', async () => {
    const page = await open(example());
    const tabOrder: string[] = [];
    for (let step = 0; step < 12; step += 1) {
      await tab(page);
      tabOrder.push(await focused(page));
    }
    expect(tabOrder).toEqual([
      'Skip to the certificates',
      expect.stringMatching(/^4need action/),
      expect.stringMatching(/^2in progress/),
      expect.stringMatching(/^11OK/),
      expect.stringMatching(/^2ignored/),
      'search',
      'verdict',
      'order',
      'Verdict',
      'Certificate',
      'Days left',
      'mail.example.com',
    ]);
  });

  it('is filtered with Enter, searched after a slash, and cleared with Escape', async () => {
    const page = await open(example());
    await press(page, 'Tab', 'Tab', 'Enter');
    await eventually(() => names(page)).toHaveLength(4);
    await press(page, '/');
    await eventually(() => focused(page)).toBe('search');
    await page.keyboard.type('mail');
    await eventually(() => names(page)).toEqual(['mail.example.com']);
    await press(page, 'Escape');
    await eventually(() => page.locator('#search').inputValue()).toBe('');
    await eventually(() => names(page)).toHaveLength(4);
    await eventually(() => focused(page)).toBe('search');
  });

  it.each(['Enter', 'Space'])('is sorted with %s on a column head, which keeps the focus', async (key) => {
    const page = await open(example());
    const head = page.getByRole('columnheader', { name: 'Certificate' }).first();
    await head.getByRole('button').focus();
    await press(page, key);
    await eventually(async () => [await head.getAttribute('aria-sort'), (await names(page))[0]]).toEqual([
      'ascending',
      'api.example.com',
    ]);
    await press(page, key);
    await eventually(async () => [await head.getAttribute('aria-sort'), (await names(page))[0]]).toEqual([
      'descending',
      'www.example.com',
    ]);
    await eventually(() => focused(page)).toBe('Certificate');
  });

  it.each(['Enter', 'Space'])('expands and collapses a row with %s, and exposes its state', async (key) => {
    const page = await open(example());
    const toggle = page.getByRole('button', { name: 'mail.example.com' });
    await toggle.focus();
    await press(page, key);
    await eventually(() => toggle.getAttribute('aria-expanded')).toBe('true');
    const details = page.locator(`#${(await toggle.getAttribute('aria-controls')) ?? ''}`);
    await eventually(() => details.textContent()).toMatch(/What to do/);
    await press(page, key);
    await eventually(async () => [await toggle.getAttribute('aria-expanded'), await details.isVisible()]).toEqual([
      'false',
      false,
    ]);
  });

  it('moves the focus when the focused button disappears', async () => {
    const page = await open(example());
    await page.locator('#search').fill('shop');
    await eventually(() => names(page)).toHaveLength(4);
    for (let step = 0; step < 3; step += 1) await tab(page);
    await eventually(() => focused(page)).toBe('show-all');
    await press(page, 'Enter');
    await eventually(() => focused(page)).toBe('search');
  });

  it.each(['light', 'dark'] as const)('shows the focus in %s mode', async (scheme) => {
    const page = await open(example(), { scheme });
    for (let step = 0; step < 12; step += 1) {
      await tab(page);
      await eventually(() => page.evaluate(FOCUS_OUTLINE)).toMatch(/^solid 3px/);
    }
  });

  it('does not hide the focus behind the sticky table head', async () => {
    const page = await open(example());
    const toggle = page.locator('.toggle').nth(4);
    await page.evaluate(`scrollBy(0, document.querySelectorAll('.toggle')[4].getBoundingClientRect().top - 2)`);
    const headBox = () => page.locator('thead').first().boundingBox();
    await eventually(async () => (await headBox())?.y).toBe(0);
    const head = await headBox();
    await page.locator('.toggle').nth(5).focus();
    await press(page, 'Shift+Tab');
    await eventually(async () => (await toggle.boundingBox())?.y).toBeGreaterThanOrEqual(head?.height ?? 0);
  });
});

describeInBrowser('with a screen reader, the page', () => {
  it('has landmarks, one top-level heading, and no skipped heading level', async () => {
    const page = await open(example());
    await page.locator('.row').first().click();
    await opened(page, 1);
    for (const landmark of ['banner', 'main', 'search', 'contentinfo'] as const) {
      await eventually(() => page.getByRole(landmark).count()).toBe(1);
    }
    const levels = await page.evaluate<number[]>(
      `[...document.querySelectorAll('h1,h2,h3,h4')].map(({ tagName }) => Number(tagName[1]))`,
    );
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, at) => level <= (levels[at - 1] ?? 0) + 1)).toBe(true);
  });

  it('has tables with a title, column heads that expose the sort order, and row heads', async () => {
    const page = await open(example());
    const table = page.getByRole('table', { name: 'Managed by this deployment 16' });
    await eventually(() => table.getByRole('columnheader').allTextContents()).toEqual([
      'Verdict',
      'Certificate',
      expect.stringMatching(/^Validity/),
      'Days left',
    ]);
    const verdict = table.getByRole('columnheader', { name: 'Verdict' });
    await eventually(() => verdict.getAttribute('aria-sort')).toBe('descending');
    await eventually(() => table.getByRole('rowheader').count()).toBe(16);
    await page.getByLabel('Sort by').selectOption('newest');
    await eventually(() => verdict.getAttribute('aria-sort')).toBeNull();
    await eventually(() => table.getByRole('columnheader', { name: 'Validity' }).getAttribute('aria-sort')).toBe(
      'descending',
    );
  });

  it('announces the number of matches', async () => {
    const page = await open(example());
    const status = page.getByRole('status');
    await eventually(() => status.textContent()).toBe('19 certificates');
    await page.locator('#search').fill('shop');
    await eventually(() => status.textContent()).toBe('4 of 19 certificates match');
  });

  it('has alternative text for every timeline', async () => {
    const page = await open(example());
    const timelines = page.getByRole('img');
    await eventually(() => timelines.count()).toBe(19);
    await eventually(() => timelines.first().getAttribute('aria-label')).toBe(
      'Issued 3 Jun 2026, renews from 3 Nov 2026, expires 18 Dec 2026',
    );
  });

  it('has a name for every control, and unique ids', async () => {
    const page = await open(example());
    await page.locator('.row').first().click();
    await opened(page, 1);
    const nameless = page.getByRole('button', { name: /^$/ }).or(page.getByRole('link', { name: /^$/ }));
    await eventually(() => nameless.count()).toBe(0);
    for (const field of ['Search', 'Verdict', 'Sort by'])
      await eventually(() => page.getByLabel(field).count()).toBe(1);
    const ids = await page.evaluate<string[]>(`[...document.querySelectorAll('[id]')].map(({ id }) => id)`);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describeInBrowser('for every reader, the page', () => {
  it.each([
    ['light', 'rgb(247, 248, 249)'],
    ['dark', 'rgb(16, 20, 24)'],
  ] as const)('follows a %s colour scheme, with sufficient contrast', async (scheme, background) => {
    const page = await open(example(), { scheme, daysLater: 5 });
    await eventually(() => page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(background);
    for (const row of [0, 1, 3, 5, 15]) await page.locator('.row').nth(row).click();
    await opened(page, 5);
    await eventually(() => page.evaluate<number>(WORST_CONTRAST)).toBeGreaterThanOrEqual(4.5);
  });

  it('is printed in light colours, without controls', async () => {
    const page = await open(example(), { scheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    await eventually(() => page.evaluate(`getComputedStyle(document.querySelector('h1')).color`)).toBe(
      'rgb(24, 28, 33)',
    );
    await eventually(() => page.evaluate<number>(WORST_CONTRAST)).toBeGreaterThanOrEqual(4.5);
    await eventually(() => page.locator('.tools').isVisible()).toBe(false);
    await eventually(() => page.locator('.row').last().isVisible()).toBe(true);
  });

  it('has no transitions or animations', async () => {
    const page = await open(example());
    const moving = await page.evaluate<string[]>(MOVING);
    expect(moving).toEqual([]);
  });

  it('has targets large enough for touch on a phone', async () => {
    const page = await open(example(), { width: 360 });
    for (const target of await page.locator('.tile, .tools input, .tools select, .row').all()) {
      await eventually(async () => (await target.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    }
  });

  it('has targets large enough for a mouse', async () => {
    const page = await open(example());
    await page.locator('#search').fill('shop');
    await eventually(() => names(page)).toHaveLength(4);
    for (const target of await page.locator('button:visible:not(.toggle), input, select').all()) {
      await eventually(async () => (await target.boundingBox())?.height).toBeGreaterThanOrEqual(24);
    }
  });
});

/** The outline of the focused element, or of the row that it expands. */
const FOCUS_OUTLINE = `(() => {
  const { activeElement } = document;
  const { outlineStyle, outlineWidth } = getComputedStyle(activeElement.closest('.row') ?? activeElement);
  return outlineStyle + ' ' + outlineWidth;
})()`;

/** Elements and pseudo-elements with a transition or an animation. */
const MOVING = `[...document.querySelectorAll('*')].filter((each) =>
  ['', '::before', '::after'].some((part) => {
    const { animationName, transitionDuration } = getComputedStyle(each, part);
    return animationName !== 'none' || transitionDuration !== '0s';
  })).map(({ className }) => className)`;
