import type { ImportJob } from '@pairwright/contract/imports';
import { recipe } from '@pairwright/contract/datasets';
import { buffer } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { listComparisons } from '../browse/comparisons.service.ts';
import type { ProjectContext } from '../context.ts';
import { createDataset, freezeDataset, startExport } from '../datasets/datasets.service.ts';
import { runExport } from '../datasets/export-run.service.ts';
import { freezeVersion } from '../datasets/freeze.service.ts';
import { executeImport } from './import-engine.ts';
import { allPairs, blocks, openImportFixture } from './imports.fixture.ts';
import { getImport, startCheck, startRun, type TurnInput } from './imports.service.ts';
import { receiveUpload } from './receive-upload.ts';

const fixture = await openImportFixture();
afterAll(() => fixture.close());
const { services, db } = fixture;
const { signal } = new AbortController();

const row = (prompt: string, more: object = {}): string =>
  JSON.stringify({
    messages: [{ role: 'user', content: prompt }],
    responses: [
      { model: 'a', content: `One to ${prompt}` },
      { model: 'b', content: `Two to ${prompt}` },
    ],
    votes: [{ annotator: 'anna', kind: 'human', strength: -2 }],
    ...more,
  });
const english = 'Please explain to me how a hash table works and when one should rather take a tree';
const file = [
  row(`${english}.`),
  row(`${english}, and why.`),
  row('请解释一下哈希表是如何工作的。'),
  row('x = 1'),
  row(`${english}, said to be German.`, { lang: 'de' }),
  row(`${english}.`, {
    responses: [
      { model: 'a', content: 'Other' },
      { model: 'c', content: 'Another' },
    ],
  }),
].join('\n');

type Turn = Pick<TurnInput, 'languages' | 'personalData'>;

async function upload(ctx: ProjectContext, text = file) {
  const { id: importId } = await receiveUpload(ctx, { filename: 'rows.jsonl', body: blocks(text) });
  const work = async (start: typeof startRun, turn: Turn): Promise<ImportJob> => {
    await start(ctx, { importId, pairing: allPairs, ...turn });
    const { payload } = fixture.enqueued.at(-1)!;
    // So small that rows with the same prompt come in different chunks.
    const chunks = { chunkRows: 2, lastAttempt: true, signal };
    await executeImport(services, { importId, turn: (payload as { turn: number }).turn, ...chunks });
    return getImport(ctx, importId);
  };
  return {
    check: (turn: Turn = {}) => work(startCheck, turn),
    run: (turn: Turn = {}) => work(startRun, turn),
  };
}

async function stored({ projectId }: ProjectContext): Promise<string[]> {
  const { rows } = await db.pool.query<{ said: string }>(
    `select concat_ws(' ', language, case when language_detected then 'detected' end) as said
     from prompts where project_id = $1 order by id`,
    [projectId],
  );
  return rows.map(({ said }) => said);
}

const newContext = async () => fixture.contextOf(await fixture.newProject());
const found = [
  { language: 'en', prompts: 2 },
  { language: 'zh', prompts: 1 },
  { language: null, prompts: 1 },
];

test('unless asked for, a prompt without a language stays without one, and nothing is counted', async () => {
  const ctx = await newContext();
  const done = await (await upload(ctx)).run();
  expect(done).toMatchObject({ state: 'succeeded', languages: 'keep', languagesDetected: [] });
  expect(await stored(ctx)).toEqual(['', '', '', '', 'de']);
});

test('a check counts what a run fills in; a language that a row names stays', async () => {
  const ctx = await newContext();
  const { check, run } = await upload(ctx);
  const checked = await check({ languages: 'detect' });
  expect(checked).toMatchObject({ state: 'checked', languages: 'detect', languagesDetected: found });
  expect(await stored(ctx)).toEqual([]);
  // As last time.
  const done = await run();
  expect(done).toMatchObject({ state: 'succeeded', languages: 'detect', languagesDetected: found });
  expect(await stored(ctx)).toEqual(['en detected', 'en detected', 'zh detected', '', 'de']);
});

test('a row that says that its language was detected keeps the mark, and one without a language is refused', async () => {
  const ctx = await newContext();
  const rows = [
    row(`${english}.`, { lang: 'en', lang_detected: true }),
    row(`${english}?`, { lang: 'en', lang_detected: false }),
    row(`${english}!`, { lang_detected: true }),
    row(`${english};`, { lang: 'en', lang_detected: 'yes' }),
  ];
  const done = await (await upload(ctx, rows.join('\n'))).run();
  expect(done).toMatchObject({ state: 'succeeded', rowsAccepted: 2, rowsRejected: 2 });
  expect(await stored(ctx)).toEqual(['en detected', 'en']);
});

test('what is there already stays as it is, with a language or without', async () => {
  const ctx = await newContext();
  await (await upload(ctx, row(`${english}.`))).run();
  await (await upload(ctx, row(`${english}, and why.`))).run({ languages: 'detect' });
  expect(await stored(ctx)).toEqual(['', 'en detected']);
  const others = [row(`${english}.`), row(`${english}, and why.`, { lang: 'fr' })].join('\n');
  const again = await (await upload(ctx, others)).run({ languages: 'detect' });
  expect(again.languagesDetected).toEqual([]);
  expect(again.notes).toContainEqual(expect.objectContaining({ code: 'details_kept', count: 2 }));
  expect(await stored(ctx)).toEqual(['', 'en detected']);
});

test('another choice is another plan: the check before no longer holds', async () => {
  const { check, run } = await upload(await newContext());
  expect((await check()).languagesDetected).toEqual([]);
  const done = await run({ languages: 'detect' });
  expect(done).toMatchObject({ findings: null, languagesDetected: found });
});

test('comparisons, filters and versions go by it, and say how many were detected', async () => {
  const ctx = await newContext();
  await (await upload(ctx)).run({ languages: 'detect' });
  const { items } = await listComparisons(ctx, { progress: 'all', language: 'zh', limit: 10 });
  expect(items).toMatchObject([{ language: 'zh', languageDetected: true }]);
  const dataset = await createDataset(ctx, {
    name: 'In English',
    recipe: recipe.parse({ minJudgments: 1, filters: { languages: ['en'] } }),
  });
  const version = await freezeDataset(ctx, dataset.id);
  await freezeVersion(ctx, { versionId: version.id, signal });
  const { id } = await startExport(ctx, { versionId: version.id, format: 'trl-explicit' });
  await runExport(ctx, { exportId: id, signal });
  const { rows } = await db.pool.query<{ files: { name: string; key: string }[] }>(
    'select files from exports where id = $1',
    [id],
  );
  const textOf = async (name: string): Promise<string> => {
    const key = rows[0]?.files.find((one) => one.name === name)?.key ?? name;
    return (await buffer(await services.artifacts.read(key))).toString();
  };
  // One prompt is compared twice.
  expect((await textOf('train.jsonl')).trimEnd().split('\n')).toHaveLength(3);
  const manifest = JSON.parse(await textOf('manifest.json'));
  expect(manifest.drop_reasons.other_language).toBe(3);
  expect(manifest.detected_languages).toEqual([{ language: 'en', prompts: 2 }]);
  expect(await textOf('README.md')).toContain('the language of 2 prompts was detected in the text');
});
