import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ExportFormat, recipe as recipeShape, type Recipe } from '@pairwright/contract/datasets';
import { exportFormats } from '@pairwright/contract/export-formats';
import type { Manifest } from '@pairwright/formats/manifest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addRewrite, addVote, createStage } from './datasets.fixture.ts';
import { createDataset } from './datasets.service.ts';
import { addEveryKind, asked, said } from './every-kind.fixture.ts';
import { dataFilesOf, filesOf as namedFilesOf, frozen } from './exported.fixture.ts';
import { previewRecipe } from './preview.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'previewed' });
afterAll(async () => {
  await stage.close();
  await database.close();
});

const [a, b] = stage.annotators as [string, string];

beforeAll(async () => {
  await addEveryKind(stage);
  const personal = await addGroup(stage, {
    rank: 0,
    prompt: asked('Write to mia@example.com, please.'),
    responses: [said('I wrote to mia@example.com.'), said('No.'), said('Call 13912345678.')],
  });
  const rewrite = await addRewrite(stage, {
    comparisonId: personal.comparisonId,
    author: a,
    parent: 1,
    content: 'I wrote to leo@example.com instead.',
  });
  await addVote(stage, personal.comparisonId, {
    annotator: a,
    outcome: 'ranking',
    ranks: [1, 2, 2],
    questionVersion: 2,
    order: [0, 1, 2],
    details: rewrite,
    rationale: 'zoe@example.com said so',
  });
  const two = await addGroup(stage, { rank: 9, responses: [said('+8613912345678'), said('none')] });
  for (const [annotator, strength] of [
    [a, -3],
    [b, -2],
  ] as const)
    await addVote(stage, two.comparisonId, {
      annotator,
      outcome: 'preference',
      strength,
      rationale: 'mine is zoe@example.com',
    });
});

/** The text of the data files of each part; none where the format holds none of the rows. */
async function filesOf(versionId: string, format: ExportFormat): Promise<string[]> {
  try {
    return await dataFilesOf(stage, { versionId, format });
  } catch (error) {
    if (error instanceof Error && /holds none|no row of a kind/.test(error.message)) return [];
    throw error;
  }
}

const everything = {
  includeMargin: true,
  singles: 'include',
  ties: 'keep',
  bothBad: 'negatives',
} as const;
const recipes: readonly (readonly [what: string, recipe: Partial<Recipe>])[] = [
  ['everything there is', everything],
  ['personal data masked', { ...everything, personalData: 'mask' }],
  [
    'rows with personal data refused, nobody named',
    { ...everything, personalData: 'refuse', annotators: 'none' },
  ],
  ['every vote a row, in an order of its own', { ...everything, aggregation: 'each_vote', shuffleSeed: 7 }],
  ['ties in halves', { ...everything, ties: 'half_weight', duplicates: 'drop', softLabel: true }],
  [
    'in parts',
    {
      ...everything,
      split: {
        by: 'prompt',
        salt: 's',
        parts: [
          { name: 'train', share: 0.5 },
          { name: 'test', share: 0.5 },
        ],
        nearDuplicates: 'ignore',
      },
    },
  ],
];

test.each(recipes)('the first lines of every format are those of its file: %s', async (_what, choices) => {
  const recipe = recipeShape.parse(choices);
  const { datasetId, versionId } = await frozen(stage, choices);
  const shown = new Set<ExportFormat>();
  for (const format of exportFormats) {
    const { lines } = await previewRecipe(stage.ctx, { recipe, format, datasetId });
    const files = await filesOf(versionId, format);
    const written = files.map((file) => file.trimEnd().split('\n'));
    // A file that is one list begins with a line of its own.
    const most = format === 'moss-rm' ? 6 : 5;
    if (written.length === 1) expect(lines, format).toEqual(written[0]?.slice(0, most));
    else {
      // In a list the last line of a part has no comma.
      const bare = written.flat().map((line) => line.replace(/,$/, ''));
      for (const line of lines) expect(bare, format).toContain(line.replace(/,$/, ''));
      expect(lines.length > 0, format).toBe(written.length > 0);
    }
    if (lines.length > 0) shown.add(format);
    if (recipe.personalData === 'mask')
      expect(lines.join('\n'), format).not.toMatch(/@example\.com|13912345678/);
  }
  if (recipe.singles === 'include') expect([...shown].toSorted()).toEqual(exportFormats.toSorted());
});

test('another project has none of its names, and without a dataset they are made up', async () => {
  const recipe = recipeShape.parse({});
  const ask = (datasetId?: string) => previewRecipe(stage.ctx, { recipe, format: 'votes', datasetId });
  const other = await createStage(database, { slug: 'elsewhere' });
  const foreign = await createDataset(other.ctx, { name: 'theirs', recipe });
  await expect(ask(foreign.id)).rejects.toMatchObject({ code: 'not_found' });
  const own = await createDataset(stage.ctx, { name: 'ours', recipe });
  const names = (lines: readonly string[]) =>
    lines.map((line) => (JSON.parse(line) as { annotator: string }).annotator);
  const first = names((await ask(own.id)).lines);
  expect(names((await ask(own.id)).lines)).toEqual(first);
  expect(names((await ask()).lines)).not.toEqual(first);
  await other.close();
});

test.each([
  ['everything there is', everything],
  ['weights that some formats have no place for', { ...everything, ties: 'half_weight', softLabel: true }],
  ['rows with personal data refused', { ...everything, personalData: 'refuse' }],
] as const)('what a format cannot hold is known before the freeze, by reason: %s', async (_what, choices) => {
  const recipe = recipeShape.parse(choices);
  const { versionId } = await frozen(stage, choices);
  let refused = 0;
  for (const format of exportFormats) {
    const { held } = await previewRecipe(stage.ctx, { recipe, format });
    const texts = await namedFilesOf(stage, { versionId, format }).catch((error: unknown) => {
      if (error instanceof Error && /holds none|no row of a kind/.test(error.message)) return null;
      throw error;
    });
    if (texts === null) {
      expect({ format, written: held?.written }).toEqual({ format, written: 0 });
      continue;
    }
    const { format_rows: told } = JSON.parse(texts['manifest.json'] ?? '') as Manifest;
    expect({ format, held }).toEqual({
      format,
      held:
        told === undefined
          ? null
          : { rows: told.read, written: told.written, refused: told.refused, isAll: true },
    });
    refused += Object.values(held?.refused ?? {}).reduce((sum, n) => sum + n, 0);
  }
  expect(refused).toBeGreaterThan(0);
});

test('of many rows the first ones are looked at, and said to be, in the order of the file', async () => {
  const many = await createStage(database, { slug: 'many' });
  const ids: string[] = [];
  for (let n = 0; n < 220; n += 1) {
    const { comparisonId } = await addGroup(many, {
      rank: n,
      prompt: n % 4 === 0 ? [{ role: 'system', content: 'Be brief.' }, ...asked('Why?')] : asked('Why?'),
      responses: [said('yes'), said('no')],
    });
    await addVote(many, comparisonId, { annotator: many.annotators[0]!, outcome: 'preference', strength: 2 });
    ids.push(comparisonId);
  }
  const { held } = await previewRecipe(many.ctx, { recipe: recipeShape.parse({}), format: 'hh-strings' });
  expect(held).toEqual({ rows: 200, written: 150, refused: { system_prompt: 50 }, isAll: false });
  const shuffled = { shuffleSeed: seedThatBeginsBehind(ids, 200) };
  const { lines } = await previewRecipe(many.ctx, { recipe: recipeShape.parse(shuffled), format: 'kto' });
  const { versionId } = await frozen(many, shuffled);
  const [file = ''] = await dataFilesOf(many, { versionId, format: 'kto' });
  expect(lines).toEqual(file.split('\n').slice(0, 5));
  await many.close();
});

/** A seed whose first comparison is none of the project's first ones. */
function seedThatBeginsBehind(ids: readonly string[], most: number): number {
  const place = (seed: number, id: string) => createHash('sha256').update(`${seed}:${id}`).digest('hex');
  for (let seed = 0; ; seed += 1) {
    const [first = ''] = ids.toSorted((one, other) => (place(seed, one) < place(seed, other) ? -1 : 1));
    if (ids.indexOf(first) >= most) return seed;
  }
}
