import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ExportFormat, recipe, type Recipe } from '@pairwright/contract/datasets';
import type { Manifest } from '@pairwright/formats/manifest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addPair, addVote, createStage, noDetails } from './datasets.fixture.ts';
import { asked, said } from './every-kind.fixture.ts';
import { filesOf, frozen } from './exported.fixture.ts';
import { previewRecipe } from './preview.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'rated-beside' });
const [a, b] = stage.annotators as [string, string];
afterAll(async () => {
  await stage.close();
  await database.close();
});

const rated = (value: number) => ({
  ...noDetails,
  ratings: [0, 1].map((response) => ({ key: 'helpfulness', response, value: value + response })),
});
const years = ['2020-01-01', '2022-01-01'] as const;

beforeAll(async () => {
  const pair = (rank: number, first: string) =>
    addPair(stage, {
      rank,
      prompt: asked(`Question ${rank}?`),
      first: said(first),
      second: said('No idea.'),
    });
  const vote = { outcome: 'preference', strength: -2 } as const;
  const plain = await pair(1, 'Wash it.');
  const votes = [
    await addVote(stage, plain, { ...vote, annotator: a, details: rated(1), rationale: 'clear' }),
    await addVote(stage, plain, {
      ...vote,
      annotator: b,
      details: rated(3),
      rationale: 'ask me@example.org',
    }),
  ];
  await sql`alter table judgments disable trigger user`.execute(database.db);
  for (const [place, { judgmentId }] of votes.entries())
    await sql`update judgments set created_at = ${years[place]}::timestamptz where id = ${judgmentId}`.execute(
      database.db,
    );
  await sql`alter table judgments enable trigger user`.execute(database.db);
  const secret = await pair(2, 'Write to one@example.org.');
  await addVote(stage, secret, { ...vote, annotator: a, details: rated(2) });
  const even = await pair(3, 'Maybe.');
  await addVote(stage, even, { annotator: a, outcome: 'tie', details: rated(0) });
});

async function exported(choices: Partial<Recipe>, format: ExportFormat) {
  const { versionId } = await frozen(stage, choices);
  const files = await filesOf(stage, { versionId, format });
  const manifest = JSON.parse(files['manifest.json'] ?? '') as Manifest;
  const lines = (name: string) => (files[`${name}.jsonl`] ?? '').split('\n').filter((line) => line !== '');
  return { read: manifest.format_rows, lines };
}

test('a recipe that refuses personal data gives no rating of a response with some', async () => {
  const choices: Partial<Recipe> = { singles: 'include', personalData: 'refuse' };
  const { read, lines } = await exported(choices, 'nemo-aligner-regression');
  expect(lines('train').join()).not.toContain('example.org');
  expect(read).toEqual({ read: 6, written: 5, lines: 5, refused: { personal_data: 1 } });
  const preview = await previewRecipe(stage.ctx, {
    recipe: recipe.parse(choices),
    format: 'nemo-aligner-regression',
  });
  expect(preview.lines).toEqual(lines('train'));
  expect(preview.held).toMatchObject({ rows: 6, written: 5, refused: { personal_data: 1 } });
});

test('a recipe that refuses personal data gives no reason with some', async () => {
  const refused = await exported({ personalData: 'refuse' }, 'trl-explicit');
  expect(refused.lines('train')).toHaveLength(1);
  await expect(exported({ personalData: 'refuse' }, 'helpsteer3')).rejects.toThrow('personal_data 1');
  const masked = await exported({ personalData: 'mask' }, 'helpsteer3');
  expect(masked.lines('train').join()).toContain('"reasoning":"ask [EMAIL]"');
});

test('ratings go with the first row of their comparison, into one part, as the preview says', async () => {
  const byDate = (until: string): Recipe['split'] => ({
    by: 'date',
    parts: [
      { name: 'old', until },
      { name: 'train', until: null },
    ],
  });
  const of = async (until: string) => {
    const choices: Partial<Recipe> = {
      aggregation: 'each_vote',
      singles: 'include',
      split: byDate(until),
    };
    const { lines } = await exported(choices, 'nemo-aligner-regression');
    const preview = await previewRecipe(stage.ctx, {
      recipe: recipe.parse(choices),
      format: 'nemo-aligner-regression',
    });
    expect(preview.lines.toSorted()).toEqual([...lines('old'), ...lines('train')].toSorted());
    return [lines('old').length, lines('train').length];
  };
  // The first comparison has a row in each part, the second in the later one, the third none.
  expect(await of('2021-01-01')).toEqual([2, 2]);
  // All rows are in one part.
  expect(await of('2001-01-01')).toEqual([0, 4]);
});

test('no mean of several people is in a part of one of them', async () => {
  const split: Recipe['split'] = { by: 'annotator', salt: 's', parts: [{ name: 'train', share: 1 }] };
  const choices: Partial<Recipe> = { aggregation: 'each_vote', singles: 'include', split };
  await expect(exported(choices, 'nemo-aligner-regression')).rejects.toThrow('no row of a kind');
  const preview = await previewRecipe(stage.ctx, {
    recipe: recipe.parse(choices),
    format: 'nemo-aligner-regression',
  });
  expect(preview.lines).toEqual([]);
});
