import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What of its rules is asked for. */
export const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

/** Its rules about colours: all that another theme can make come out otherwise. */
export const rulesOfColours = ['color-contrast', 'link-in-text-block'];

/** All rules, those about colours, or the others. */
type Rules = 'all' | 'colours' | 'without colours';

export interface Looked {
  /** A part of the page instead of all of it. */
  readonly within?: string;
  readonly rules?: Rules;
}

const tagged = { runOnly: { type: 'tag' as const, values: tags } };
const off = { enabled: false };
const optionsOf = {
  all: tagged,
  colours: { runOnly: { type: 'rule' as const, values: rulesOfColours } },
  'without colours': { ...tagged, rules: Object.fromEntries(rulesOfColours.map((rule) => [rule, off])) },
};

/** What axe finds on the page as it stands against WCAG 2.2 AA and good practice: rule, place, markup. */
export async function violations(
  page: Page,
  what: string,
  { within, rules = 'all' }: Looked = {},
): Promise<string[]> {
  await atRest(page);
  // Its half a megabyte of source goes to each document once; every look would send it twice.
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  const axe = new AxeBuilder({ page, ...(isThere ? { axeSource: 'void 0' } : {}) })
    .setLegacyMode(true)
    .options({ ...optionsOf[rules], resultTypes: ['violations'] });
  if (within !== undefined) axe.include(within);
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${what}: ${id}: ${node.target.join(' ')} ${node.html.slice(0, 160)}`),
  );
}

/** Colours are judged when they are what they come to: waits for whatever moves or fades and ends. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

/** How much wider the page is than the window, in pixels; 0 when nothing scrolls sideways. */
export function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Layout follows the size observers, a frame or two later. */
async function twoFrames(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}

/** What scrolls sideways on the narrowest phone or on a wide screen. */
export async function misfits(page: Page, what: string): Promise<string[]> {
  const before = page.viewportSize() ?? { width: 1280, height: 800 };
  const found: string[] = [];
  for (const width of [320, 1920]) {
    await page.setViewportSize({ width, height: before.height });
    await twoFrames(page);
    const excess = await sideways(page);
    if (excess !== 0) found.push(`${what} is ${excess} px wider than ${width} px`);
  }
  await page.setViewportSize(before);
  return found;
}
