import { text as readText } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { settleFlag } from '../flags/flags.service.ts';
import { singleForm } from '../resolutions/single-form.fixture.ts';
import { createExclusion } from '../review/exclusions.service.ts';
import { addFlag, addGroup, addQuestion, addVote, createStage, plainRecipe } from './datasets.fixture.ts';
import { createDataset, freezeDataset, startExport } from './datasets.service.ts';
import { runExport } from './export-run.service.ts';
import { freezeVersion } from './freeze.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
const signal = new AbortController().signal;
afterAll(async () => {
  await stage.close();
  await database.close();
});

const said = (content: string) => [{ role: 'assistant' as const, content }];

async function freeze(datasetId: string): Promise<{ id: string; drops: Record<string, number> }> {
  const { id } = await freezeDataset(stage.ctx, datasetId);
  await freezeVersion(stage.ctx, { versionId: id, signal });
  const { rows } = await database.pool.query('select drop_reasons from dataset_versions where id = $1', [id]);
  return { id, drops: rows[0].drop_reasons as Record<string, number> };
}

async function exported(versionId: string, format: 'trl-implicit' | 'kto'): Promise<string> {
  const { id } = await startExport(stage.ctx, { versionId, format });
  await runExport(stage.ctx, { exportId: id, signal });
  return readText(await stage.artifacts.read(`exports/${id}/train.jsonl`));
}

test('a dismissed flag, and one of somebody excluded, drops no row any more; what was frozen before stays', async () => {
  const [first = '', second = ''] = stage.annotators;
  const pairOf = async (name: string) => {
    const { comparisonId } = await addGroup(stage, {
      responses: [said(`${name} good`), said(`${name} poor`)],
    });
    await addVote(stage, comparisonId, { annotator: second, outcome: 'preference', strength: -2 });
    return comparisonId;
  };
  const dismissed = await addFlag(stage, await pairOf('poem'));
  const upheld = await addFlag(stage, await pairOf('broken'));
  // Whoever is to be excluded has judged something.
  const plain = await pairOf('plain');
  await addVote(stage, plain, { annotator: first, outcome: 'preference', strength: -2 });
  await database.db.updateTable('comparisons').set({ judged: 2 }).where('id', '=', plain).execute();
  // Of single answers older versions have no rows: formats of labels make theirs from what was said.
  await addQuestion(stage, 2, singleForm('thumbs', { stopAtFirstError: false, required: true }));
  const singleOf = async (text: string) => {
    const { comparisonId } = await addGroup(stage, { responses: [said(text)] });
    const vote = { annotator: second, outcome: 'thumbs_up', questionVersion: 2, order: [0] } as const;
    await addVote(stage, comparisonId, vote);
    return comparisonId;
  };
  await singleOf('single and plain');
  const ofSingle = await addFlag(stage, await singleOf('single and reported'));
  const { id: datasetId } = await createDataset(stage.ctx, {
    name: 'without flags',
    recipe: { ...plainRecipe, dropFlagged: true },
  });

  const before = await freeze(datasetId);
  expect(before.drops['flagged']).toBe(2);
  for (const flagId of [dismissed, ofSingle]) await settleFlag(stage.ctx, { flagId, state: 'dismissed' });
  await settleFlag(stage.ctx, { flagId: upheld, state: 'valid' });
  const after = await freeze(datasetId);
  expect(after.drops['flagged']).toBe(1);
  // Their files are written only now.
  expect(await exported(before.id, 'trl-implicit')).not.toContain('poem');
  expect(await exported(after.id, 'trl-implicit')).toContain('poem good');
  await database.pool.query('update dataset_versions set row_counts = null where id = $1', [before.id]);
  const older = await exported(before.id, 'kto');
  expect(older).toContain('single and plain');
  expect(older).not.toContain('single and reported');

  await createExclusion(stage.ctx, {
    annotatorId: first,
    scope: { kind: 'all' },
    reason: 'flags everything',
  });
  expect((await freeze(datasetId)).drops['flagged'] ?? 0).toBe(0);
});
