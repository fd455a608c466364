import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { sideways } from '../support/accessible.ts';
import { unseenFocus, withSpacedTexts } from '../support/controls.ts';
import { becomeOwner, callAs, makeProject } from '../support/through-api.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { signIn, visit } from '../support/visitor.ts';

onStage({ demo: false });

const password = 'a long enough secret';

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
    await signIn(phone, { email: 'olga@example.org', password });
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

/** Of the main navigation: entries that are not whole within the window, or not in the order in which they are read; and its height. */
const badEntries = (page: Page, name: string): Promise<string[]> =>
  page.evaluate((label) => {
    const nav = document.querySelector(`nav[aria-label="${label}"]`)!;
    const links = [...nav.querySelectorAll('a')].map((link) => ({
      text: link.textContent,
      box: link.getBoundingClientRect(),
    }));
    const around = nav.getBoundingClientRect();
    const cut = links.filter(
      ({ box }) =>
        box.left < around.left || box.right > around.right || box.bottom > around.bottom || box.height < 36,
    );
    const astray = links.filter(({ box }, at) => {
      const before = links[at - 1]?.box;
      return before !== undefined && box.top < before.bottom - 1 && box.left < before.right - 1;
    });
    return [
      ...cut.map(({ text }) => `cut: ${text}`),
      ...astray.map(({ text }) => `out of order: ${text}`),
      ...(nav.scrollWidth > nav.clientWidth ? ['it scrolls'] : []),
      ...(links.some(({ box }) => box.right > innerWidth) ? ['it leaves the window'] : []),
    ];
  }, name);

/** Who has which entries. */
const roles = [
  { email: 'olga@example.org', entries: ['projects', 'work', 'people', 'system', 'audit'] },
  { email: 'rea@example.org', entries: ['projects', 'work'] },
  { email: 'ann@example.org', entries: ['work'] },
] as const;

test('every entry of the main navigation is whole on a narrow screen, for everybody, and reached in order by keys', async () => {
  const owner = await visit(browser, product);
  await signIn(owner, { email: roles[0].email, password });
  const { items } = await callAs<{ items: { id: string }[] }>(owner, product, {
    method: 'GET',
    path: '/projects',
  });
  for (const [email, role] of [
    [roles[1].email, 'researcher'],
    [roles[2].email, 'annotator'],
  ])
    await callAs(owner, product, {
      method: 'POST',
      path: `/projects/${items[0]!.id}/members`,
      body: { email, role, newAccount: { name: role, password }, currentPassword: password },
    });
  for (const locale of ['en', 'zh-CN'] as const)
    for (const { email, entries } of roles) {
      const phone = await visit(browser, product, { locale, width: 390, height: 800 });
      await signIn(phone, { email, password });
      const { page, words } = phone;
      await page.goto('/my-work');
      await phone.settled();
      const name = words('shell.main_navigation');
      const links = page.getByRole('navigation', { name, exact: true }).getByRole('link');
      const expected = entries.map((entry) => words(`shell.nav_${entry}`));
      expect(await links.allTextContents()).toEqual(expected);
      for (const width of [320, 390, 768, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await badEntries(page, name), `${email} ${locale} ${width}`).toEqual([]);
        expect(await sideways(page)).toBe(0);
        await withSpacedTexts(page, async () =>
          expect(await badEntries(page, name), `${email} ${locale} ${width} spaced`).toEqual([]),
        );
      }
      await page.setViewportSize({ width: 390, height: 800 });
      await page.getByRole('link', { name: words('shell.home') }).focus();
      for (const text of expected) {
        await page.keyboard.press('Tab');
        expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(text);
      }
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
        words('shell.user_menu'),
      );
      expect(await unseenFocus(page, `${email} ${locale}`, 'header')).toEqual([]);
      expect(phone.faults).toEqual([]);
      await phone.context.close();
    }
});
