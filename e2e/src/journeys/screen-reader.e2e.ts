import type { Page } from 'playwright-core';
import { beforeAll, expect, test, vi } from 'vitest';
import { type Kind, settle, windowOf } from '../support/every-kind.ts';
import { browser, onStage, product } from '../support/stage.ts';
import type { Visitor } from '../support/visitor.ts';
import type { Locale } from '../support/words.ts';
import { Workbench } from '../support/workbench.ts';

let owner: Visitor;
let projects: Readonly<Record<Kind, string>>;

onStage({ demo: false });
beforeAll(async () => {
  ({ owner, projects } = await settle(browser, product, {
    only: ['pair', 'parts', 'rank', 'thumbs', 'steps'],
    count: 4,
  }));
});

interface Listener {
  readonly visitor: Visitor;
  readonly bench: Workbench;
  /** Waits until live regions or alerts have said it, at any time since the page was opened. */
  hears(text: string): Promise<void>;
  sit(kind: Kind): Promise<string>;
}

/** Somebody who hears the page: its live regions are listened to from the first moment. */
async function listen(locale: Locale): Promise<Listener> {
  const visitor = await windowOf(browser, product, { of: owner, locale });
  const { page } = visitor;
  await page.addInitScript(() => {
    const said: string[] = [];
    Object.assign(globalThis, { said });
    const live = '[aria-live], [role=status], [role=alert]';
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const text = element?.closest(live)?.textContent.trim() ?? '';
        if (text !== '') said.push(text);
      }
    }).observe(document, { childList: true, characterData: true, subtree: true });
  });
  const heard = (): Promise<string[]> =>
    page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
  const bench = new Workbench(visitor);
  return {
    visitor,
    bench,
    async hears(text) {
      await vi.waitUntil(async () => (await heard()).some((said) => said.includes(text)), {
        timeout: 15_000,
        interval: 20,
      });
    },
    async sit(kind) {
      await page.goto(`/annotate/${projects[kind]}`);
      return bench.ready();
    },
  };
}

/** The page as a screen reader has it: roles, names and states. */
const tree = (page: Page): Promise<string> => page.locator('body').ariaSnapshot();

test.each(['en', 'zh-CN'] as const)('what a pair is to a screen reader, in %s', async (locale) => {
  const { visitor, bench, hears, sit } = await listen(locale);
  const { page, words } = visitor;
  await page.goto(`/annotate/${projects.pair}`);
  // The region that speaks is there before anything is said.
  await page.locator('[role=status][aria-live=polite]').first().waitFor({ state: 'attached' });
  await sit('pair');
  const question = locale === 'en' ? 'Which answer is better?' : '哪个回答更好？';
  const seen = await tree(page);
  const [a, b] = ['A', 'B'].map((letter) => words('labeling.answer_letter', { letter }));
  for (const part of [
    'banner',
    'main',
    'heading "Every kind: pair" [level=1]',
    `group "${words('labeling.prompt')}"`,
    `heading "${a}" [level=2]`,
    `group "${b}"`,
    `radiogroup "${question}"`,
    `radio "${words('labeling.a_much')}"`,
    `radio "${words('labeling.b_much')}"`,
    `toolbar "${words('labeling.toolbar')}"`,
  ])
    expect(seen).toContain(part);
  const order = [words('labeling.prompt'), a, b, question].map((name) => seen.indexOf(`"${name}"`));
  expect(order, 'read in the order of work').toEqual([...order].sort((one, other) => one - other));
  expect(seen).not.toContain('[checked]');
  const radio = page.getByRole('radio', { name: words('labeling.a_much') });
  await radio.focus();
  await page.keyboard.press('ArrowRight');
  const better = words('labeling.a_better');
  await expect.poll(() => tree(page)).toContain(`radio "${better}" [checked]`);
  await page.keyboard.press('Enter');
  await hears(words('labeling.saved', { count: 1 }));
  await bench.ready();
  await bench.decide('2');
  await hears(words('labeling.saved', { count: 2 }));
  await bench.undo();
  await hears(words('labeling.saved_undo'));
  await bench.undo();
  await bench.synced(4);
  expect(visitor.faults).toEqual([]);
  await visitor.context.close();
});

test('what happens is said: ranks, labels, and what is missing', async () => {
  const { visitor, bench, hears, sit } = await listen('en');
  const { page, words } = visitor;
  const rank = (key: string, values: Record<string, string | number> = {}): string =>
    words(`labeling-rank.${key}`, values);

  await sit('rank');
  for (const part of [
    'region "Rank the answers from best to worst."',
    `group "${rank('pool')}"`,
    `list "${rank('ladder')}"`,
    `button "${rank('up', { letter: 'A' })}"`,
  ])
    await expect.poll(() => tree(page)).toContain(part);
  await page.keyboard.press('b');
  await hears(rank('said_rank', { letter: 'B', rank: 1, count: 4 }));
  await page.keyboard.press('=');
  await page.keyboard.press('c');
  await hears(rank('said_tied', { letter: 'C', rank: 1, count: 4, others: 'B' }));
  await page.keyboard.press('Enter');
  await hears(words('labeling-parts.missing', { parts: words('labeling-parts.missing_ranking') }));

  await sit('thumbs');
  await expect.poll(() => tree(page)).toContain('radiogroup "Is this answer good?"');
  await sit('steps');
  await expect
    .poll(() => tree(page))
    .toContain(`group "${words('labeling-single.step_of', { number: 1, count: 4 })}"`);
  await expect
    .poll(() => tree(page))
    .toContain(`progressbar "${words('labeling-single.progress', { done: 0, count: 4 })}"`);
  await page.keyboard.press('1');
  await hears(words('labeling-single.said_label', { number: 1, label: words('labeling-single.right') }));
  await expect.poll(() => tree(page)).toContain(`button "${words('labeling-single.right')}" [pressed]`);
  await page.keyboard.press('2');
  // Both sentences of one moment are heard.
  await hears(words('labeling-single.said_label', { number: 2, label: words('labeling-single.wrong') }));
  await hears(words('labeling-single.said_done'));

  await sit('parts');
  await page.keyboard.press('2');
  await page.keyboard.press('Enter');
  await hears('Correctness');
  const parts = await tree(page);
  for (const part of [
    `region "${words('labeling-parts.title')}"`,
    'radiogroup "Helpful"',
    `radiogroup "${words('labeling-parts.safety')}"`,
    `radio "${words('labeling.a_slightly')}"`,
  ])
    expect(parts).toContain(part);
  const focusedIn = await page.evaluate(() =>
    document.activeElement?.closest('[data-asks]')?.getAttribute('data-asks'),
  );
  expect(focusedIn, 'it leads to the first that is missing').toBe('criterion:helpful');
  expect(bench.told).toEqual([]);
  expect(visitor.faults).toEqual([]);
  await visitor.context.close();
});
