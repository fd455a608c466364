import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

/** What axe finds on the page as it stands, against WCAG 2.2 AA and good practice: rule, place, markup. */
export async function violations(page: Page, what: string): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(tags).analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${what}: ${id}: ${node.target.join(' ')} ${node.html.slice(0, 160)}`),
  );
}

/** How much wider the page is than the window, in pixels; 0 when nothing scrolls sideways. */
export function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** What scrolls sideways on the narrowest phone or on a wide screen. */
export async function misfits(page: Page, what: string): Promise<string[]> {
  const before = page.viewportSize() ?? { width: 1280, height: 800 };
  const found: string[] = [];
  for (const width of [320, 1920]) {
    await page.setViewportSize({ width, height: before.height });
    // Layout follows the size observers, a frame or two later.
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    const excess = await sideways(page);
    if (excess !== 0) found.push(`${what} is ${excess} px wider than ${width} px`);
  }
  await page.setViewportSize(before);
  return found;
}
