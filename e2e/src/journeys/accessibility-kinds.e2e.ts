import { beforeAll, expect, test } from 'vitest';
import { smallTargets } from '../support/controls.ts';
import { type Kind, kinds, settle, windowOf } from '../support/every-kind.ts';
import { dialog, menu, screenFaults } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import type { Visitor } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

let owner: Visitor;
let projects: Readonly<Record<Kind, string>>;

onStage({ demo: false });
beforeAll(async () => {
  ({ owner, projects } = await settle(browser, product));
});

/** Answers are given with these; more than a finger's breadth. */
const votes =
  '[data-choice], [class*=letters] > button, [data-visible] [data-step] [role=group] > button, [class*=give]';

/** What opens while a question of this kind is answered: it is shown by `open`, and `within` is looked at. */
interface Opening {
  readonly what: string;
  readonly within?: string;
  open(visitor: Visitor): Promise<void>;
}

const phraseBar = '[data-phrase-bar]';

const openings: Partial<Record<Kind, readonly Opening[]>> = {
  parts: [
    {
      what: 'with parts that are missing',
      async open({ page }) {
        for (const key of ['2', 'Enter']) await page.keyboard.press(key);
        await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
      },
    },
  ],
  rank: [
    {
      what: 'in part ranked',
      async open({ page }) {
        for (const key of ['b', '=', 'c', '0', 'a', '=']) await page.keyboard.press(key);
        await page.locator('[data-visible] [data-standing=tray]').waitFor();
      },
    },
    {
      what: 'ways to move an answer',
      within: menu,
      async open({ page, words }) {
        const name = words('labeling-rank.move', { letter: 'D' });
        await page.locator('[data-visible]').getByRole('button', { name }).click();
      },
    },
  ],
  steps: [
    {
      // One answer is all there is: the prompt and every step stay in reach.
      what: 'where one answer at a time is wanted',
      async open({ page, words }) {
        await page.getByRole('button', { name: words('labeling-reading.view') }).click();
        await page.getByRole('menuitemradio', { name: words('labeling.layout_alone') }).click();
        await page.locator('[data-visible] [data-part=prompt]').getByText('task').waitFor();
      },
    },
    {
      what: 'with an error found',
      async open({ page, words }) {
        for (const key of ['1', '2']) await page.keyboard.press(key);
        await page
          .getByText(words('labeling-single.stopped', { number: 2 }))
          .first()
          .waitFor();
      },
    },
  ],
  marks: [
    {
      what: 'a phrase to be marked',
      within: phraseBar,
      open: ({ page }) => page.keyboard.press('k'),
    },
    {
      what: 'a mark and its note',
      within: phraseBar,
      async open({ page }) {
        await page.keyboard.press('1');
        await page.locator(`${phraseBar} textarea`).waitFor();
      },
    },
    {
      what: 'the editor',
      within: dialog,
      async open({ page, words }) {
        await page.locator(`${phraseBar} textarea`).press('Enter');
        await page.getByRole('button', { name: words('labeling-turns.rewrite'), exact: true }).click();
        await page.locator(`${dialog} textarea`).fill('Better, **in short**.');
        await page.getByRole('tab', { name: words('labeling-turns.changes') }).click();
        await page.locator(`${dialog} ins`).first().waitFor();
      },
    },
  ],
};

test('every kind of question, and what opens while it is answered', async () => {
  const found: string[] = [];
  // One after the other: the windows are one person's, and what was begun in one goes on in the next.
  for (const locale of ['en', 'zh-CN'] as const) {
    await product.database.pool.query('delete from drafts');
    const visitor = await windowOf(browser, product, {
      of: owner,
      locale,
      alsoInEnglish: locale !== 'en',
    });
    const { page } = visitor;
    const bench = new Workbench(visitor);
    for (const kind of kinds) {
      await page.goto(`/annotate/${projects[kind]}`);
      await bench.ready();
      await visitor.settled();
      found.push(...(await screenFaults(visitor, kind)));
      await page.setViewportSize({ width: 320, height: 640 });
      const { small, count } = await smallTargets(page, { of: votes, least: 44 });
      expect(count, kind).toBeGreaterThan(0);
      found.push(...small.map((vote) => `${kind}: small vote: ${vote}`));
      await page.setViewportSize({ width: 1280, height: 800 });
      for (const { what, within, open } of openings[kind] ?? []) {
        // The sizes that were looked at painted the pair anew: what is pressed too soon after that does not count.
        await bench.ready();
        await open(visitor);
        await page.locator(within ?? 'main').waitFor();
        await visitor.settled();
        found.push(...(await screenFaults(visitor, `${kind}, ${what}`, within)));
      }
      // What was chosen about looking is kept on the device.
      await page.evaluate(() => {
        for (const key of Object.keys(localStorage))
          if (key.startsWith('pairwright.workbench')) localStorage.removeItem(key);
      });
    }
    expect(visitor.faults).toEqual([]);
    await visitor.context.close();
  }
  expect(found).toEqual([]);
});
