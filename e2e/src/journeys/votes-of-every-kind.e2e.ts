import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Submission } from '@pairwright/contract/judgment';
import { sideways } from '../support/accessible.ts';
import { exportAs, freezeDataset } from '../support/dataset-pages.ts';
import { download, jsonLines } from '../support/downloads.ts';
import { type Kind, kinds, makeKind, settle, windowOf } from '../support/every-kind.ts';
import { browser, onStage, product } from '../support/stage.ts';
import type { Visitor } from '../support/visitor.ts';
import { expectLine, type VoteLine } from '../support/vote-lines.ts';
import { Workbench } from '../support/workbench.ts';

let owner: Visitor;
let projects: Readonly<Record<Kind, string>>;
onStage({ demo: false });
beforeAll(async () => {
  ({ owner, projects } = await settle(browser, product, { count: 3 }));
});

/** Gives the last key back: the one that decides. */
async function type(page: Page, ...keys: string[]): Promise<string> {
  for (const key of keys) await page.keyboard.press(key);
  return keys.at(-1)!;
}

/** Gives a judgment of each kind; the second one of a comparison says something else than the first. */
const give: Readonly<Record<Kind, (visitor: Visitor, again: boolean) => Promise<string>>> = {
  pair: ({ page }, again) => type(page, again ? '7' : '1'),
  conversations: ({ page }, again) => type(page, again ? '6' : '2'),
  thumbs: ({ page }, again) => type(page, again ? '2' : '1'),
  rank: ({ page }, again) =>
    again ? type(page, 'b', '3', 'Enter') : type(page, 'b', 'a', '=', 'c', 'd', 'Enter'),
  steps: ({ page }, again) =>
    again ? type(page, '1', '2', 'Enter') : type(page, '1', '1', '3', '1', 'Enter'),
  rating: async ({ page }, again) => {
    const group = page.getByRole('radiogroup', { name: /Correctness/ });
    await group
      .getByRole('radio')
      .nth(again ? 1 : 4)
      .click();
    return type(page, 'Enter');
  },
  parts: async (visitor, again) => {
    const { page, words } = visitor;
    await type(page, again ? '1' : '2', 'Enter', '3', 'ArrowDown', '0', 'ArrowDown', '4', 'ArrowDown', '1');
    await page.getByRole('radio', { name: words('labeling-parts.safe_only_a') }).click();
    await page.getByRole('radiogroup', { name: words('labeling-parts.safety') }).waitFor();
    const reasons = page.getByRole('group', { name: words('labeling-parts.reasons') }).getByRole('checkbox');
    if (!(await reasons.first().isChecked())) await reasons.first().check();
    await page
      .getByRole('textbox', { name: words('labeling-parts.rationale') })
      .fill(
        again
          ? 'On second thought the other one says what it stands on.'
          : 'It says what it stands on, and why 😀.',
      );
    return type(page, 'Control+Enter');
  },
  marks: async (visitor, again) => {
    const { page, words } = visitor;
    if (!again) {
      await type(page, 'k', 'Shift+ArrowRight', '1');
      const note = page
        .getByRole('dialog', { name: words('labeling-turns.edit_mark'), exact: true })
        .getByLabel(words('labeling-turns.note'));
      await note.fill('为什么？');
      await note.press('Enter');
      await type(page, 'Escape', 'r');
      const area = page.getByRole('textbox', { name: words('labeling-turns.rewrite_text') });
      await area.fill('A **better** answer 🎉，更好。');
      await area.press('Escape');
    }
    return type(page, again ? '7' : '1');
  },
};

/** Gives, and waits for the next comparison. */
async function decide(bench: Workbench, kind: Kind, again: boolean): Promise<void> {
  let key = '';
  // What comes on demand hears its keys only once it is there.
  await bench.ready();
  await owner.settled();
  await bench.giveBy(
    async () => {
      key = await give[kind](owner, again);
    },
    () => bench.page.keyboard.press(key),
  );
}

async function typeToNext(bench: Workbench, ...keys: string[]): Promise<void> {
  const typed = async (...some: string[]): Promise<void> => void (await type(bench.page, ...some));
  await bench.giveBy(
    () => typed(...keys),
    () => typed(...keys.slice(-1)),
  );
}

async function exportVotes(projectId: string, name: string): Promise<VoteLine[]> {
  const { page, words } = owner;
  await freezeDataset(owner, projectId, name);
  await exportAs(owner, 'votes');
  return jsonLines<VoteLine>(await download(page, words('console-datasets.format_votes'), 'votes.jsonl'));
}

/** Every judgment that the page told is in the export as it was told; gives their lines in the order of doing. */
function expectLines(lines: readonly VoteLine[], { told }: Workbench): VoteLine[] {
  return told.flatMap(({ kind, body }) => {
    if (kind !== 'judgment') return [];
    const line = lines.find(({ judgment_id }) => judgment_id === body.id)!;
    expectLine(line, body as unknown as Submission);
    return [line];
  });
}

test.each(kinds)(
  '%s: judged, undone, judged otherwise, reloaded, judged again, and exported field by field',
  async (kind) => {
    const { page } = owner;
    const bench = new Workbench(owner);
    await page.goto(`/annotate/${projects[kind]}`);
    const first = await bench.ready();
    await decide(bench, kind, false);
    await bench.undo();
    expect(await bench.current()).toBe(first);
    await decide(bench, kind, true);
    await bench.synced(3);
    await page.reload();
    await decide(bench, kind, false);
    await bench.synced(4);

    const lines = await exportVotes(projects[kind], `All of ${kind}`);
    const judged = expectLines(lines, bench);
    expect(judged).toHaveLength(3);
    const [undone, otherwise, last] = judged;
    expect([undone!.counted, undone!.not_counted_because]).toEqual([false, 'retracted']);
    expect([otherwise!.counted, last!.counted]).toEqual([true, true]);
    // The three judgments and the one that took the first back: nothing more, nothing less.
    expect(lines.map(({ outcome }) => outcome === 'retracted').filter(Boolean)).toHaveLength(1);
    expect(lines).toHaveLength(4);
    expect(owner.faults).toEqual([]);
  },
);

test('the best two of four: by keyboard, partly ranked, taken out, undone, reloaded, or not to be ranked at all', async () => {
  const { page, words } = owner;
  const projectId = await makeKind(owner, product, { kind: 'rank', count: 4, name: 'Best two', topK: 2 });
  const bench = new Workbench(owner);
  await page.goto(`/annotate/${projectId}`);
  const first = await bench.ready();
  await page.getByText(words('labeling-rank.hint_top', { count: 2 })).waitFor();
  await type(page, 'c', 'Enter');
  await page
    .getByText(words('labeling-parts.missing', { parts: words('labeling-parts.missing_ranking') }))
    .last()
    .waitFor({ state: 'attached' });
  expect(bench.told, 'one of two is not enough').toEqual([]);
  await typeToNext(bench, 'd', 'Enter');
  await bench.undo();
  expect(await bench.current()).toBe(first);
  // A letter that has its rank leads to its card; there it is taken out again.
  await type(page, 'd', 'Delete');
  await page
    .getByText(words('labeling-rank.said_none', { letter: 'D' }))
    .last()
    .waitFor({ state: 'attached' });
  await typeToNext(bench, 'b', '0', 'a', 'Enter');

  const second = await bench.ready();
  const order = page.getByText('B = D', { exact: true });
  const draft = page.getByText(words('labeling-parts.draft_saved'));
  await type(page, 'd', '=', 'b');
  await order.waitFor({ state: 'attached' });
  await draft.waitFor();
  await page.reload();
  expect(await bench.ready(), 'what was not given is there again').toBe(second);
  await order.waitFor({ state: 'attached' });
  await typeToNext(bench, 'Enter');

  await bench.ready();
  await type(page, 'a', 'b', 'Shift+N');
  const cannot = page.getByRole('button', { name: words('labeling-rank.cannot_judge'), pressed: true });
  await cannot.waitFor();
  await draft.waitFor();
  await page.reload();
  await bench.ready();
  await cannot.waitFor();
  await typeToNext(bench, 'Enter');
  await bench.synced(5);

  const lines = await exportVotes(projectId, 'Best two');
  const judged = expectLines(lines, bench);
  const told = bench.told.filter(({ kind }) => kind === 'judgment').map(({ body }) => body['answer']);
  expect(told).toEqual([
    { outcome: 'ranking', ranks: [null, null, 1, 2] },
    { outcome: 'ranking', ranks: [0, 2, 1, null] },
    { outcome: 'ranking', ranks: [null, 1, null, 1] },
    { outcome: 'cannot_judge' },
  ]);
  expect(judged.map(({ counted }) => counted)).toEqual([false, true, true, true]);
  expect(owner.faults).toEqual([]);
});

test('ratings alone, with a finger on a phone: given, undone, given otherwise, reloaded, exported', async () => {
  const projectId = await makeKind(owner, product, { kind: 'rating', count: 3, name: 'On a phone' });
  const look = { phone: true, width: 360, height: 740, locale: 'zh-CN' } as const;
  const phone = await windowOf(browser, product, { of: owner, ...look });
  const { page, words } = phone;
  const bench = new Workbench(phone);
  await page.goto(`/annotate/${projectId}`);
  await bench.putOffGuidelines();
  const first = await bench.ready();
  const rate = (name: string, value: number): Promise<void> =>
    page
      .getByRole('radiogroup', { name })
      .getByRole('radio', { name: new RegExp(`^${value}( |$)`) })
      .tap();
  const submit = (): Promise<void> =>
    page.getByRole('button', { name: words('labeling-parts.submit') }).tap();
  await rate('总体质量', 6);
  await submit();
  await page.getByText(words('labeling-parts.missing', { parts: '正确性' })).waitFor();
  await rate('正确性', 4);
  await bench.giveBy(submit);
  await page.getByRole('button', { name: words('labeling.undo') }).tap();
  expect(await bench.ready()).toBe(first);
  await rate('正确性', 1);
  await bench.giveBy(submit);
  const second = await bench.ready();
  await rate('正确性', 0);
  await page.getByText(words('labeling-parts.draft_saved')).waitFor();
  await page.reload();
  expect(await bench.ready()).toBe(second);
  await bench.giveBy(submit);
  await bench.synced(4);
  expect(await sideways(page)).toBe(0);

  const lines = await exportVotes(projectId, 'On a phone');
  const judged = expectLines(lines, bench);
  const ratings = judged.map((line) => line.ratings.map(({ key, value }) => [key, value]));
  expect(ratings).toEqual([
    [
      ['correct', 4],
      ['quality', 6],
    ],
    [
      ['correct', 1],
      ['quality', 6],
    ],
    [['correct', 0]],
  ]);
  expect(judged.map(({ counted }) => counted)).toEqual([false, true, true]);
  for (const { view } of judged)
    expect(JSON.parse(view!)).toMatchObject({ input: 'pointer', widthClass: 'narrow' });
  expect(phone.faults).toEqual([]);
  await phone.context.close();
});
