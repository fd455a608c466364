import { expect, test } from 'vitest';
import type { TrlImplicitRow } from '@pairwright/formats/out/trl-lines';
import type { VoteRow } from '@pairwright/formats/out/vote-rows';
import type { Manifest } from '@pairwright/formats/manifest';
import { exportAs, freezeDataset } from '../support/dataset-pages.ts';
import { download, jsonLines } from '../support/downloads.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { visitAs } from '../support/visitor.ts';
import { type Shown, Workbench } from '../support/workbench.ts';

const project = 'Demo: Helpfulness';
const dataset = 'Reward data';

/** Twenty pairs: keys of the seven positions (4 is the tie), both bad, cannot judge. */
const keys = [
  '1',
  '7',
  '2',
  '6',
  '3',
  '5',
  '4',
  'x',
  '1',
  '7',
  'n',
  '2',
  '6',
  '3',
  'x',
  '5',
  '4',
  '1',
  '7',
  '2',
];
/** After these votes (from 1) the last one is taken back and given again with another key. */
const changed = new Map([
  [5, '6'],
  [12, 'x'],
]);
/** Before these votes one pair is skipped. */
const skipped = new Set([3, 9]);

interface Vote {
  readonly key: string;
  readonly judgmentId: string;
  readonly shown: Shown;
  /** Taken back by undo; another vote on the same pair follows. */
  readonly undone: boolean;
}

onStage({ demo: true });

test('an annotator votes 20 pairs by keyboard; the researcher exports; every line is what was pressed', async () => {
  const { votes, skips } = await voteAll();
  expect(votes.filter((vote) => !vote.undone)).toHaveLength(20);
  expect(skips).toHaveLength(skipped.size);

  const visitor = await visitAs(browser, product, { who: 'researcher' });
  const { page, words } = visitor;
  const { rows } = await product.database.pool.query<{ id: string }>(
    'select id from projects where name = $1',
    [project],
  );
  await freezeDataset(visitor, rows[0]!.id, dataset);
  await exportAs(visitor, 'votes');
  await exportAs(visitor, 'trl-implicit');
  const name = (format: string): string => words(`console-datasets.format_${format}`);

  const votesFile = await download(page, name('votes'), 'votes.jsonl');
  const stored = jsonLines<VoteRow>(votesFile);
  checkVotes(stored, votes);
  const votesManifest = JSON.parse(
    (await download(page, name('votes'), 'manifest.json')).bytes.toString(),
  ) as Manifest;
  expect(votesManifest.files).toEqual([
    { name: 'votes.jsonl', rows: stored.length, bytes: votesFile.bytes.length, sha256: votesFile.sha256 },
  ]);
  // Each undo adds a retraction beside the vote it takes back.
  expect(votesManifest.counts).toMatchObject({
    judgments: votes.length + changed.size,
    judgments_counted: 20,
  });
  expect((await download(page, name('votes'), 'README.md')).bytes.toString()).toContain(dataset);

  const trainFile = await download(page, name('trl-implicit'), 'train.jsonl');
  const train = jsonLines<TrlImplicitRow>(trainFile);
  checkTraining(train, { votes, stored });
  const manifest = JSON.parse(
    (await download(page, name('trl-implicit'), 'manifest.json')).bytes.toString(),
  ) as Manifest;
  expect(manifest.files).toEqual([
    { name: 'train.jsonl', rows: train.length, bytes: trainFile.bytes.length, sha256: trainFile.sha256 },
  ]);
  const final = votes.filter((vote) => !vote.undone).map((vote) => vote.key);
  const count = (key: string): number => final.filter((one) => one === key).length;
  const { comparisons, resolved, dropped } = manifest.counts;
  expect({ resolved, sum: resolved + dropped }).toEqual({ resolved: train.length, sum: comparisons });
  expect(manifest.drop_reasons).toMatchObject({
    tie: count('4'),
    both_bad: count('x'),
    cannot_judge: count('n'),
    too_few_judgments: comparisons - 20,
  });
  expect(visitor.faults).toEqual([]);
  await visitor.context.close();
});

/** Anna's sitting; gives what she saw and pressed, in order. */
async function voteAll(): Promise<{ votes: Vote[]; skips: string[] }> {
  const visitor = await visitAs(browser, product, { who: 'anna' });
  const bench = new Workbench(visitor);
  await bench.open(project);
  const pressed: Omit<Vote, 'judgmentId'>[] = [];
  const skips: string[] = [];
  const vote = async (key: string, undone: boolean): Promise<void> => {
    const shown = await bench.read();
    await bench.decide(key);
    pressed.push({ key, shown, undone });
  };
  for (const [index, key] of keys.entries()) {
    if (skipped.has(index + 1)) {
      skips.push(await bench.ready());
      await bench.skip(1);
    }
    const better = changed.get(index + 1);
    await vote(key, better !== undefined);
    if (better === undefined) continue;
    await bench.undo();
    await vote(better, false);
  }
  await bench.synced(pressed.length + skips.length + changed.size);
  const sent = bench.told.filter(({ kind }) => kind === 'judgment');
  expect(sent.map(({ assignmentId }) => assignmentId)).toEqual(
    pressed.map(({ shown }) => shown.assignmentId),
  );
  expect(visitor.faults).toEqual([]);
  await visitor.context.close();
  return { votes: pressed.map((vote, index) => ({ ...vote, judgmentId: sent[index]!.body.id! })), skips };
}

/** What a key means for the answers as shown: negative prefers A. */
function shownStrength(key: string): number | null {
  return /^\d$/.test(key) ? Number(key) - 4 : null;
}

function checkVotes(rows: readonly VoteRow[], votes: readonly Vote[]): void {
  const retractions = rows.filter((row) => row.outcome === 'retracted');
  expect(rows.length - retractions.length).toBe(votes.length);
  expect(retractions.map((row) => row.supersedes).sort()).toEqual(
    votes
      .filter((vote) => vote.undone)
      .map((vote) => vote.judgmentId)
      .sort(),
  );
  const outcomes: Record<string, VoteRow['outcome']> = { 4: 'tie', x: 'both_bad', n: 'cannot_judge' };
  for (const { key, judgmentId, shown, undone } of votes) {
    const row = rows.find((one) => one.judgment_id === judgmentId);
    expect(row, `the vote ${key} on ${shown.assignmentId}`).toBeDefined();
    const { responses, presented_order: order } = row!;
    expect(order.map((index) => responses[index]!.messages!.at(-1)!.content)).toEqual(shown.texts);
    const strength = shownStrength(key);
    const canonical = strength === null || order[0] === 0 ? strength : 0 - strength;
    expect(row).toMatchObject({
      outcome: outcomes[key] ?? 'preference',
      position: strength === null ? null : Number(key),
      points: 7,
      strength: canonical,
      counted: !undone,
      question_version: 1,
      guidelines_version: 1,
    });
    expect(responses.every((response) => response.model.length > 0)).toBe(true);
  }
}

function checkTraining(
  rows: readonly TrlImplicitRow[],
  { votes, stored }: { votes: readonly Vote[]; stored: readonly VoteRow[] },
): void {
  const preferences = votes.filter(({ key, undone }) => !undone && ![null, 0].includes(shownStrength(key)));
  expect(rows).toHaveLength(preferences.length);
  for (const { key, judgmentId, shown } of preferences) {
    const vote = stored.find((one) => one.judgment_id === judgmentId);
    const row = rows.find((one) => one.id === vote?.comparison_id);
    const [preferred, other] = shownStrength(key)! < 0 ? [0, 1] : [1, 0];
    expect(row?.chosen).toEqual([...vote!.prompt, { role: 'assistant', content: shown.texts[preferred] }]);
    expect(row?.rejected).toEqual([...vote!.prompt, { role: 'assistant', content: shown.texts[other] }]);
  }
}
