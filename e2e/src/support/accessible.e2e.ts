import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { rulesOfColours, tags, violations } from './accessible.ts';
import { sharedBrowser, tidy } from './shared-browser.ts';

let page: Page;

beforeAll(async () => {
  page = await (await sharedBrowser()).newPage();
  await page.setContent(`<!doctype html><html lang="en"><title>Letters</title>
    <style>
      body { background: white; color: black }
      @media (prefers-color-scheme: dark) { body { background: black; color: #222 } }
    </style>
    <main><h1>Hardly seen in the dark</h1></main>`);
});
afterAll(async () => tidy(await sharedBrowser()));

test('colours alone are all rules of colours that are asked for', async () => {
  await violations(page, 'light');
  const known = await page.evaluate((asked) => {
    const { axe } = globalThis as unknown as {
      axe: { getRules(tags: string[]): { ruleId: string; tags: string[] }[] };
    };
    return axe.getRules(asked).filter((rule) => rule.tags.includes('cat.color'));
  }, tags);
  expect(known.map(({ ruleId }) => ruleId).toSorted()).toEqual(rulesOfColours.toSorted());
});

test('the other rules are all but those of colours', async () => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.evaluate(() =>
    document.querySelector('main')?.insertAdjacentHTML('beforeend', '<button></button>'),
  );
  const rules = (found: readonly string[]): string[] => found.map((one) => one.split(': ')[1] ?? '');
  expect(rules(await violations(page, 'dark', { rules: 'without colours' }))).toEqual(['button-name']);
  expect(rules(await violations(page, 'dark')).toSorted()).toEqual(['button-name', 'color-contrast']);
  await page.evaluate(() => document.querySelector('button')?.remove());
});

test('what cannot be read in one theme is found where colours alone are looked at', async () => {
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await violations(page, 'light')).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  const [found] = await violations(page, 'dark', { rules: 'colours' });
  expect(found).toContain('dark: color-contrast: h1');
});
