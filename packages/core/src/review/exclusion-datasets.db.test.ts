import { text as readText } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addVote, createStage, plainRecipe } from '../datasets/datasets.fixture.ts';
import { createDataset, freezeDataset, startExport } from '../datasets/datasets.service.ts';
import { runExport } from '../datasets/export-run.service.ts';
import { freezeVersion } from '../datasets/freeze.service.ts';
import { createExclusion, endExclusion } from './exclusions.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
const signal = new AbortController().signal;
afterAll(async () => {
  await stage.close();
  await database.close();
});

const said = (content: string) => [{ role: 'assistant' as const, content }];

test('a new version leaves excluded judgments out and says so; a frozen one keeps every byte', async () => {
  const [careless = '', careful = ''] = stage.annotators;
  const { comparisonId } = await addGroup(stage, { responses: [said('good'), said('poor')] });
  await addVote(stage, comparisonId, { annotator: careless, outcome: 'preference', strength: 3 });
  await addVote(stage, comparisonId, { annotator: careless, outcome: 'preference', strength: 3, repeat: 1 });
  await addVote(stage, comparisonId, { annotator: careful, outcome: 'preference', strength: -1 });
  const alone = await addGroup(stage, { responses: [said('one'), said('two')] });
  await addVote(stage, alone.comparisonId, { annotator: careless, outcome: 'preference', strength: -2 });
  await database.db
    .updateTable('comparisons')
    .set({ judged: 1 })
    .where('id', '=', alone.comparisonId)
    .execute();
  await database.db.updateTable('comparisons').set({ judged: 2 }).where('id', '=', comparisonId).execute();
  const dataset = await createDataset(stage.ctx, { name: 'kept', recipe: plainRecipe });

  const before = await freeze(dataset.id);
  expect(before.rows).toEqual([[alone.comparisonId, 'one']]);
  expect(before.drops).toEqual({ no_majority: 1 });
  const bytes = await exported(before.id);
  const made = await createExclusion(stage.ctx, {
    annotatorId: careless,
    scope: { kind: 'all' },
    reason: 'x',
  });
  expect(made.effect).toMatchObject({ judgments: 2 });

  const after = await freeze(dataset.id);
  expect(after.rows).toEqual([[comparisonId, 'good']]);
  expect(after.drops).toEqual({ too_few_judgments: 1 });
  expect(after.votes).toEqual(['excluded', 'excluded', 'repeat', null]);
  // The frozen version is what it was, also where its files are written only now.
  expect(await stored(before.id)).toEqual({ rows: before.rows, votes: before.votes });
  expect(await exported(before.id)).toBe(bytes);
  expect(await exported(before.id, 'trl-implicit')).toContain('one');

  await endExclusion(stage.ctx, { exclusionId: made.id, because: 'x' });
  expect((await freeze(dataset.id)).rows).toEqual(before.rows);
});

async function freeze(datasetId: string) {
  const { id } = await freezeDataset(stage.ctx, datasetId);
  await freezeVersion(stage.ctx, { versionId: id, signal });
  const { rows } = await database.pool.query('select drop_reasons from dataset_versions where id = $1', [id]);
  return { id, drops: rows[0].drop_reasons as unknown, ...(await stored(id)) };
}

async function stored(versionId: string) {
  const { rows } = await database.pool.query(
    `select d.comparison_id, r.messages -> 0 ->> 'content' as chosen from dataset_rows d join responses r on r.id = d.chosen_id where d.version_id = $1 order by d.ordinal`,
    [versionId],
  );
  const votes = await database.pool.query(
    'select not_counted_because as b from dataset_votes where version_id = $1 order by b',
    [versionId],
  );
  return {
    rows: rows.map(({ comparison_id, chosen }) => [comparison_id, chosen]),
    votes: votes.rows.map(({ b }) => b as string | null),
  };
}

async function exported(versionId: string, format: 'votes' | 'trl-implicit' = 'votes'): Promise<string> {
  const { id } = await startExport(stage.ctx, { versionId, format });
  await runExport(stage.ctx, { exportId: id, signal });
  const name = format === 'votes' ? 'votes.jsonl' : 'train.jsonl';
  return readText(await stage.artifacts.read(`exports/${id}/${name}`));
}
