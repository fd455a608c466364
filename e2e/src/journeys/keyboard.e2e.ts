import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { type Kind, projectName, settle, windowOf } from '../support/every-kind.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { type Visitor, visit } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

let owner: Visitor;
let projects: Readonly<Record<Kind, string>>;

onStage({ demo: false });
beforeAll(async () => {
  const only = ['pair', 'rank', 'thumbs', 'steps'] as const;
  ({ owner, projects } = await settle(browser, product, { only, count: 7 }));
});

/** What has the focus, in a few words; `nothing` when it is lost. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return 'nothing';
    const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : undefined;
    return (element.getAttribute('aria-label') ?? label ?? (element.textContent || element.id)).trim();
  });
}

/** Presses Tab until something of this name has the focus, as somebody without a pointer does. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < 120; step += 1) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (typeof name === 'string' ? now.startsWith(name) : name.test(now)) return;
    passed.push(now.slice(0, 30));
  }
  throw new Error(`Tab never reached ${String(name)}, only: ${passed.join(' | ')}`);
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

async function keepsFocus(page: Page, after: string): Promise<void> {
  expect(await focused(page), `the focus after ${after}`).not.toBe('nothing');
}

test('the whole of a sitting without a pointer, and the focus is never lost', async () => {
  const visitor = await visit(browser, product);
  const { page, words } = visitor;
  const bench = new Workbench(visitor);
  const sitDown = async (kind: Kind): Promise<string> => {
    const start = `(${words('work.start')}|${words('work.resume')})`;
    await tabTo(page, new RegExp(`^${start}${projectName(kind)}$`));
    await page.keyboard.press('Enter');
    const shown = await bench.ready();
    await keepsFocus(page, `going to ${kind}`);
    return shown;
  };
  const getUp = async (): Promise<void> => {
    await tabTo(page, words('labeling.back_to_work'));
    await page.keyboard.press('Enter');
    await page.waitForURL('**/my-work');
    await visitor.settled();
    await keepsFocus(page, 'going back');
  };
  await page.goto('/sign-in');
  await page.getByLabel(words('auth.email')).waitFor();
  await tabTo(page, words('auth.email'));
  await page.keyboard.insertText('olga@example.org');
  await tabTo(page, words('auth.password'));
  await page.keyboard.insertText('a long enough secret');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname !== '/sign-in' && url.pathname !== '/');
  await visitor.settled();
  await tabTo(page, words('shell.nav_work'));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/my-work');
  await visitor.settled();

  // A ranking by letters, and one by Tab and Enter alone.
  await sitDown('rank');
  await page.getByRole('group', { name: words('labeling-rank.pool') }).waitFor();
  await press(page, 'b', 'a', 'd', 'c', 'Enter');
  await bench.synced(1);
  const second = await bench.ready();
  await tabTo(page, words('labeling.answer_letter', { letter: 'A' }));
  await page
    .getByRole('group', { name: words('labeling-rank.pool') })
    .locator('button')
    .first()
    .focus();
  for (const letter of ['A', 'B', 'C', 'D']) {
    expect(await focused(page)).toBe(words('labeling.answer_letter', { letter }));
    await page.keyboard.press('Enter');
    await page.locator(`[data-visible] [data-standing=ranked]`).nth('ABCD'.indexOf(letter)).waitFor();
    await keepsFocus(page, `ranking ${letter}`);
  }
  await tabTo(page, words('labeling-parts.submit'));
  await page.keyboard.press('Enter');
  await bench.synced(2);
  expect(bench.told[1]).toMatchObject({
    assignmentId: second,
    body: { answer: { outcome: 'ranking', ranks: [1, 2, 3, 4] } },
  });
  await bench.ready();
  await keepsFocus(page, 'submitting');
  await getUp();

  // Steps; taken back, corrected, given again; then found in the history and changed there.
  const solution = await sitDown('steps');
  await press(page, '1', '2', 'Enter');
  await bench.synced(3);
  await bench.ready();
  await page.keyboard.press('u');
  await page.locator(`[data-visible][data-assignment="${solution}"]`).waitFor();
  await bench.ready();
  await press(page, 'ArrowUp', 'ArrowUp', '2', 'Enter');
  await bench.synced(5);
  await bench.ready();
  await page.keyboard.press('ArrowLeft');
  await page.locator(`[data-visible][data-assignment="${solution}"]`).waitFor();
  await bench.ready();
  await press(page, '1', '2', 'Enter');
  await bench.synced(6);
  expect(bench.told[5]).toMatchObject({
    assignmentId: solution,
    body: { answer: { outcome: 'steps', labels: ['right', 'wrong'] } },
  });
  await getUp();

  // A pair by arrows and Enter, guidelines, and a skip.
  const pair = await sitDown('pair');
  await tabTo(page, new RegExp(words('labeling.a_much')));
  await page.keyboard.press('ArrowRight');
  expect(await bench.current(), 'an arrow gives nothing').toBe(pair);
  await page.keyboard.press('Enter');
  await bench.synced(7);
  await bench.ready();
  await keepsFocus(page, 'a vote');
  await page.keyboard.press('g');
  await tabTo(page, words('labeling.guidelines_close'));
  await page.keyboard.press('Enter');
  await page.getByRole('complementary').waitFor({ state: 'detached' });
  expect(await focused(page)).toContain(words('labeling.guidelines'));
  await tabTo(page, words('labeling.skip'));
  const skipped = await bench.ready();
  await press(page, 'Enter');
  await page.getByRole('dialog', { name: words('labeling.skip_title') }).waitFor();
  await press(page, '1');
  await bench.synced(8);
  expect(bench.told[7]).toMatchObject({ kind: 'skip', assignmentId: skipped });
  await keepsFocus(page, 'skipping');
  // Words leave their field by Escape, and then keys are keys again.
  await bench.ready();
  await page.keyboard.press('c');
  await page.keyboard.insertText('B is cut off.');
  await page.keyboard.press('Escape');
  await keepsFocus(page, 'leaving the comment');
  await page.keyboard.press('6');
  await bench.synced(9);
  expect(bench.told[8]?.body).toMatchObject({
    answer: { outcome: 'scale', position: 6 },
    rationale: 'B is cut off.',
  });
  await getUp();

  await tabTo(page, words('shell.user_menu'));
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await press(page, 'End', 'Enter');
  await page.waitForURL('**/sign-in**');
  expect(visitor.faults).toEqual([]);
  await visitor.context.close();
});

test('a person’s own keys hold for every kind, are printed everywhere, and never mean two things', async () => {
  const visitor = await windowOf(browser, product, { of: owner });
  const { page, words } = visitor;
  const bench = new Workbench(visitor);
  const sheet = page.getByRole('dialog', { name: words('labeling.keys_title') });
  const row = (what: string) =>
    sheet.getByRole('row').filter({ has: page.getByRole('rowheader', { name: words(what), exact: true }) });
  const change = async (what: string, key: string): Promise<void> => {
    await row(what).getByRole('button').first().focus();
    await press(page, 'Enter', key);
  };
  const cases: readonly { kind: Kind; what: string; key: string; at: string }[] = [
    { kind: 'pair', what: 'labeling.a_much', key: 'q', at: '[data-choice=position-1] kbd' },
    { kind: 'thumbs', what: 'labeling-single.good', key: 'q', at: '[data-choice=thumbs-up] kbd' },
    { kind: 'steps', what: 'labeling-single.right', key: 'q', at: '[data-visible] [data-tone=right] kbd' },
    { kind: 'rank', what: 'labeling-rank.key_tie', key: ';', at: '[aria-pressed]:has-text("tie") kbd' },
  ];
  for (const { kind, what, key, at } of cases) {
    await page.goto(`/annotate/${projects[kind]}`);
    const shown = await bench.ready();
    await visitor.settled();
    await page.keyboard.press('?');
    await sheet.waitFor();
    for (const tool of ['labeling.undo', 'labeling.skip', 'labeling.guidelines', 'labeling-reading.find'])
      await row(tool).first().waitFor();
    await change(what, '?');
    await sheet
      .getByRole('alert')
      .filter({ hasText: words('labeling.keys_taken', { key: '?', what: words('labeling.key_help') }) })
      .waitFor();
    await page.keyboard.press(key);
    await row(what).locator('kbd').filter({ hasText: key.toUpperCase() }).waitFor();
    expect(await focused(page), 'the focus stays at what was changed').toContain(words(what));
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    expect(await page.locator(at).first().textContent(), kind).toBe(key.toUpperCase());
    if (kind === 'pair' || kind === 'thumbs') {
      await bench.decide(key);
      expect(await bench.current()).not.toBe(shown);
    }
  }

  // A tool's own key in one kind gives way where that key names an answer, and says so on its badge.
  await page.goto(`/annotate/${projects.pair}`);
  await bench.ready();
  await page.keyboard.press('?');
  await change('labeling.undo', 'b');
  await row('labeling.undo').locator('kbd').filter({ hasText: 'B' }).waitFor();
  const undo = page.getByRole('toolbar').getByRole('button', { name: words('labeling.undo') });
  expect(await undo.locator('kbd').textContent()).toBe('B');

  // Only selecting, and then no single keys at all.
  await sheet.getByLabel(words('labeling.keys_confirm')).check();
  await page.keyboard.press('Escape');
  const pair = await bench.ready();
  await page.keyboard.press('2');
  await page.getByRole('radio', { name: words('labeling.a_better'), checked: true }).waitFor();
  expect(await bench.current()).toBe(pair);
  await page.keyboard.press('?');
  await sheet.getByLabel(words('labeling.keys_single')).uncheck();
  await page.keyboard.press('Escape');
  await press(page, '3', 's', '?');
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await bench.current()).toBe(pair);

  await page.goto(`/annotate/${projects.rank}`);
  await bench.ready();
  expect(await undo.locator('kbd').textContent(), 'B is an answer here').toBe('U');
  await press(page, 'b', '1');
  expect(await page.locator('[data-visible] [data-standing=ranked]').count()).toBe(0);
  expect(visitor.faults).toEqual([]);
  await visitor.context.close();
});
