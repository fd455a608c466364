import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addPair, addVote, createStage, plainRecipe, type Stage } from './datasets.fixture.ts';
import { cancelExport, createDataset, freezeDataset, getExport, startExport } from './datasets.service.ts';
import { assistant, contentOf, exported, fill, frozenWith } from './export-run.fixture.ts';
import { runExport } from './export-run.service.ts';
import { freezeVersion } from './freeze.service.ts';

const database = await createTestDatabase({ poolSize: 8 });
const stage = await createStage(database, { slug: 'varied' });
const signal = new AbortController().signal;
beforeAll(() => fill(stage));
afterAll(async () => {
  await stage.close();
  await database.close();
});

test('a frozen version does not change when people go on judging; a second freeze does nothing', async () => {
  const other = await createStage(database);
  const id = await addPair(other, {
    prompt: [{ role: 'user', content: 'q' }],
    first: assistant('a'),
    second: assistant('b'),
  });
  await addVote(other, id, { annotator: other.annotators[0] as string, outcome: 'preference', strength: -1 });
  const versionId = await frozenWith(other);
  const before = await exported(other, versionId, 'trl-implicit');
  await addVote(other, id, { annotator: other.annotators[1] as string, outcome: 'preference', strength: 3 });
  await addVote(other, id, { annotator: other.annotators[2] as string, outcome: 'preference', strength: 3 });
  await freezeVersion(other.ctx, { versionId, signal });
  await database.db.updateTable('exports').set({ state: 'queued' }).where('id', '=', before.id).execute();
  await runExport(other.ctx, { exportId: before.id, signal });
  expect((await getExport(other.ctx, before.id)).files).toEqual(before.files);
  const next = await frozenWith(other);
  expect(await contentOf(other, await exported(other, next, 'trl-implicit'), 'train.jsonl')).not.toBe(
    await contentOf(other, before, 'train.jsonl'),
  );
  await other.close();
});

test('a version without rows writes no empty file: preference formats are refused, votes are written', async () => {
  const versionId = await frozenWith(stage, { ...plainRecipe, minJudgments: 100 });
  await expect(startExport(stage.ctx, { versionId, format: 'trl-implicit' })).rejects.toMatchObject({
    code: 'nothing_to_export',
  });
  expect(await exported(stage, versionId, 'votes')).toMatchObject({ state: 'ready' });
});

test('asking twice gives one export; asking before the freeze is refused', async () => {
  const dataset = await createDataset(stage.ctx, { name: 'twice', recipe: plainRecipe });
  const version = await freezeDataset(stage.ctx, dataset.id);
  await expect(startExport(stage.ctx, { versionId: version.id, format: 'votes' })).rejects.toMatchObject({
    code: 'wrong_state',
  });
  await freezeVersion(stage.ctx, { versionId: version.id, signal });
  const [one, two] = await Promise.all(
    [1, 2].map(() => startExport(stage.ctx, { versionId: version.id, format: 'votes' })),
  );
  expect(one?.id).toBe(two?.id);
  await Promise.all([1, 2, 3].map(() => runExport(stage.ctx, { exportId: one?.id as string, signal })));
  expect((await getExport(stage.ctx, one?.id as string)).state).toBe('ready');
  await expect(cancelExport(stage.ctx, one?.id as string)).rejects.toMatchObject({ code: 'wrong_state' });
});

test('a cancelled export leaves no file, and can be asked for again', async () => {
  const versionId = await frozenWith(stage);
  const job = await startExport(stage.ctx, { versionId, format: 'trl-implicit' });
  const artifacts = {
    openWriter: (key: string) => stage.artifacts.openWriter(key),
    deletePrefix: (prefix: string) => stage.artifacts.deletePrefix(prefix),
    write: async () => {
      await database.db.updateTable('exports').set({ state: 'running' }).where('id', '=', job.id).execute();
      await cancelExport(stage.ctx, job.id);
      return { size: 0, sha256: '0'.repeat(64) };
    },
  };
  const slow = { ...stage.ctx, artifacts } as unknown as Stage['ctx'];
  await runExport(slow, { exportId: job.id, signal });
  expect((await getExport(stage.ctx, job.id)).state).toBe('cancelled');
  expect(await filesIn(job.id)).toEqual([]);
  expect((await exported(stage, versionId, 'trl-implicit')).state).toBe('ready');
});

async function filesIn(exportId: string): Promise<string[]> {
  return readdir(path.join(stage.folder, 'exports', exportId)).catch(() => []);
}

test('a run that is broken off leaves nothing visible; the next one clears up and finishes', async () => {
  const versionId = await frozenWith(stage);
  const job = await startExport(stage.ctx, { versionId, format: 'trl-explicit' });
  const gone = AbortSignal.abort(new Error('the worker is stopping'));
  await expect(runExport(stage.ctx, { exportId: job.id, signal: gone })).rejects.toThrow(
    'the worker is stopping',
  );
  expect((await getExport(stage.ctx, job.id)).state).toBe('running');
  expect(await filesIn(job.id)).toEqual([]);
  await stage.artifacts.write(
    `exports/${job.id}/train.jsonl`,
    (async function* () {
      yield Buffer.from('half');
    })(),
  );
  await writeFile(path.join(stage.folder, 'exports', job.id, '.writing-left-by-a-killed-worker'), 'half');
  await runExport(stage.ctx, { exportId: job.id, signal });
  expect((await getExport(stage.ctx, job.id)).state).toBe('ready');
  expect((await filesIn(job.id)).toSorted()).toEqual(['README.md', 'manifest.json', 'train.jsonl']);
});
