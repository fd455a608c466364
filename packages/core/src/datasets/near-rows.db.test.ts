import { afterAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { recipe } from '@pairwright/contract/recipe';
import type { Manifest } from '@pairwright/formats/manifest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addPair, addVote, createStage } from './datasets.fixture.ts';
import { getVersion } from './datasets.service.ts';
import { asked, said } from './every-kind.fixture.ts';
import { filesOf, frozen } from './exported.fixture.ts';
import { previewRecipe } from './preview.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'near' });
const [a] = stage.annotators as [string];
afterAll(async () => {
  await stage.close();
  await database.close();
});

const poem = (season: string) =>
  `请写一首关于${season}的七言绝句，要求押韵，意境开阔，并在诗后附上一段不超过一百字的赏析，说明你用了哪些意象以及为什么这样安排结构。`;
const long = (word: string) =>
  `The ${word} way to cook rice is to wash it well, to soak it for half an hour, to boil it in a pot with a heavy lid, to turn the heat down, to wait a quarter of an hour without looking, and to let it rest before anybody takes a spoon.`;

let rank = 0;
async function pair(
  prompt: string,
  [first, second]: readonly [string, string],
  strength: number,
): Promise<void> {
  rank += 1;
  const id = await addPair(stage, {
    rank,
    prompt: asked(prompt),
    first: said(first),
    second: said(second),
    source: `row ${rank}`,
  });
  await addVote(stage, id, { annotator: a, outcome: 'preference', strength });
}

test('of rows that say nearly the same the first stays, in Chinese as in English, and every other one has its reason', async () => {
  await pair(poem('秋天'), [long('best'), '不知道'], -2);
  // The same in other words; then the opposite of it, another rejected response, and another prompt.
  await pair(poem('冬天'), [long('good'), '不知道。'], -2);
  await pair(poem('春天'), [long('fine'), '不知道'], 2);
  await pair(poem('夏天'), [long('right'), '春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。'], -2);
  await pair('How do I cook rice?', [long('best'), '不知道'], -2);
  // Nothing tells which of two texts that are nearly the same is which: both stay.
  await pair('Which of them?', [long('one'), long('two')], -2);
  await pair('Which of them?!', [long('two'), long('one')], -2);
  const { versionId } = await frozen(stage, { duplicates: 'near' });
  const version = await getVersion(stage.ctx, versionId);
  expect(version).toMatchObject({ units: 7, rows: 6, drops: { near_duplicate: 1 } });
  const { rows } = await sql<{ source: string; reason: string | null }>`
    select p.source, d.reason from comparisons c join prompts p on p.id = c.prompt_id
    left join dataset_drops d on d.version_id = ${versionId} and d.comparison_id = c.id
    where c.project_id = ${stage.projectId} and d.reason is not null`.execute(database.db);
  expect(rows).toEqual([{ source: 'row 2', reason: 'near_duplicate' }]);
  const files = await filesOf(stage, { versionId, format: 'trl-explicit' });
  const manifest = JSON.parse(files['manifest.json'] ?? '') as Manifest;
  expect(manifest).toMatchObject({
    counts: { units: 7, resolved: 6, dropped: 1 },
    drop_reasons: { near_duplicate: 1 },
    recipe: { duplicates: 'near' },
  });
  expect(files['README.md']).toContain('| says nearly what an earlier row says | `near_duplicate` | 1 |');
  expect(files['train.jsonl']?.trimEnd().split('\n')).toHaveLength(6);
});

test('what is the same to the letter is a duplicate, and only with the choice is anything taken out', async () => {
  await pair('The same?', ['yes 👍', 'no 👎'], -2);
  await pair('The same?', ['yes 👍', 'no 👎'], -2);
  const exact = await getVersion(stage.ctx, (await frozen(stage, { duplicates: 'near' })).versionId);
  expect(exact.drops).toEqual({ near_duplicate: 2 });
  for (const duplicates of ['keep', 'drop'] as const) {
    const { versionId } = await frozen(stage, { duplicates });
    expect((await getVersion(stage.ctx, versionId)).drops).toEqual({});
  }
});

test('the preview of few rows tells of the same ones, and of more what the first of them say', async () => {
  const split = {
    by: 'prompt' as const,
    salt: 's',
    parts: [
      { name: 'train', share: 0.5 },
      { name: 'test', share: 0.5 },
    ],
    nearDuplicates: 'ignore' as const,
  };
  const choices = { duplicates: 'near' as const, split, shuffleSeed: 3 };
  const { versionId } = await frozen(stage, choices);
  const version = await getVersion(stage.ctx, versionId);
  const files = await filesOf(stage, { versionId, format: 'trl-explicit' });
  const preview = await previewRecipe(stage.ctx, { recipe: recipe.parse(choices), format: 'trl-explicit' });
  expect(preview).toMatchObject({
    rows: 7,
    drops: { near_duplicate: 2 },
    near: { rows: 9, found: 2, isAll: true },
  });
  expect([preview.units, preview.rows, preview.drops]).toEqual([version.units, version.rows, version.drops]);
  expect(preview.examples.near_duplicate).toHaveLength(2);
  const lines = [files['train.jsonl'], files['test.jsonl']].map((text) =>
    (text ?? '').split('\n').filter(Boolean),
  );
  expect(preview.splits).toEqual([
    { name: 'test', rows: lines[1]!.length },
    { name: 'train', rows: lines[0]!.length },
  ]);
  expect(preview.lines.length).toBeGreaterThan(0);
  for (const line of preview.lines) expect(lines.flat()).toContain(line);
  const sampled = await previewRecipe(stage.ctx, {
    recipe: recipe.parse(choices),
    format: 'trl-explicit',
    mostExact: 4,
  });
  expect(sampled.drops.near_duplicate).toBeUndefined();
  expect(sampled.near).toMatchObject({ isAll: false });
  const without = await previewRecipe(stage.ctx, { recipe: recipe.parse({}), format: 'trl-explicit' });
  expect([without.near, without.drops]).toEqual([null, {}]);
});

test('a split that joins prompts goes by those that are left', async () => {
  const { versionId } = await frozen(stage, {
    duplicates: 'near',
    split: {
      by: 'prompt',
      salt: 's',
      parts: [
        { name: 'train', share: 0.5 },
        { name: 'test', share: 0.5 },
      ],
      nearDuplicates: 'join',
    },
  });
  expect(await getVersion(stage.ctx, versionId)).toMatchObject({ rows: 7, drops: { near_duplicate: 2 } });
});
