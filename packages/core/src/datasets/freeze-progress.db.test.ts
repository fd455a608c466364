import { afterAll, expect, test, vi } from 'vitest';
import { holdTable } from '@pairwright/testkit/held-table';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addVote, createStage, plainRecipe } from './datasets.fixture.ts';
import { createDataset, freezeDataset, getVersion, listVersions } from './datasets.service.ts';
import { freezeSteps } from './freeze-pace.ts';
import { freezeVersion } from './freeze.service.ts';
import { endFreeze } from './freeze-state.queries.ts';

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'told' });
afterAll(async () => {
  await stage.close();
  await database.close();
});

async function begun() {
  const dataset = await createDataset(stage.ctx, { name: 'told', recipe: plainRecipe });
  const { id } = await freezeDataset(stage.ctx, dataset.id);
  return { datasetId: dataset.id, versionId: id };
}

const countVersions = async (): Promise<number> =>
  (await database.db.selectFrom('dataset_versions').select('id').execute()).length;

test.each([
  ['dataset_rows', 'rows'],
  ['dataset_votes', 'votes'],
  ['gold_results', 'agreement'],
] as const)(
  'a freeze that waits for %s says how far it is and how long it may take, and nothing any more when it is done',
  async (table, step) => {
    const { begins, ends } = freezeSteps[step];
    const progressOf = async () => (await getVersion(stage.ctx, versionId)).progress;
    const { comparisonId } = await addGroup(stage, {
      rank: 1,
      responses: [[{ role: 'assistant', content: 'a' }], [{ role: 'assistant', content: 'b' }]],
    });
    await addVote(stage, comparisonId, { annotator: stage.annotators[0]!, outcome: 'preference' });
    const before = await countVersions();
    const { datasetId, versionId } = await begun();
    expect((await getVersion(stage.ctx, versionId)).progress).toBeNull();
    const letGo = await holdTable(database, table);
    const freezing = freezeVersion(stage.ctx, { versionId, signal: new AbortController().signal });
    try {
      await vi.waitFor(async () => expect((await progressOf())?.step).toBe(step), 10_000);
      const { percent, rowsPerSecond, remainingSeconds } = (await progressOf())!;
      expect(percent).toBeGreaterThanOrEqual(begins);
      expect(percent).toBeLessThan(ends);
      // The first step of the first freeze has nothing to go by; later it is the last freeze.
      const isTold = step !== 'rows' || before > 0;
      if (isTold) expect([rowsPerSecond, remainingSeconds].every((value) => value !== null)).toBe(true);
      else expect([rowsPerSecond, remainingSeconds]).toEqual([null, null]);
      const { items } = await listVersions(stage.ctx, { datasetId, cursor: undefined, limit: 10 });
      expect(items.map(({ state, progress }) => [state, progress?.step])).toEqual([['running', step]]);
    } finally {
      await letGo();
    }
    await freezing;
    const done = await database.db
      .selectFrom('dataset_versions')
      .select('freeze_ms')
      .where('id', '=', versionId)
      .executeTakeFirstOrThrow();
    expect(done.freeze_ms).toBeGreaterThan(0);
    expect(await getVersion(stage.ctx, versionId)).toMatchObject({ state: 'ready', progress: null });
    expect(await database.db.selectFrom('freeze_progress').selectAll().execute()).toEqual([]);
  },
);

test('a freeze that has failed for good is at nothing', async () => {
  const { versionId } = await begun();
  const letGo = await holdTable(database, 'dataset_rows');
  const stop = new AbortController();
  const freezing = freezeVersion(stage.ctx, { versionId, signal: stop.signal });
  freezing.catch(() => undefined);
  await vi.waitFor(
    async () => expect((await getVersion(stage.ctx, versionId)).progress).not.toBeNull(),
    10_000,
  );
  stop.abort(new Error('enough'));
  await expect(freezing).rejects.toThrow();
  await letGo();
  await endFreeze(database.db, versionId, {
    state: 'failed',
    error: { code: 'internal', message: 'enough' },
  });
  expect(await getVersion(stage.ctx, versionId)).toMatchObject({ state: 'failed', progress: null });
  expect(await database.db.selectFrom('freeze_progress').selectAll().execute()).toEqual([]);
});
