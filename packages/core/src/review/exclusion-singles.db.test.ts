import { afterAll, expect, test } from 'vitest';
import { recipe } from '@pairwright/contract/datasets';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import {
  addGroup,
  addQuestion,
  addVote,
  createStage,
  type GivenVote,
  noDetails,
} from '../datasets/datasets.fixture.ts';
import { createDataset, freezeDataset } from '../datasets/datasets.service.ts';
import { freezeVersion } from '../datasets/freeze.service.ts';
import { getResolution } from '../resolutions/explain.service.ts';
import { singleForm } from '../resolutions/single-form.fixture.ts';
import { createExclusion, endExclusion, previewExclusion } from './exclusions.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
const signal = new AbortController().signal;
afterAll(async () => {
  await stage.close();
  await database.close();
});

const [careless = '', careful = '', third = ''] = stage.annotators;
const steps = (label: 'right' | 'wrong') => ({ ...noDetails, steps: [{ start: 0, end: 3, label }] });
const quality = (value: number) => ({ ...noDetails, ratings: [{ key: 'quality', response: 0, value }] });

test('of every kind an excluded judgment leaves the label, new versions follow, frozen ones stay, and all heals', async () => {
  const kinds = [
    ['thumbs', { outcome: 'thumbs_up' }, { outcome: 'thumbs_down' }],
    ['steps', { outcome: 'steps', details: steps('right') }, { outcome: 'steps', details: steps('wrong') }],
    ['rating', { outcome: 'rated', details: quality(5) }, { outcome: 'rated', details: quality(2) }],
  ] as const satisfies [string, Partial<GivenVote>, Partial<GivenVote>][];
  const made: string[] = [];
  for (const [index, [ask, wrong, right]] of kinds.entries()) {
    await addQuestion(stage, index + 2, singleForm(ask, { stopAtFirstError: false, required: true }));
    const { comparisonId } = await addGroup(stage, {
      rank: index + 1,
      responses: [[{ role: 'assistant', content: 'one' }]],
    });
    const vote = { questionVersion: index + 2, order: [0] };
    await addVote(stage, comparisonId, { annotator: careless, ...wrong, ...vote });
    await addVote(stage, comparisonId, { annotator: careful, ...right, ...vote });
    // Who abstains changes nothing: as many say the one as the other until the careless one is gone.
    if (ask !== 'rating')
      await addVote(stage, comparisonId, { annotator: third, outcome: 'cannot_judge', ...vote });
    await database.db
      .updateTable('comparisons')
      .set({ judged: ask === 'rating' ? 2 : 3 })
      .where('id', '=', comparisonId)
      .execute();
    made.push(comparisonId);
  }
  const labels = () =>
    Promise.all(
      made.map(async (comparisonId) => {
        const found = await getResolution(stage.ctx, { comparisonId });
        const { result, votesUsed, responses } = found;
        const median = found.questions[0]?.responses?.[0]?.value ?? null;
        return [result, votesUsed, responses?.[0]?.mostly ?? found.steps?.[0]?.mostly ?? median];
      }),
    );
  const dataset = await createDataset(stage.ctx, {
    name: 'singles',
    recipe: { ...recipe.parse({}), singles: 'include' },
  });
  const before = await labels();
  expect(before).toEqual([
    ['contested', 2, null],
    ['contested', 2, null],
    ['answered', 2, 3.5],
  ]);
  const first = await freeze(dataset.id);
  expect(first.rows).toEqual([
    { ratings: [expect.objectContaining({ key: 'quality', mean: 3.5, votes: 2 })] },
  ]);

  const scope = { kind: 'all' } as const;
  expect(await previewExclusion(stage.ctx, { annotatorId: careless, scope })).toMatchObject({
    judgments: 3,
    flipped: 2,
  });
  const exclusion = await createExclusion(stage.ctx, { annotatorId: careless, scope, reason: 'guesses' });
  expect(exclusion.effect).toMatchObject({ judgments: 3, flipped: 2 });
  expect(await labels()).toEqual([
    ['answered', 1, false],
    ['answered', 1, 'wrong'],
    ['answered', 1, 2],
  ]);
  const after = await freeze(dataset.id);
  expect(after.rows).toEqual([
    { good: false },
    { steps: [{ start: 0, end: 3, label: 'wrong' }] },
    { ratings: [expect.objectContaining({ key: 'quality', mean: 2, votes: 1 })] },
  ]);
  expect(await rowsOf(first.id)).toEqual(first.rows);

  await endExclusion(stage.ctx, { exclusionId: exclusion.id, because: 'they did not' });
  expect(await labels()).toEqual(before);
  expect((await freeze(dataset.id)).rows).toEqual(first.rows);
  expect(await rowsOf(after.id)).toEqual(after.rows);
});

async function freeze(datasetId: string) {
  const { id } = await freezeDataset(stage.ctx, datasetId);
  await freezeVersion(stage.ctx, { versionId: id, signal });
  return { id, rows: await rowsOf(id) };
}

async function rowsOf(versionId: string): Promise<unknown[]> {
  const rows = await database.db
    .selectFrom('dataset_rows')
    .select('detail')
    .where('version_id', '=', versionId)
    .orderBy('ordinal')
    .execute();
  return rows.map(({ detail }) => detail);
}
