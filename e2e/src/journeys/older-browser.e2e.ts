import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { makeKind, windowOf } from '../support/every-kind.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner } from '../support/through-api.ts';
import { type Visitor, visit } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

let owner: Visitor;
let projectId: string;

onStage({ demo: false });
beforeAll(async () => {
  owner = await visit(browser, product);
  await becomeOwner(owner, product);
  projectId = await makeKind(owner, product, { kind: 'marks', count: 3 });
});

interface Phrase {
  readonly pattern: string;
  readonly within: string;
}

const anywhere = '[data-prompt-text], [data-text]';
const marked: Phrase = { pattern: 'answer \\d', within: '[data-text="0"]' };

/** Where these phrases stand on the screen, and where the boxes over the text are: left, top, width of each line's piece. */
async function places(
  page: Page,
  phrases: readonly Phrase[],
): Promise<{ text: number[][]; boxes: number[][] }> {
  return page.evaluate((wanted) => {
    const pane = document.querySelector('[data-assignment][data-visible]')!;
    const round = (rect: DOMRect): number[] => [rect.left, rect.top, rect.width].map(Math.round);
    const text: number[][] = [];
    for (const { pattern, within } of wanted)
      for (const root of pane.querySelectorAll(within)) {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const node = walker.currentNode as Text;
          for (const { index, 0: words } of node.data.matchAll(new RegExp(pattern, 'gi'))) {
            const range = new Range();
            range.setStart(node, index);
            range.setEnd(node, index + words.length);
            text.push(...[...range.getClientRects()].map(round));
          }
        }
      }
    const boxes = [...pane.querySelectorAll('[data-marks] > *')];
    return { text, boxes: boxes.map((box) => round(box.getBoundingClientRect())) };
  }, phrases);
}

/** There is a box over each of these phrases wherever it stands, and no other. */
async function expectCovered(page: Page, phrases: readonly Phrase[]): Promise<void> {
  await expect
    .poll(async () => {
      const { text, boxes } = await places(page, phrases);
      const bare = text.filter(
        (rect) => !boxes.some((box) => box.every((side, at) => Math.abs(side - rect[at]!) <= 2)),
      );
      return { bare, boxes: boxes.length - text.length, found: text.length > 0 };
    })
    .toEqual({ bare: [], boxes: 0, found: true });
}

/** Whether a place looks otherwise with the boxes than without. */
async function isSeen(page: Page, [x = 0, y = 0, width = 0]: readonly number[] = []): Promise<boolean> {
  const look = async (visibility: string): Promise<Buffer> => {
    await page.evaluate(async (how) => {
      for (const layer of document.querySelectorAll<HTMLElement>('[data-marks]'))
        layer.style.visibility = how;
      // The picture is of the last frame that was drawn.
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }, visibility);
    return page.screenshot({ clip: { x, y, width, height: 16 } });
  };
  const bare = await look('hidden');
  return !bare.equals(await look(''));
}

/** How often the page changes within some frames in which nobody does anything. */
async function changes(page: Page): Promise<number> {
  return page.evaluate(async () => {
    let count = 0;
    const observer = new MutationObserver((records) => (count += records.length));
    observer.observe(document.querySelector('[data-visible]')!, { subtree: true, childList: true });
    for (let frames = 0; frames < 10; frames += 1)
      await new Promise((resolve) => requestAnimationFrame(resolve));
    observer.disconnect();
    return count;
  });
}

test.each(['light', 'dark'] as const)(
  'without highlights of the browser’s own, finds, marks and differences are seen where they belong: %s',
  async (theme) => {
    const visitor = await windowOf(browser, product, { of: owner, theme });
    const { page, words } = visitor;
    await visitor.context.addInitScript(() => {
      Reflect.deleteProperty(CSS, 'highlights');
      Reflect.deleteProperty(globalThis, 'Highlight');
    });
    const bench = new Workbench(visitor);
    await page.goto(`/annotate/${projectId}`);
    await bench.putOffGuidelines();
    expect(await page.evaluate(() => 'highlights' in CSS)).toBe(false);

    await page.keyboard.press('k');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('1');
    const note = page.getByRole('dialog', { name: words('labeling-turns.edit_mark'), exact: true });
    await note.getByLabel(words('labeling-turns.note')).press('Enter');
    await page.keyboard.press('Escape');
    await expectCovered(page, [marked]);

    // The prompt says it, and so does each answer.
    await page.keyboard.press('/');
    const search = page.getByRole('search');
    const field = search.getByRole('textbox');
    await field.fill('a');
    await expectCovered(page, [marked, { pattern: 'a', within: anywhere }]);
    // Two who paint do not set each other off.
    await expect.poll(() => changes(page)).toBe(0);
    await field.fill('step');
    await expectCovered(page, [marked, { pattern: 'step', within: anywhere }]);
    const found = page.locator('[data-visible] [data-marks] [class*=find-current]');
    const place = async (): Promise<number[]> => {
      const { x, y, width } = (await found.boundingBox())!;
      return [x, y, width];
    };
    const first = await place();
    expect(await isSeen(page, first)).toBe(true);
    await field.press('Enter');
    await expect.poll(place).not.toEqual(first);
    expect((await place())[1], 'in the same line').toBe(first[1]);
    await field.press('Shift+Enter');
    await field.press('Shift+Enter');
    // Round to the last one, which is scrolled to.
    await expect.poll(async () => isSeen(page, await place())).toBe(true);
    await expectCovered(page, [marked, { pattern: 'step', within: anywhere }]);
    await page.setViewportSize({ width: 900, height: 700 });
    await expectCovered(page, [marked, { pattern: 'step', within: anywhere }]);
    await field.press('Escape');
    await page.keyboard.press('+');
    await expectCovered(page, [marked]);

    await page.keyboard.press('d');
    await page.getByText(words('labeling-reading.diff_found')).waitFor();
    await expect.poll(() => page.locator('[data-visible] [class*=only-a]').count()).toBe(1);
    await expect.poll(() => page.locator('[data-visible] [class*=only-b]').count()).toBe(1);
    await expect.poll(() => changes(page)).toBe(0);
    await bench.decide('1');
    await bench.synced(1);
    expect(visitor.faults).toEqual([]);
    await visitor.context.close();
  },
);
