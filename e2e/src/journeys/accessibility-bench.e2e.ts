import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { dialog, follow, inBothLanguages, menu, screenFaults, themeFaults } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { type Visitor, visitAs } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

const project = 'Demo: Helpfulness';

onStage({ demo: true });

/** What has the focus, in a few words. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return 'page';
    const name = element.getAttribute('aria-label') ?? element.textContent;
    return `${element.getAttribute('role') ?? element.tagName.toLowerCase()} ${name.trim().slice(0, 40)}`;
  });
}

/** Enlarged, the guidelines lie over the pair: the focus goes to them, and keys judge nothing that nobody sees. */
async function expectUnseenNotJudged({ page, words }: Visitor, bench: Workbench): Promise<void> {
  await page.setViewportSize({ width: 640, height: 400 });
  const shown = await bench.ready();
  await page.keyboard.press('g');
  const guidelines = page.getByRole('complementary', { name: words('labeling.guidelines') });
  await guidelines.waitFor();
  expect(await guidelines.evaluate((dock) => dock.contains(document.activeElement))).toBe(true);
  await page.keyboard.press('1');
  await page.keyboard.press('g');
  await guidelines.waitFor({ state: 'detached' });
  expect(await focused(page)).toContain(words('labeling.guidelines'));
  expect(await bench.current()).toBe(shown);
  expect(bench.told).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 800 });
}

test('the workbench with each of its dialogs, menus, strips and banners', async () => {
  const found: string[] = [];
  await inBothLanguages(async (locale) => {
    const anna = await visitAs(browser, product, {
      who: 'anna',
      locale,
      alsoInEnglish: locale !== 'en',
    });
    const { page, words } = anna;
    const bench = new Workbench(anna);
    const look = async (what: string, within?: string): Promise<void> => {
      await page.locator(within ?? 'main').waitFor();
      await anna.settled();
      found.push(...(await screenFaults(anna, what, within)));
    };
    const close = async (): Promise<void> => {
      await page.keyboard.press('Escape');
      await page.locator(`${dialog}, ${menu}`).waitFor({ state: 'detached' });
    };
    const button = (key: string) => page.getByRole('button', { name: words(key), exact: true });
    await bench.open(project);
    // Comes a moment after the first pair.
    await button('labeling-life.later').waitFor();
    await look('first visit');
    await bench.putOffGuidelines();

    for (const key of ['s', 'f', '?']) {
      await page.keyboard.press(key);
      await look(`dialog of ${key}`, dialog);
      if (key === '?') {
        await page.locator(dialog).getByRole('row').getByRole('button').first().press('Enter');
        await page.keyboard.press('s');
        found.push(...(await themeFaults(anna, 'a key that is taken', dialog)));
        await page.keyboard.press('Escape');
      }
      await close();
    }
    await page.getByRole('button', { name: words('labeling.synced') }).click();
    await look('what is saved where', dialog);
    await close();
    await page.getByRole('button', { name: words('shell.user_menu') }).click();
    await look('menu', menu);
    await close();
    await page.getByRole('button', { name: words('labeling-reading.view') }).click();
    await look('tools for reading', menu);
    await page.getByRole('menuitem', { name: words('labeling-reading.recorded') }).click();
    await look('what is recorded', dialog);
    await close();

    await page.keyboard.press('g');
    await page.getByRole('complementary', { name: words('labeling.guidelines') }).waitFor();
    await page.keyboard.press('c');
    await page.getByRole('textbox', { name: words('labeling.comment') }).waitFor();
    await look('guidelines and comment');
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.getByRole('complementary').waitFor({ state: 'detached' });
    await expectUnseenNotJudged(anna, bench);
    await page.keyboard.press('d');
    await page.getByText(words('labeling-reading.diff_found')).waitFor();
    await page.keyboard.press('/');
    await page.getByRole('textbox', { name: words('labeling-reading.find') }).fill('the');
    await look('differences and search');
    await page.keyboard.press('Escape');
    await page.keyboard.press('d');
    await page.keyboard.press('m');
    await page.keyboard.press('l');
    await look('as written, stacked');
    await page.keyboard.press('Shift+Digit2');
    await look('one answer alone');
    await page.keyboard.press('Shift+Digit2');

    // Only a narrow screen has it.
    await page.setViewportSize({ width: 320, height: 640 });
    await button('labeling.more').click();
    await page.locator(menu).waitFor();
    found.push(...(await themeFaults(anna, 'more tools', menu)));
    await close();
    await page.setViewportSize({ width: 1280, height: 800 });

    await bench.decide('2');
    await bench.ready();
    await page.keyboard.press('ArrowLeft');
    await button('labeling.history_forward').waitFor();
    // Until a press counts the choices are faint.
    await bench.ready();
    await look('looking back');
    await page.keyboard.press('ArrowRight');
    await anna.context.setOffline(true);
    const lost = await bench.ready();
    await bench.decide('2');
    await page.getByText(words('labeling.queued', { count: 1 })).waitFor();
    await page.keyboard.press('f');
    await button('labeling.flag_send').click();
    await page
      .getByRole('region', { name: words('ui.notifications') })
      .getByText(words('labeling.saved_flag'))
      .waitFor();
    await bench.ready();
    await look('without a connection, and a word of what was saved');
    // What was judged meanwhile is no longer there.
    await product.database.pool.query('delete from assignments where id = $1', [lost]);
    await anna.context.setOffline(false);
    await follow(anna, '/my-work');
    await page.getByRole('heading', { name: words('work.attention_title') }).waitFor();
    await look('what the server refused');
    await button('safety.discard').click();
    await look('letting go of it', dialog);
    expect(anna.faults).toEqual([]);
    await anna.context.close();
  });
  expect(found).toEqual([]);
});
test('the workbench by keyboard alone: everything is reached, nothing traps, the focus is seen', async () => {
  const bo = await visitAs(browser, product, { who: 'bo' });
  const { page, words } = bo;
  const bench = new Workbench(bo);
  await bench.open(project);
  await page.getByRole('button', { name: words('labeling-life.later'), exact: true }).waitFor();
  const reached: string[] = [];
  let rounds = 0;
  for (;;) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    // Opening the page put the focus on its content; from the end it goes round to what stands before that.
    if (now === 'page') {
      if (rounds > 0) break;
      rounds += 1;
      continue;
    }
    if (now === reached[0] || reached.length > 60) break;
    reached.push(now);
    const outlined = await page.evaluate(() => {
      const { outlineStyle, boxShadow } = getComputedStyle(document.activeElement!);
      return outlineStyle !== 'none' || boxShadow !== 'none';
    });
    expect(outlined, `the focus on ${now} is seen`).toBe(true);
  }
  expect(reached.length).toBeLessThan(60);
  const wanted = await page.evaluate(
    () =>
      [...document.querySelectorAll<HTMLElement>('a[href], button, [tabindex="0"]')].filter(
        (one) => one.tabIndex >= 0 && one.checkVisibility() && one.closest('[inert]') === null,
      ).length,
  );
  expect(reached).toHaveLength(wanted);

  // The scale: arrows select and do not vote, Enter votes.
  const first = await bench.ready();
  const scale = page.getByRole('radiogroup');
  await scale.getByRole('radio', { name: words('labeling.a_much') }).focus();
  await page.keyboard.press('ArrowRight');
  expect(await focused(page)).toContain(words('labeling.a_better'));
  expect(await bench.current()).toBe(first);
  await page.keyboard.press('Enter');
  await expect.poll(() => bench.current()).not.toBe(first);
  await bench.synced(1);
  expect(bench.told[0]?.body).toMatchObject({
    answer: { outcome: 'scale', position: 2 },
    view: { input: 'key' },
  });

  // A dialog keeps the focus inside and gives it back.
  const skip = page.getByRole('button', { name: words('labeling.skip'), exact: true });
  await skip.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: words('labeling.skip_title') });
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab');
    expect(
      await page.evaluate(
        () => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null,
      ),
    ).toBe(true);
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await skip.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(bo.faults).toEqual([]);
  await bo.context.close();
});
