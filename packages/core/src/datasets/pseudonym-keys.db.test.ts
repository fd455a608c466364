import { randomBytes } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { SealError, Sealer } from '@pairwright/runtime/sealed-secrets';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requireSecretKeys, sealSecrets, warnAboutLostKeys } from '../secrets/seal-secrets.service.ts';
import { addPair, addVote, createStage, plainRecipe, type Stage } from './datasets.fixture.ts';
import { createDataset, freezeDataset, getVersion } from './datasets.service.ts';
import { executeFreeze } from './execute-jobs.ts';
import { freezeVersion } from './freeze.service.ts';
import { pseudonym } from './pseudonyms.ts';

const said = (content: string) => [{ role: 'assistant', content } as const];
const { signal } = new AbortController();
const key = randomBytes(32);

let database: TestDatabase;
let stage: Stage;
beforeAll(async () => {
  database = await createTestDatabase();
  stage = await createStage(database, { annotators: 3 });
  const prompt = [{ role: 'user', content: '问题' } as const];
  const comparison = await addPair(stage, { prompt, first: said('a'), second: said('b') });
  for (const annotator of stage.annotators)
    await addVote(stage, comparison, { annotator, outcome: 'preference', strength: -1 });
});
afterAll(async () => {
  await stage.close();
  await database.close();
});

const sealedBy = (...keys: Buffer[]) => ({ ...stage.ctx, sealer: new Sealer(keys) });

/** The names of the annotators in a version that is frozen now. */
async function namesOf(ctx: Stage['ctx'], datasetId: string): Promise<string[]> {
  const { id } = await freezeDataset(ctx, datasetId);
  await freezeVersion(ctx, { versionId: id, signal });
  const { rows } = await database.pool.query(
    'select annotator from dataset_votes where version_id = $1 order by annotator',
    [id],
  );
  return rows.map(({ annotator }) => annotator);
}

async function storedKey(datasetId: string): Promise<{ plain: Buffer | null; sealed: string | null }> {
  const { rows } = await database.pool.query(
    `select pseudonym_key as plain, encode(sealed_pseudonym_key, 'escape') as sealed from datasets where id = $1`,
    [datasetId],
  );
  return rows[0];
}

/** A dataset as a version before sealing made it. */
async function plainDataset(): Promise<{ id: string; plain: Buffer }> {
  const { id } = await createDataset(stage.ctx, { name: 'Before', recipe: plainRecipe });
  const plain = randomBytes(32);
  await database.pool.query(
    'update datasets set pseudonym_key = $2, sealed_pseudonym_key = null where id = $1',
    [id, plain],
  );
  return { id, plain };
}

test('a new dataset has its key sealed, and names people alike in all its versions', async () => {
  const ctx = sealedBy(key);
  const { id } = await createDataset(ctx, { name: 'New', recipe: plainRecipe });
  const stored = await storedKey(id);
  expect(stored).toEqual({ plain: null, sealed: expect.stringMatching(/^sealed:1:\S+$/) });
  const first = await namesOf(ctx, id);
  expect(new Set(first).size).toBe(3);
  expect(await namesOf(ctx, id)).toEqual(first);
  const other = await createDataset(ctx, { name: 'Other', recipe: plainRecipe });
  expect(await namesOf(ctx, other.id)).not.toEqual(first);
});

test('a key that lies plain is sealed at night, and the pseudonyms are as before', async () => {
  await database.pool.query('delete from datasets');
  const ctx = sealedBy(key);
  const { id, plain } = await plainDataset();
  const before = await namesOf(ctx, id);
  expect(before).toEqual(stage.annotators.map((annotator) => pseudonym(plain, annotator)).sort());
  expect(await sealSecrets(ctx)).toMatchObject({ datasets: 1, lostDatasets: 0 });
  expect(await sealSecrets(ctx)).toMatchObject({ datasets: 0 });
  const { sealed, ...stored } = await storedKey(id);
  expect(stored.plain).toBeNull();
  expect(sealed).toMatch(/^sealed:1:/);
  expect(await namesOf(ctx, id)).toEqual(before);
  // With another key of the installation the same again.
  const next = sealedBy(randomBytes(32), key);
  expect(await sealSecrets(next)).toMatchObject({ datasets: 1, lostDatasets: 0 });
  expect((await storedKey(id)).sealed).not.toBe(sealed);
  expect(await namesOf(next, id)).toEqual(before);
});

test('a key of one dataset does not open for another', async () => {
  const ctx = sealedBy(key);
  const [mine, theirs] = [
    await createDataset(ctx, { name: 'Mine', recipe: plainRecipe }),
    await createDataset(ctx, { name: 'Theirs', recipe: plainRecipe }),
  ];
  await database.pool.query(
    'update datasets t set sealed_pseudonym_key = m.sealed_pseudonym_key from datasets m where t.id = $1 and m.id = $2',
    [theirs.id, mine.id],
  );
  await expect(namesOf(ctx, theirs.id)).rejects.toThrow(SealError);
});

test('where the key was lost, all starts, the log says so, and a freeze says what to do', async () => {
  await database.pool.query('delete from datasets');
  const { id } = await createDataset(sealedBy(key), { name: 'Lost', recipe: plainRecipe });
  const old = await plainDataset();
  const ctx = sealedBy(randomBytes(32));
  await requireSecretKeys(ctx);
  const warned: unknown[] = [];
  await warnAboutLostKeys({
    ...ctx,
    log: { ...ctx.log, warn: (what: unknown) => warned.push(what) } as never,
  });
  expect(warned).toEqual([{ keyId: expect.stringMatching(/^[0-9a-f]{16}$/), datasets: 1 }]);
  expect(await sealSecrets(ctx), 'the others are sealed all the same').toMatchObject({
    datasets: 1,
    lostDatasets: 1,
  });
  expect((await storedKey(old.id)).plain).toBeNull();
  const version = await freezeDataset(ctx, id);
  await expect(executeFreeze(ctx, { versionId: version.id, signal, lastAttempt: true })).rejects.toThrow(
    SealError,
  );
  expect(await getVersion(ctx, version.id)).toMatchObject({
    state: 'failed',
    error: { code: 'key_missing', fix: expect.stringContaining('SECRET_KEYS') },
  });
  const nobody = await createDataset(sealedBy(key), {
    name: 'Nobody is named',
    recipe: { ...plainRecipe, annotators: 'none' },
  });
  expect(await namesOf(ctx, nobody.id), 'a version that names nobody needs no key').toEqual([
    null,
    null,
    null,
  ]);
});

test('a dataset has one key, plain or sealed', async () => {
  const { id } = await plainDataset();
  const both = 'update datasets set sealed_pseudonym_key = $2 where id = $1';
  await expect(database.pool.query(both, [id, randomBytes(32)])).rejects.toThrow(
    /datasets_one_pseudonym_key/,
  );
  const none = 'update datasets set pseudonym_key = null where id = $1';
  await expect(database.pool.query(none, [id])).rejects.toThrow(/datasets_one_pseudonym_key/);
});
