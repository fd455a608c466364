import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { freezeDataset } from '../support/dataset-pages.ts';
import { type Kind, settle } from '../support/every-kind.ts';
import { dialog } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import type { Visitor } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

let owner: Visitor;
let projects: Readonly<Record<Kind, string>>;

onStage({ demo: false });
beforeAll(async () => {
  ({ owner, projects } = await settle(browser, product, { only: ['pair', 'rank'], count: 6 }));
  await owner.page.addInitScript(watchMotion);
});

/** Notes everything that moves or fades on the page, by name; what changes at one stroke does neither. */
function watchMotion(): void {
  const moved = new Set<string>();
  Object.assign(globalThis, { moved });
  const note = (): void => {
    for (const animation of document.getAnimations()) {
      const { effect } = animation;
      if (!(effect instanceof KeyframeEffect) || Number(effect.getComputedTiming().activeDuration) <= 1)
        continue;
      if (effect.getKeyframes().every(({ easing }) => easing.startsWith('step'))) continue;
      if (animation instanceof CSSTransition) moved.add(animation.transitionProperty);
      else if (animation instanceof CSSAnimation) moved.add(animation.animationName);
      else moved.add('script');
    }
  };
  for (const event of ['animationstart', 'transitionrun']) document.addEventListener(event, note, true);
}

const movedOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...(globalThis as unknown as { moved: Set<string> }).moved].sort());

/** A vote, dialogs, a menu, an answer that is moved on the ladder; gives what moved or faded meanwhile. */
async function work(page: Page): Promise<string[]> {
  const { words } = owner;
  const bench = new Workbench(owner);
  await page.goto(`/annotate/${projects.pair}`);
  await bench.ready();
  await page.getByRole('button', { name: words('labeling.skip'), exact: true }).hover();
  for (const key of ['s', 'f', '?']) {
    await page.keyboard.press(key);
    await page.locator(dialog).waitFor();
    await page.keyboard.press('Escape');
    await page.locator(dialog).waitFor({ state: 'detached' });
  }
  await bench.decide('1');
  await bench.ready();
  const found = await movedOn(page);
  await page.goto(`/annotate/${projects.rank}`);
  await page.getByRole('list', { name: words('labeling-rank.ladder') }).waitFor();
  await bench.ready();
  for (const key of ['b', 'a', 'd', 'c', 'a', 'Alt+ArrowUp']) await page.keyboard.press(key);
  await page.getByText('A > B > D > C', { exact: true }).waitFor({ state: 'attached' });
  await bench.decide('Enter');
  await bench.ready();
  return [...new Set([...found, ...(await movedOn(page))])].sort();
}

/** A version that waits for its turn: how long is not known. */
async function wait(page: Page): Promise<void> {
  await freezeDataset(owner, projects.pair, `Waiting ${Date.now()}`);
  await product.database.pool.query(`update dataset_versions set state = 'queued', frozen_at = null`);
  await page.reload();
  await page.getByRole('progressbar').waitFor();
}

const running = (page: Page): Promise<number> => page.evaluate(() => document.getAnimations().length);
/** How many elements would go over from one look to another, or scroll, little by little. */
const gradual = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const isGradual = (element: Element): boolean => {
      const { transitionDuration, scrollBehavior } = getComputedStyle(element);
      return /[1-9]/.test(transitionDuration) || scrollBehavior === 'smooth';
    };
    return [...document.querySelectorAll('*')].filter(isGradual).length;
  });

test('who asked for less motion sees none: not in dialogs, at a vote, or where something is moved', async () => {
  const { page } = owner;
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  const usual = await work(page);
  expect(usual).toContain('background-color');
  expect(usual).toContainEqual(expect.stringContaining('fill'));
  expect(await gradual(page)).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await work(page)).toEqual([]);
  expect(await running(page)).toBe(0);
  expect(await gradual(page)).toBe(0);
  expect(owner.faults).toEqual([]);
});

test('nor while something of unknown length is waited for', async () => {
  const { page } = owner;
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await wait(page);
  await expect.poll(() => running(page)).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(() => running(page)).toBe(0);
  expect(owner.faults).toEqual([]);
});
