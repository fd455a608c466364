import type { Page } from 'playwright-core';

/** What holds digits and is no number with rows: names, words of controls, how numbers are made, drawings with a twin. */
const noNumbers = [
  'button',
  'details',
  'form',
  'label',
  'select',
  'thead',
  'h1, h2, h3',
  'dt',
  'th[scope=row]',
  'bdi',
  '[role=img]',
  'nav',
  '.visually-hidden',
].join(', ');

/**
 * Numbers on this page that lead nowhere, each as the text it stands in, but for texts that are `meant` so. A row of a
 * comparison leads there as a whole.
 */
export async function numbersWithoutLink(page: Page, meant: readonly string[]): Promise<string[]> {
  const found = await numbersAlone(page);
  return found.filter((text) => !meant.some((part) => text.includes(part)));
}

function numbersAlone(page: Page): Promise<string[]> {
  return page.evaluate((left) => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent ?? '';
      const at = node.parentElement!;
      if (!/\d/.test(text) || at.closest(`a[href], ${left}`) !== null) continue;
      if (at.closest('tr')?.querySelector('th a[href*="/comparisons/"]') != null) continue;
      found.push((at.closest('p, li, td, dd, tr, div') ?? at).textContent ?? text);
    }
    return found;
  }, noNumbers);
}

/** The queries of all links to lists of comparisons, each once. */
export function linkedRows(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const links = [...document.querySelectorAll<HTMLAnchorElement>('main a[href*="/comparisons?"]')];
    return [...new Set(links.map((link) => new URL(link.href).search))];
  });
}
