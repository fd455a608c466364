import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { sideways, violations } from '../support/accessible.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, makeProject } from '../support/through-api.ts';
import { type Visitor, visit } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

const filler = (topic: string, lines: number): string =>
  Array.from({ length: lines }, (_, line) => `${topic} point ${line} about tides, winds and harbours.`).join(
    '\n\n',
  );

/** Two answers of unlike length with the same three headings, and words that differ. */
const english = [
  `# Tides\n\n${filler('First', 20)}\n\n## Moon\n\nThe **moon** pulls the sea twice a day.\n\n${filler('Second', 6)}\n\n## Sun\n\nThe sun helps. zero\u200Bwidth \u202Eturned\u202C\n\n${filler('Third', 30)}`,
  `# Tides\n\n${filler('First', 4)}\n\n## Moon\n\nThe **moon** pulls the ocean twice a day.\n\n${filler('Second', 6)}\n\n## Sun\n\nThe sun helps. zero\u200Bwidth \u202Eturned\u202C\n\n${filler('Third', 12)}`,
];
const chinese = ['今天天气很好，我们去公园散步。', '今天天气很好，我们去海边散步。'];
/** Nested too deeply to be drawn. */
const broken = [`${'> '.repeat(200)}deep`, 'שלום **world** 123\n\nPlain words after.'];

const row = (name: string, prompt: string, [one, two]: readonly string[]) => ({
  prompt_id: name,
  messages: [{ role: 'user', content: `${name}: ${prompt}` }],
  responses: [
    { model: 'one', content: one },
    { model: 'two', content: two },
  ],
});

onStage({ demo: false });

test('reading tools help to read, and what was done with them goes with the judgment', async () => {
  const visitor = await visit(browser, product);
  const { page, words } = visitor;
  await becomeOwner(visitor, product);
  const { projectId } = await makeProject(visitor, product, {
    name: 'Tides',
    rows: [
      row('English', 'Explain the tides of the SEA.', english),
      row('Chinese', '写一句话。', chinese),
      row('Broken', 'Say hello.', broken),
    ],
  });
  const bench = new Workbench(visitor);
  await page.goto(`/annotate/${projectId}`);
  await bench.ready();
  const tools = page.getByRole('button', { name: words('labeling-reading.view') });
  await tools.waitFor();
  const views: Record<string, Record<string, unknown>> = {};
  for (let pair = 0; pair < 3; pair += 1) {
    const id = await bench.ready();
    const prompt = (await shown(page).locator('[data-part=prompt]').textContent()) ?? '';
    if (prompt.includes('English')) await readEnglish(visitor);
    else if (prompt.includes('Chinese')) await readChinese(visitor);
    else await readBroken(visitor);
    await bench.decide('1');
    await bench.synced(pair + 1);
    const name = /English|Chinese|Broken/.exec(prompt)?.[0] ?? '';
    const { rows } = await product.database.pool.query<{ view: Record<string, unknown> }>(
      `select view from judgments where assignment_id = $1 and outcome <> 'retracted' order by id desc limit 1`,
      [id],
    );
    views[name] = rows[0]?.view ?? {};
  }
  expect(views['English']).toMatchObject({ layout: 'side_by_side', syncScroll: true, textSize: 110 });
  expect(views['English']?.['diffMs']).toBeGreaterThan(0);
  expect(Math.max(...(views['English']?.['seen'] as number[]))).toBeGreaterThan(0.5);
  expect(views['Chinese']).toMatchObject({ layout: 'one_at_a_time', syncScroll: false, seen: [1, 1] });
  expect(views['Chinese']?.['diffMs']).toBeGreaterThan(0);
  expect(views['Broken']).toMatchObject({ rawFallbacks: 1 });
  expect(views['Broken']).not.toHaveProperty('diffMs');
  const { rows: flags } = await product.database.pool.query(`select reason from flags`);
  expect(flags).toEqual([{ reason: 'broken_content' }]);
  expect(visitor.faults).toEqual([]);
  await visitor.context.close();
});

/** Differences, search, scrolling together, size, invisible characters, what is recorded. */
async function readEnglish({ page, words }: Visitor): Promise<void> {
  await page.keyboard.press('d');
  await page.getByText(words('labeling-reading.diff_found')).waitFor();
  const marks = await markedWords(page);
  const [a, b] = [marks['pair-only-a'] ?? [], marks['pair-only-b'] ?? []];
  expect([a, b].filter((list) => list.includes('sea') || list.includes('sea '))).toHaveLength(1);
  expect([a, b].filter((list) => list.includes('ocean') || list.includes('ocean '))).toHaveLength(1);
  expect(a.concat(b).some((text) => text.includes('moon'))).toBe(false);

  await page.keyboard.press('/');
  await page.getByRole('textbox', { name: words('labeling-reading.find') }).fill('moon');
  const search = page.getByRole('search');
  await search.getByText(words('labeling-reading.find_in_answer', { letter: 'A', count: 2 })).waitFor();
  await search.getByText(words('labeling-reading.find_in_answer', { letter: 'B', count: 2 })).waitFor();
  expect((await markedWords(page))['pair-find-current']).toEqual(['Moon']);
  await page.keyboard.press('Enter');
  expect((await markedWords(page))['pair-find-current']).toEqual(['moon']);
  await page.getByRole('textbox', { name: words('labeling-reading.find') }).fill('the SEA');
  await search.getByText(words('labeling-reading.find_in_prompt', { count: 1 })).waitFor();
  await page.keyboard.press('Escape');
  await search.waitFor({ state: 'detached' });

  await page.keyboard.press('y');
  const tops = await shown(page)
    .locator('[data-place]')
    .evaluateAll(async ([one, two]) => {
      if (one === undefined || two === undefined) throw new Error('two answers');
      const sun = (body: Element): number =>
        [...body.querySelectorAll('h4')].at(-1)!.getBoundingClientRect().top -
        body.getBoundingClientRect().top;
      one.scrollTop += sun(one);
      const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
      for (let frames = 0; frames < 60 && two.scrollTop === 0; frames += 1) await frame();
      return [sun(one), sun(two)];
    });
  expect(Math.abs(tops[0]! - tops[1]!)).toBeLessThan(4);

  const size = (): Promise<string> =>
    shown(page)
      .locator('[data-text="0"] p')
      .first()
      .evaluate((text) => getComputedStyle(text).fontSize);
  const usual = Number.parseFloat(await size());
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await expectSize(usual * 1.25);
  await page.keyboard.press('-');
  await expectSize(usual * 1.1);

  const text = shown(page).locator('[data-text="0"]');
  expect(await text.textContent()).not.toContain('U+200B');
  await page.keyboard.press('i');
  await text.getByText('U+200B').waitFor();
  expect(await text.textContent()).toContain('zeroU+200Bwidth U+202EturnedU+202C');
  await page.keyboard.press('i');
  await text.getByText('U+200B').waitFor({ state: 'detached' });

  await page.getByRole('button', { name: words('labeling-reading.view') }).click();
  expect(await violations(page, 'tools')).toEqual([]);
  await page.getByRole('menuitem', { name: words('labeling-reading.recorded') }).click();
  const dialog = page.getByRole('dialog', { name: words('labeling-reading.recorded') });
  await dialog.getByText('110%').waitFor();
  expect(await violations(page, 'what is recorded')).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  async function expectSize(pixels: number): Promise<void> {
    await expect.poll(async () => Math.abs(Number.parseFloat(await size()) - pixels)).toBeLessThan(0.2);
  }
}

/** Differences in Chinese, and one answer at a time. */
async function readChinese({ page, words }: Visitor): Promise<void> {
  await page.keyboard.press('d');
  await page.getByText(words('labeling-reading.diff_found')).waitFor();
  const marks = await markedWords(page);
  expect([marks['pair-only-a'], marks['pair-only-b']].flat().sort()).toEqual(['公园', '海边']);
  await page.keyboard.press('Shift+Digit2');
  const answer = (letter: string) =>
    shown(page).getByRole('group', { name: words('labeling.answer_letter', { letter }), exact: true });
  await answer('A').waitFor({ state: 'hidden' });
  await answer('B').waitFor({ state: 'visible' });
  await page
    .getByRole('button', { name: words('labeling.answer_letter', { letter: 'A' }), exact: true })
    .click();
  await answer('A').waitFor({ state: 'visible' });
  await answer('B').waitFor({ state: 'hidden' });
  expect(await sideways(page)).toBe(0);
}

/** A text that cannot be drawn is shown as written, and reported with one press. */
async function readBroken({ page, words }: Visitor): Promise<void> {
  await page.keyboard.press('Shift+Digit1');
  await page.keyboard.press('l');
  await shown(page).getByText(words('ui.raw_failed')).first().waitFor();
  await shown(page).getByText('> > > >').first().waitFor();
  await page.getByRole('button', { name: words('labeling-reading.fallback_report') }).click();
  await shown(page).getByText(words('labeling-reading.fallback_reported')).waitFor();
  // The Hebrew paragraph runs from the right, the English one after it from the left.
  const sides = await shown(page)
    .locator('[data-text] p')
    .evaluateAll((paragraphs) =>
      paragraphs
        .filter((one) => /world|Plain/.test(one.textContent))
        .map((one) => {
          const range = new Range();
          range.selectNodeContents(one);
          const words = range.getBoundingClientRect();
          const box = one.getBoundingClientRect();
          return words.left - box.left < box.right - words.right ? 'left' : 'right';
        }),
    );
  expect(sides).toEqual(['right', 'left']);
}

function shown(page: Page) {
  return page.locator('[data-assignment][data-visible]');
}

/** What the browser highlights, by name. */
async function markedWords(page: Page): Promise<Record<string, string[]>> {
  return page.evaluate(() =>
    Object.fromEntries(
      [...CSS.highlights].map(([name, ranges]) => [
        name,
        [...ranges].map((range) => (range as Range).toString()),
      ]),
    ),
  );
}
