import { text as readText } from 'node:stream/consumers';
import { recipe } from '@pairwright/contract/datasets';
import type { Provenance } from '@pairwright/contract/provenance';
import { zipOf } from '@pairwright/formats/containers/archives.fixture';
import type { Manifest } from '@pairwright/formats/manifest';
import { afterAll, expect, test } from 'vitest';
import type { ProjectContext } from '../context.ts';
import { createDataset, freezeDataset, getExport, startExport } from '../datasets/datasets.service.ts';
import { runExport } from '../datasets/export-run.service.ts';
import { freezeVersion } from '../datasets/freeze.service.ts';
import { inspectImport } from './foreign/inspect.service.ts';
import { executeImport } from './import-engine.ts';
import { allPairs, blocks, openImportFixture } from './imports.fixture.ts';
import { getImport, startCheck, startRun } from './imports.service.ts';
import { receiveUpload } from './receive-upload.ts';

const fixture = await openImportFixture();
afterAll(() => fixture.close());
const { services } = fixture;
const { signal } = new AbortController();

const row = (prompt: string, more: object = {}): string =>
  `${JSON.stringify({
    messages: [{ role: 'user', content: prompt }],
    responses: [
      { model: 'a', content: `One to ${prompt}` },
      { model: 'b', content: `Two to ${prompt}` },
    ],
    votes: [{ annotator: 'anna', kind: 'human', strength: -2 }],
    ...more,
  })}\n`;
const utf8 = (value: string): Uint8Array => new TextEncoder().encode(value);
/** A data set as a hub has it: a licence and a name in the README, one row with a licence of its own. */
const archive = zipOf([
  { name: 'README.md', bytes: utf8('---\nlicense: mit\npretty_name: Helpful pairs\n---\n# Data\n') },
  {
    name: 'train.jsonl',
    bytes: utf8(
      [
        row('One?'),
        row('Two?', { metadata: { license: 'cc-by-4.0' } }),
        row('Three?', { source: 'web' }),
      ].join(''),
    ),
  },
]);
const ofReadme: Provenance = { source: 'Helpful pairs', licence: 'mit' };

const newContext = async () => fixture.contextOf(await fixture.newProject());

async function upload(ctx: ProjectContext, file: Uint8Array | string) {
  const filename = typeof file === 'string' ? 'rows.jsonl' : 'set.zip';
  const { id: importId } = await receiveUpload(ctx, { filename, body: blocks(file) });
  const work = async (start: typeof startRun, provenance?: Provenance) => {
    await start(ctx, { importId, pairing: allPairs, provenance });
    const { turn } = fixture.enqueued.at(-1)!.payload as { turn: number };
    await executeImport(services, { importId, turn, chunkRows: 1, lastAttempt: true, signal });
    return getImport(ctx, importId);
  };
  return {
    importId,
    check: (provenance?: Provenance) => work(startCheck, provenance),
    run: (provenance?: Provenance) => work(startRun, provenance),
  };
}

/** Card and manifest of everything in the project. */
async function told(ctx: ProjectContext): Promise<{ card: string; manifest: Manifest }> {
  const dataset = await createDataset(ctx, { name: 'All', recipe: recipe.parse({}) });
  const { id: versionId } = await freezeDataset(ctx, dataset.id);
  await freezeVersion(ctx, { versionId, signal });
  const { id } = await startExport(ctx, { versionId, format: 'trl-implicit' });
  await runExport(ctx, { exportId: id, signal });
  expect((await getExport(ctx, id)).state).toBe('ready');
  const read = async (name: string) => readText(await services.artifacts.read(`exports/${id}/${name}`));
  return { card: await read('README.md'), manifest: JSON.parse(await read('manifest.json')) as Manifest };
}

test('the README of an archive says it where nobody does, and a row goes before it: import, manifest, card', async () => {
  const ctx = await newContext();
  const { importId, check, run } = await upload(ctx, archive);
  expect((await inspectImport(ctx, { importId })).folder?.provenance).toEqual(ofReadme);
  expect((await getImport(ctx, importId)).provenance).toBeNull();
  expect((await check()).provenance).toEqual(ofReadme);
  expect(await run()).toMatchObject({ state: 'succeeded', rowsAccepted: 3, provenance: ofReadme });
  const { card, manifest } = await told(ctx);
  expect(manifest.sources).toEqual([
    { name: 'Helpful pairs', comparisons: 2, licences: ['cc-by-4.0', 'mit'] },
    { name: 'web', comparisons: 1, licences: ['mit'] },
  ]);
  expect(manifest.without_licence).toBe(0);
  expect(card).toContain('license:\n- cc-by-4.0\n- mit\n');
  expect(card).toContain('- Helpful pairs: 2 comparisons\n- web: 1 comparisons');
  expect(card).toContain('Helpful pairs: cc-by-4.0, mit; web: mit.\n');
});

test('what is said at the import goes before the README, also that there is none', async () => {
  const ctx = await newContext();
  const said: Provenance = { source: null, licence: 'lab only' };
  const { run } = await upload(ctx, archive);
  expect((await run(said)).provenance).toEqual(said);
  const { card, manifest } = await told(ctx);
  expect(manifest.sources).toEqual([
    { name: 'web', comparisons: 1, licences: ['lab only'] },
    { name: null, comparisons: 2, licences: ['cc-by-4.0', 'lab only'] },
  ]);
  expect(card).toContain('license: other\nlicense_name: "lab only; cc-by-4.0"\n');
  const none = await newContext();
  await (await upload(none, archive)).run({ source: null, licence: null });
  expect(await told(none)).toMatchObject({ manifest: { without_licence: 2 } });
});

test('a row with a licence and no source states it; batches are kept apart', async () => {
  const ctx = await newContext();
  await (await upload(ctx, row('A?', { metadata: { licence: 'CC0-1.0' } }))).run();
  const { card, manifest } = await told(ctx);
  expect(manifest).toMatchObject({
    sources: [{ name: null, comparisons: 1, licences: ['CC0-1.0'] }],
    without_licence: 0,
  });
  expect(card).toContain('license: cc0-1.0\n');
  expect(card).toContain('rows without a source: CC0-1.0.');
  expect(card).not.toContain('states no licence');
  await (await upload(ctx, row('B?') + row('C?'))).run({ source: 'lab', licence: null });
  const both = await told(ctx);
  expect(both.manifest).toMatchObject({
    sources: [
      { name: 'lab', comparisons: 2, licences: [] },
      { name: null, comparisons: 1, licences: ['CC0-1.0'] },
    ],
    without_licence: 2,
  });
  expect(both.card).not.toMatch(/^license:/m);
  expect(both.card).toContain('Of 2 comparisons no licence is stated.');
});

test('a run that goes on under another licence tells its batch', async () => {
  const ctx = await newContext();
  const { importId, run } = await upload(ctx, row('A?') + row('B?'));
  await startRun(ctx, { importId, pairing: allPairs, provenance: { source: 'one', licence: 'mit' } });
  const stopped = new AbortController();
  const onProgress = () => stopped.abort(new Error('stopped'));
  const { turn } = fixture.enqueued.at(-1)!.payload as { turn: number };
  await executeImport(services, {
    importId,
    turn,
    chunkRows: 1,
    lastAttempt: true,
    signal: stopped.signal,
    onProgress,
  }).catch(() => {});
  await fixture.db.pool.query(`update imports set state = 'failed' where id = $1`, [importId]);
  await run({ source: 'two', licence: 'cc-by-4.0' });
  expect((await told(ctx)).manifest.sources).toEqual([
    { name: 'two', comparisons: 2, licences: ['cc-by-4.0'] },
  ]);
});
