import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { makeProject, becomeOwner } from '../support/through-api.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { signIn, visit } from '../support/visitor.ts';

onStage({ demo: false });

/** How far the tab that is marked, or has the focus, reaches out of the strip, in pixels; null where there is none. */
const outside = (page: Page, which: '[aria-current=page]' | ':focus'): Promise<number | null> =>
  page.evaluate((selector) => {
    const tab = document.querySelector(`nav a${selector}[href^="/projects/"]`);
    const strip = tab?.closest('nav')?.getBoundingClientRect();
    const box = tab?.getBoundingClientRect();
    if (box === undefined || strip === undefined) return null;
    return Math.round(Math.max(0, strip.left - box.left, box.right - strip.right));
  }, which);

test('on a narrow screen the tab of the page is in sight, whichever it is, and so is the one with the focus', async () => {
  const owner = await visit(browser, product);
  await becomeOwner(owner, product);
  const row = { prompt: 'Why?', response_a: 'So', response_b: 'Because' };
  const { projectId } = await makeProject(owner, product, { name: 'Tabs', rows: [row] });
  for (const locale of ['en', 'zh-CN'] as const) {
    const phone = await visit(browser, product, { locale, width: 390, height: 800 });
    await signIn(phone, { email: 'olga@example.org', password: 'a long enough secret' });
    const { page, words } = phone;
    const tabs = page.getByRole('navigation', { name: words('console.project_pages') }).getByRole('link');
    await page.goto(`/projects/${projectId}`);
    await tabs.nth(14).waitFor();
    const addresses = await tabs.evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
    // The first, those in the middle, the last.
    for (const address of addresses.filter((_, at) => at % 7 === 0)) {
      await page.goto(address);
      await expect
        .poll(() => outside(page, '[aria-current=page]'), { message: `${locale} ${address}` })
        .toBe(0);
    }
    // From one page to the next, by the keyboard: to the end of the strip and back.
    for (const key of ['Tab', 'Shift+Tab']) {
      const first = key === 'Tab' ? 0 : addresses.length - 1;
      await tabs.nth(first).focus();
      for (let at = 1; at < addresses.length; at += 1) {
        await page.keyboard.press(key);
        await expect.poll(() => outside(page, ':focus'), { message: `${locale} ${key} ${at}` }).toBe(0);
      }
      await page.keyboard.press('Enter');
      await page.waitForURL(`**${addresses[addresses.length - 1 - first]}`);
      await expect.poll(() => outside(page, '[aria-current=page]'), { message: `${locale} ${key}` }).toBe(0);
    }
    // In the other language the tabs are of other widths.
    await page.goto(addresses.at(-1)!);
    await expect.poll(() => outside(page, '[aria-current=page]')).toBe(0);
    await page.setViewportSize({ width: 320, height: 800 });
    await expect.poll(() => outside(page, '[aria-current=page]'), { message: `${locale} turned` }).toBe(0);
    expect(phone.faults).toEqual([]);
    await phone.context.close();
  }
});
