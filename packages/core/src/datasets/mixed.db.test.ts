import { text as readText } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Recipe } from '@pairwright/contract/datasets';
import type { Message } from '@pairwright/contract/shapes';
import { plainPair } from '@pairwright/domain/judgment/form';
import type { Manifest } from '@pairwright/formats/manifest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addQuestion, addRewrite, addVote, createStage, plainRecipe } from './datasets.fixture.ts';
import { createDataset, freezeDataset, getExport, getVersion, startExport } from './datasets.service.ts';
import { runExport } from './export-run.service.ts';
import { freezeVersion } from './freeze.service.ts';
import { previewRecipe } from './preview.service.ts';

// One project whose question was a pair, then a ranking, then a single answer.
const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'mixed' });
const signal = new AbortController().signal;
const said = (content: string): Message[] => [{ role: 'assistant', content }];
const made = { pair: '', ranking: '', single: '', rewriting: '', alone: '' };
afterAll(async () => {
  await stage.close();
  await database.close();
});

beforeAll(async () => {
  const [a, b] = stage.annotators as [string, string];
  const pair = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
  await addQuestion(stage, 2, {
    ...pair,
    main: { kind: 'rank', allowTies: true, allowUnacceptable: false, topK: null, allowCannotJudge: true },
  });
  await addQuestion(stage, 3, {
    ...pair,
    main: { kind: 'single', ask: 'thumbs', stopAtFirstError: false, allowCannotJudge: true },
  });
  const two = await addGroup(stage, { rank: 1, responses: [said('good'), said('poor')] });
  made.pair = two.comparisonId;
  made.rewriting = await rewritten(two.comparisonId, a, { parent: 0, content: 'best', strength: -3 });
  await rewritten(two.comparisonId, b, { parent: null, content: ' ', strength: -1 });
  const three = await addGroup(stage, { rank: 2, responses: ['x', 'y', 'z'].map(said) });
  made.ranking = three.comparisonId;
  const order = [2, 0, 1];
  await addVote(stage, three.comparisonId, {
    annotator: a,
    outcome: 'ranking',
    ranks: [2, 1, 3],
    questionVersion: 2,
    order,
  });
  await addVote(stage, three.comparisonId, {
    annotator: b,
    outcome: 'ranking',
    ranks: [2, 1, 2],
    questionVersion: 2,
    order,
  });
  const one = await addGroup(stage, { rank: 3, responses: [said('single')] });
  made.single = one.comparisonId;
  const details = await addRewrite(stage, {
    comparisonId: one.comparisonId,
    author: a,
    parent: 0,
    content: 'better',
  });
  const { judgmentId } = await addVote(stage, one.comparisonId, {
    annotator: a,
    outcome: 'thumbs_down',
    questionVersion: 3,
    order: [0],
    details,
  });
  made.alone = judgmentId;
});

async function rewritten(
  comparisonId: string,
  annotator: string,
  { strength, ...rewrite }: { parent: number | null; content: string; strength: number },
): Promise<string> {
  const details = await addRewrite(stage, { comparisonId, author: annotator, ...rewrite });
  return (await addVote(stage, comparisonId, { annotator, outcome: 'preference', strength, details }))
    .judgmentId;
}

async function freeze(recipe: Recipe): Promise<string> {
  const dataset = await createDataset(stage.ctx, { name: 'mixed', recipe });
  const version = await freezeDataset(stage.ctx, dataset.id);
  await freezeVersion(stage.ctx, { versionId: version.id, signal });
  return version.id;
}

async function exportFiles(
  versionId: string,
): Promise<{ rows: Row[]; manifest: Manifest; card: string; sums: string[] }> {
  const { id } = await startExport(stage.ctx, { versionId, format: 'trl-implicit' });
  await runExport(stage.ctx, { exportId: id, signal });
  const { files } = await getExport(stage.ctx, id);
  const read = async (name: string) => readText(await stage.artifacts.read(`exports/${id}/${name}`));
  return {
    rows: (await read('train.jsonl'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row),
    manifest: JSON.parse(await read('manifest.json')) as Manifest,
    card: await read('README.md'),
    sums: (files ?? []).map(({ sha256 }) => sha256),
  };
}

interface Row {
  readonly id: string;
  readonly comparison_id: string;
  readonly source: string;
  readonly chosen: Message[];
  readonly rejected: Message[];
  readonly margin: number;
}

const short = ({ source, chosen, rejected, margin }: Row) =>
  `${source} ${chosen.at(-1)?.content} > ${rejected.at(-1)?.content} by ${margin}`;

test('a version of pairs, rankings, single answers and rewrites has each as a row or for one reason', async () => {
  const versionId = await freeze({ ...plainRecipe, includeMargin: true });
  const { rows, manifest, card } = await exportFiles(versionId);
  expect(rows.map(short)).toEqual([
    'pair good > poor by 2',
    'rewrite best > good by 1',
    'rewrite best > poor by 1',
    'ranking y > x by 1',
    'ranking y > z by 1',
    'rewrite better > single by 1',
  ]);
  expect(rows.map(({ id }) => id)).toEqual([
    made.pair,
    `${made.pair}-${made.rewriting}-0`,
    `${made.pair}-${made.rewriting}-1`,
    `${made.ranking}-0-1`,
    `${made.ranking}-1-2`,
    `${made.single}-${made.alone}-0`,
  ]);
  expect(rows.every(({ id, comparison_id }) => id.startsWith(comparison_id))).toBe(true);
  const drops = { no_majority: 1, empty_chosen: 2, no_preference: 1 };
  const kinds = {
    pair: { units: 1, rows: 1 },
    ranking: { units: 3, rows: 2 },
    single: { units: 1, rows: 0 },
    rewrite: { units: 5, rows: 3 },
  };
  expect(manifest.drop_reasons).toMatchObject(drops);
  expect(manifest.kinds).toEqual(kinds);
  expect(manifest.counts).toMatchObject({ comparisons: 3, units: 10, resolved: 6, dropped: 4 });
  expect(await getVersion(stage.ctx, versionId)).toMatchObject({
    comparisons: 3,
    units: 10,
    rows: 6,
    kinds,
    drops,
  });
  expect(card).toContain('- question, version 2: Question 2? (a ranking, best first)');
  expect(card).toContain('| two responses of a comparison of three or more | `ranking` | 3 | 2 |');
  expect(card).toContain('| 改写后的回答与同一比较中的一个回答 | `rewrite` | 5 | 3 |');
});

test('what the recipe does not select is counted, and the preview says the same', async () => {
  for (const [recipe, wanted] of [
    [{ rankings: 'leave_out', rewrites: 'leave_out' }, ['pair good > poor by 2']],
    [
      { rankings: 'best_vs_worst', rewrites: 'leave_out' },
      ['pair good > poor by 2', 'ranking y > x by 1', 'ranking y > z by 1'],
    ],
  ] as const) {
    const whole = { ...plainRecipe, includeMargin: true, ...recipe };
    const versionId = await freeze(whole);
    const { rows } = await exportFiles(versionId);
    expect(rows.map(short)).toEqual(wanted);
    const preview = await previewRecipe(stage.ctx, { recipe: whole, format: 'trl-implicit' });
    const version = await getVersion(stage.ctx, versionId);
    const { comparisons, units, kinds, drops } = version;
    expect(preview).toMatchObject({ comparisons, units, kinds, drops, rows: rows.length });
    expect(preview.lines.map((line) => JSON.parse(line) as Row)).toEqual(rows);
    expect(Object.values(drops ?? {}).reduce((sum, count) => sum + count, 0) + rows.length).toBe(units);
    expect(drops?.not_selected).toBeGreaterThan(0);
  }
});

test('the same version gives the same bytes again, and so does a version frozen again', async () => {
  const versionId = await freeze(plainRecipe);
  const first = await exportFiles(versionId);
  await database.db
    .updateTable('exports')
    .set({ state: 'failed' })
    .where('version_id', '=', versionId)
    .execute();
  expect((await exportFiles(versionId)).sums).toEqual(first.sums);
  const again = await exportFiles(await freeze(plainRecipe));
  expect(again.rows).toEqual(first.rows);
  expect(again.sums[0]).toBe(first.sums[0]);
});
