import type { Page } from 'playwright-core';
import { type Looked, sideways, violations } from './accessible.ts';
import { cutTexts, rowButtonsAside, smallTargets, unseenFocus, withSpacedTexts } from './controls.ts';
import type { Visitor } from './visitor.ts';
import type { Locale } from './words.ts';

/** Two windows at a time, one in each language. */
export async function inBothLanguages(look: (locale: Locale) => Promise<void>): Promise<void> {
  await Promise.all((['en', 'zh-CN'] as const).map(look));
}

/** Parts of the screen that are checked alone: what lies behind them was checked before. */
export const dialog = 'dialog[open]';
export const menu = '[role=menu]';

/** Goes to a page as a link does: the program and what it loaded stay. */
export async function follow({ page, settled }: Visitor, address: string): Promise<void> {
  await page.evaluate((to) => history.pushState(null, '', to), address);
  await settled();
  // Where a pair comes: until it is seen its choices are faint.
  await page.locator('[data-guard=waiting]').waitFor({ state: 'detached' });
}

const shots = process.env['PAIRWRIGHT_SHOTS'];

async function picture(page: Page, name: string): Promise<void> {
  const file = name.replaceAll(/[^\w-]+/g, '-');
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${file}.png` });
}

/**
 * What is wrong with the screen as it stands, in its language: with axe in both themes, and for those who look at it on
 * a narrow or a wide screen, enlarged, with wider spacing, by keyboard or with a finger. Leaves it in the light theme
 * and in the size it had. Where it is looked at in English too, colours are, and what has the focus on roomy screens: another
 * language changes texts and what they push aside.
 */
export async function screenFaults(visitor: Visitor, name: string, within = 'body'): Promise<string[]> {
  const found = await themeFaults(visitor, name, within);
  return [...found, ...(await misfitsOf(visitor, `${name} (${visitor.locale})`, within))];
}

type LookOfTheme = readonly ['light' | 'dark', NonNullable<Looked['rules']>];
const looksOfThemes: readonly LookOfTheme[] = [
  ['dark', 'colours'],
  ['light', 'all'],
];
const looksOfOneTheme: readonly LookOfTheme[] = [['light', 'without colours']];

/** What axe finds in the light theme, and of colours in the dark one too. */
export async function themeFaults(
  { page, locale, alsoInEnglish }: Visitor,
  name: string,
  within = 'body',
): Promise<string[]> {
  const what = `${name} (${locale})`;
  const found: string[] = [];
  for (const [colorScheme, rules] of alsoInEnglish ? looksOfOneTheme : looksOfThemes) {
    await page.emulateMedia({ colorScheme });
    await stillness(page);
    found.push(
      ...(await violations(page, `${what}, ${colorScheme}`, {
        ...(within === 'body' ? {} : { within }),
        rules,
      })),
    );
    await picture(page, `${what}-${colorScheme}`);
  }
  return found;
}

/** Two frames later layout has followed the size observers; what is faint for a moment, as new choices are, no longer is. */
async function stillness(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    const ending = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(Number(effect?.getComputedTiming().endTime)));
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

/** A wide screen, the usual one enlarged to 200 % and to 400 %, and a phone. */
const wide = { width: 1920, height: 800 };
const twice = { width: 640, height: 400 };
const fourTimes = { width: 320, height: 256 };
const phone = { width: 320, height: 640 };
/** Where texts push things aside. */
const narrow: readonly (typeof wide)[] = [fourTimes, phone];

async function misfitsOf({ page, alsoInEnglish }: Visitor, what: string, within: string): Promise<string[]> {
  const before = page.viewportSize() ?? { width: 1280, height: 800 };
  const found: string[] = [];
  const inSize = async (size: typeof wide, how = ''): Promise<string> => {
    await page.setViewportSize(size);
    await stillness(page);
    const at = `${what}${how} at ${size.width} x ${size.height}`;
    const excess = await sideways(page);
    if (excess !== 0) found.push(`${at} is ${excess} px too wide`);
    found.push(...(await cutTexts(page, at, within)));
    await picture(page, at);
    return at;
  };
  for (const size of [before, wide, twice, fourTimes, phone]) {
    const at = await inSize(size);
    if (alsoInEnglish && !narrow.includes(size)) continue;
    found.push(...(await unseenFocus(page, at, within)));
  }
  await inSize(phone);
  found.push(...(await rowButtonsAside(page, `${what} on a phone`, within)));
  const { small } = await smallTargets(page, { within, least: 24 });
  found.push(...small.map((target) => `${what}: small target: ${target}`));
  await withSpacedTexts(page, async () => {
    for (const size of [phone, before]) await inSize(size, ', spaced,');
  });
  return found;
}
