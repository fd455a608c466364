import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** How an element is drawn, as far as that can tell what is chosen from what is not. */
interface Appearance {
  /** Fill, borders, line under or through the text, how solid it is. */
  readonly drawn: string;
  /** What the colours of the system take away. */
  readonly shadow: string;
}

/** The weight of letters is left aside: alone it is easily overlooked. So is the ring: it says where the focus is. */
function appearance(element: Locator): Promise<Appearance> {
  return element.first().evaluate((found) => {
    const style = getComputedStyle(found);
    const drawn = [style.backgroundColor, style.opacity, style.textDecorationLine, style.textDecorationStyle];
    for (const side of ['top', 'right', 'bottom', 'left'])
      for (const what of ['style', 'width', 'color'])
        drawn.push(style.getPropertyValue(`border-${side}-${what}`));
    return { drawn: drawn.join(' | '), shadow: style.boxShadow };
  });
}

/** Runs in the colours that a system imposes, with nothing having the focus. */
export async function inForcedColours<T>(page: Page, run: () => Promise<T>): Promise<T> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.emulateMedia({ forcedColors: 'active' });
  const result = await run();
  await page.emulateMedia({ forcedColors: 'none' });
  return result;
}

/**
 * Both are of one kind and one of them is chosen: that can be seen in the product's colours, and in those of a system,
 * in which two that are not chosen look the same.
 */
export async function expectToldApart(
  page: Page,
  what: string,
  { chosen, other, third }: { chosen: Locator; other: Locator; third?: Locator },
): Promise<void> {
  const usual = await Promise.all([appearance(chosen), appearance(other)]);
  expect(usual[0], `${what}, in the product's colours`).not.toEqual(usual[1]);
  await inForcedColours(page, async () => {
    const [one, two] = await Promise.all([appearance(chosen), appearance(other)]);
    expect(one.drawn, `${what}, in forced colours`).not.toBe(two.drawn);
    if (third !== undefined)
      expect((await appearance(third)).drawn, `${what}: those that are not chosen`).toBe(two.drawn);
  });
}
