import type { Page } from 'playwright-core';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Submission } from '@pairwright/contract/judgment';
import { exportAs, freezeDataset } from '../support/dataset-pages.ts';
import { download, jsonLines } from '../support/downloads.ts';
import { type Kind, kinds, settle } from '../support/every-kind.ts';
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

async function type(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Gives a judgment of each kind; the second one of a comparison says something else than the first. */
const give: Readonly<Record<Kind, (visitor: Visitor, again: boolean) => Promise<void>>> = {
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
    await type(page, 'Enter');
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
    await type(page, 'Control+Enter');
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
    await type(page, again ? '7' : '1');
  },
};

/** Gives, and waits for the next comparison. */
async function decide(bench: Workbench, kind: Kind, again: boolean): Promise<void> {
  const before = await bench.ready();
  await give[kind](owner, again);
  await vi.waitUntil(async () => (await bench.current()) !== before, { timeout: 10_000, interval: 50 });
}

async function exportVotes(kind: Kind): Promise<VoteLine[]> {
  const { page, words } = owner;
  await freezeDataset(owner, projects[kind], `All of ${kind}`);
  await exportAs(owner, 'votes');
  return jsonLines<VoteLine>(await download(page, words('console-datasets.format_votes'), 'votes.jsonl'));
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

    const judged = bench.told.filter((told) => told.kind === 'judgment');
    const lines = await exportVotes(kind);
    const lineOf = (id: string | undefined): VoteLine => lines.find((line) => line.judgment_id === id)!;
    expect(judged).toHaveLength(3);
    for (const { body } of judged) expectLine(lineOf(body.id), body as unknown as Submission);
    const [undone, otherwise, last] = judged.map(({ body }) => lineOf(body.id));
    expect([undone!.counted, undone!.not_counted_because]).toEqual([false, 'retracted']);
    expect([otherwise!.counted, last!.counted]).toEqual([true, true]);
    // The three judgments and the one that took the first back: nothing more, nothing less.
    expect(lines.map(({ outcome }) => outcome === 'retracted').filter(Boolean)).toHaveLength(1);
    expect(lines).toHaveLength(4);
    expect(owner.faults).toEqual([]);
  },
);
