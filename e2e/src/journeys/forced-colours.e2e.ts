import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { expectToldApart, inForcedColours } from '../support/appearance.ts';
import { unseenFocus } from '../support/controls.ts';
import { type Kind, settle } from '../support/every-kind.ts';
import { follow } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import type { Visitor } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

let owner: Visitor;
let projects: Readonly<Record<Kind, string>>;

onStage({ demo: false });
beforeAll(async () => {
  const only = ['pair', 'parts', 'rank', 'steps', 'marks'] as const;
  ({ owner, projects } = await settle(browser, product, { only }));
});

async function sit(kind: Kind): Promise<Page> {
  const { page } = owner;
  await page.goto(`/annotate/${projects[kind]}`);
  await new Workbench(owner).ready();
  // Rarer tools come later.
  await page.getByRole('button', { name: owner.words('labeling-reading.view') }).waitFor();
  await owner.settled();
  return page;
}

const shown = (page: Page, selector: string): Locator => page.locator(`[data-visible] ${selector}`);

/** Every control shows by a line that it has the focus; shadows are gone. */
async function expectFocusSeen(page: Page, what: string): Promise<void> {
  expect(await inForcedColours(page, () => unseenFocus(page, what))).toEqual([]);
}

test('where the system chooses the colours, what is chosen for an answer is still seen', async () => {
  const pair = await sit('pair');
  const choice = (position: number): Locator => pair.locator(`[data-choice=position-${position}]`);
  await choice(1).focus();
  await pair.keyboard.press('ArrowRight');
  await expectToldApart(pair, 'a degree', { chosen: choice(2), other: choice(3), third: choice(1) });
  await expectFocusSeen(pair, 'pair');
  await pair.keyboard.press('Shift+Digit2');
  const jump = pair.getByRole('navigation').getByRole('button');
  await expectToldApart(pair, 'the answer that is shown', { chosen: jump.nth(1), other: jump.nth(0) });

  const parts = await sit('parts');
  for (const key of ['2', 'Enter', '3']) await parts.keyboard.press(key);
  const criterion = parts.locator('[data-asks="criterion:helpful"] label');
  await expectToldApart(parts, 'a point of a criterion', {
    chosen: criterion.nth(2),
    other: criterion.nth(3),
    third: criterion.nth(4),
  });
  await parts
    .getByRole('button', { name: /^Show all/ })
    .first()
    .click();
  const flag = parts.getByRole('radiogroup', { name: 'Violence, Answer A' }).locator('label');
  await expectToldApart(parts, 'that nothing is wrong', {
    chosen: flag.nth(0),
    other: flag.nth(1),
    third: flag.nth(2),
  });
  await flag.nth(2).click();
  await expectToldApart(parts, 'how wrong it is', {
    chosen: flag.nth(2),
    other: flag.nth(1),
    third: flag.nth(0),
  });
  const reason = parts.locator('[data-asks=reason] label');
  await reason.nth(1).click();
  await expectToldApart(parts, 'a reason', {
    chosen: reason.nth(1),
    other: reason.nth(2),
    third: reason.nth(0),
  });
  await expectFocusSeen(parts, 'parts');

  const rank = await sit('rank');
  await rank.keyboard.press('b');
  await rank.keyboard.press('=');
  const sign = rank.getByRole('group', { name: owner.words('labeling-rank.pool') }).locator('[aria-pressed]');
  await expectToldApart(rank, 'a sign that waits for its letter', {
    chosen: sign.nth(0),
    other: sign.nth(1),
  });
  await expectFocusSeen(rank, 'rank');

  const steps = await sit('steps');
  await steps.keyboard.press('1');
  const label = shown(steps, '[data-step]').nth(0).locator('[aria-pressed]');
  await expectToldApart(steps, 'what a step is', {
    chosen: label.nth(0),
    other: label.nth(1),
    third: label.nth(2),
  });
  const step = shown(steps, '[data-step]');
  await expectToldApart(steps, 'the step at hand', {
    chosen: step.nth(1),
    other: step.nth(2),
    third: step.nth(3),
  });
  const [track, fill] = [steps.getByRole('progressbar'), steps.getByRole('progressbar').locator('div')];
  await expectToldApart(steps, 'how far it is', { chosen: fill, other: track });
  await expectFocusSeen(steps, 'steps');
  expect(owner.faults).toEqual([]);
});

test('marks, differences and finds are seen, each by a line of its own', async () => {
  const page = await sit('marks');
  const text = shown(page, '[data-text="0"]');
  const plain = await inForcedColours(page, () => text.screenshot());
  const again = await inForcedColours(page, () => text.screenshot());
  expect(again.equals(plain), 'a picture of the same is the same').toBe(true);
  await page.keyboard.press('k');
  await page.keyboard.press('2');
  const bar = page.locator('[data-phrase-bar]');
  await bar.locator('textarea').waitFor();
  const tone = bar.locator('[aria-pressed]');
  await expectToldApart(page, 'the label of a mark', {
    chosen: tone.nth(1),
    other: tone.nth(0),
    third: tone.nth(2),
  });
  await bar.locator('textarea').press('Enter');
  await page.keyboard.press('Escape');
  const toggle = page.getByRole('button', { name: owner.words('labeling-turns.key_mark') });
  await toggle.click();
  await expectToldApart(page, 'marking by keyboard', {
    chosen: toggle,
    other: page.getByRole('button', { name: owner.words('labeling-turns.rewrite'), exact: true }),
  });
  await toggle.click();
  const marked = await inForcedColours(page, () => text.screenshot());
  expect(marked.equals(plain), 'a mark').toBe(false);
  await page.keyboard.press('d');
  await page.getByText(owner.words('labeling-reading.diff_found')).waitFor();
  const compared = await inForcedColours(page, () => text.screenshot());
  expect(compared.equals(marked), 'differences').toBe(false);
  await page.keyboard.press('/');
  await page.getByRole('textbox', { name: owner.words('labeling-reading.find') }).fill('step');
  const searched = await inForcedColours(page, () => text.screenshot());
  expect(searched.equals(compared), 'finds').toBe(false);
  const line = (name: string): Promise<string> =>
    text.evaluate((found, highlight) => {
      const { textDecorationLine, textDecorationStyle } = getComputedStyle(
        found,
        `::highlight(${highlight})`,
      );
      return `${textDecorationLine} ${textDecorationStyle}`;
    }, name);
  const tones = ['mark-bad', 'mark-warn', 'mark-good', 'mark-neutral'];
  const lines = await inForcedColours(page, () =>
    Promise.all([...tones, 'pair-only-a', 'pair-only-b'].map(line)),
  );
  expect(new Set(lines.slice(0, 4)).size, lines.join(', ')).toBe(4);
  expect(lines[4]).not.toBe(lines[5]);
  expect(lines.every((one) => one.startsWith('underline'))).toBe(true);
  expect(owner.faults).toEqual([]);
});

test('where one is, in pages and parts of pages', async () => {
  const { page, words } = owner;
  await page.goto(`/projects/${projects.pair}/guidelines`);
  await owner.settled();
  const within = (role: 'navigation' | 'tablist', name: string, one: 'link' | 'tab') =>
    page.getByRole(role, { name: words(name) }).getByRole(one);
  const main = within('navigation', 'shell.main_navigation', 'link');
  await expectToldApart(page, 'the main navigation', {
    chosen: main.nth(0),
    other: main.nth(1),
    third: main.nth(2),
  });
  const project = page.getByRole('navigation').last().getByRole('link');
  await expectToldApart(page, 'the pages of a project', {
    chosen: page.locator('nav').last().locator('[aria-current=page]'),
    other: project.nth(0),
    third: project.nth(2),
  });
  const tab = within('tablist', 'console-projects.guidelines_text', 'tab');
  await expectToldApart(page, 'a tab', { chosen: tab.nth(0), other: tab.nth(1) });
  await expectFocusSeen(page, 'guidelines');
  await follow(owner, '/my-work/time');
  const work = page.getByRole('navigation').last().getByRole('link');
  await expectToldApart(page, 'the pages of my work', {
    chosen: page.locator('nav').last().locator('[aria-current=page]'),
    other: work.nth(0),
    third: work.nth(1),
  });
});

test('that a press does not count yet is seen', async () => {
  const page = await sit('pair');
  await inForcedColours(page, async () => {
    const faint = page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          const seen: string[] = [];
          const look = (): void => {
            const bar = document.querySelector<HTMLElement>('[data-guard]')!;
            const choices = bar.querySelector('[role=radiogroup]')!;
            seen.push(`${bar.dataset['guard']} ${getComputedStyle(choices).opacity}`);
            const over = seen.at(-1)!.endsWith(' 1') && seen.some((one) => !one.endsWith(' 1'));
            if (over || seen.length > 300) resolve(seen);
            else requestAnimationFrame(look);
          };
          look();
        }),
    );
    await page.keyboard.press('1');
    expect([...new Set(await faint)]).toContain('settling 0.5');
  });
});
