import { zipOf } from '@pairwright/formats/containers/archives.fixture';
import { afterAll, expect, test } from 'vitest';
import { runUntilBroken } from '../break-off.fixture.ts';
import { executeImport } from '../import-engine.ts';
import { allPairs, blocks, contentOf, openImportFixture, thumbsMain } from '../imports.fixture.ts';
import { getImport, listRejects, startRun } from '../imports.service.ts';
import { receiveUpload } from '../receive-upload.ts';
import { readRejectedLines } from '../reject-lines.ts';
import { inspectImport } from './inspect.service.ts';

const fixture = await openImportFixture();
afterAll(() => fixture.close());

const ROWS = 150;
const outputs = (generator: string, from: number) =>
  Array.from({ length: ROWS }, (_, n) => ({
    dataset: 'eval',
    instruction: `Instruction ${n + from}`,
    output: `${generator} on ${n + from}`,
    generator,
  }));
/** Each answered one instruction that the other did not. */
const archive = zipOf([
  { name: 'outputs/gpt.json', bytes: Buffer.from(JSON.stringify(outputs('gpt', 0), null, 1)) },
  {
    name: 'outputs/qwen.jsonl',
    bytes: Buffer.from(
      outputs('qwen', 1)
        .map((row) => JSON.stringify(row))
        .join('\n'),
    ),
  },
]);

async function uploaded(projectId?: string) {
  const ctx = fixture.contextOf(projectId ?? (await fixture.newProject()));
  const { id: importId } = await receiveUpload(ctx, { filename: 'outputs.zip', body: blocks(archive) });
  return { ctx, importId };
}

async function imported() {
  const { ctx, importId } = await uploaded();
  await startRun(ctx, { importId, pairing: allPairs });
  const signal = new AbortController().signal;
  await executeImport(fixture.services, { importId, turn: 1, signal, lastAttempt: true });
  return { ctx, importId, job: await getImport(ctx, importId) };
}

test('outputs of two models are shown and come in as pairs; what only one answered is named', async () => {
  const { ctx, importId, job } = await imported();
  const looked = await inspectImport(ctx, { importId });
  expect(looked).toMatchObject({
    recognised: { format: 'alpaca-eval' },
    good: ROWS - 1,
    bad: 2,
    sample: 2 * ROWS,
  });
  expect(looked.preview[0]).toMatchObject({ ok: false, line: 2, file: 'outputs.zip/outputs/gpt.json' });
  expect(looked.preview[1]).toMatchObject({
    ok: true,
    responses: [{ model: 'gpt' }, { model: 'qwen' }],
  });
  expect(job).toMatchObject({
    state: 'succeeded',
    lines: 2 * ROWS,
    rowsAccepted: ROWS - 1,
    rowsRejected: 2,
    promptsAdded: ROWS - 1,
    comparisonsAdded: ROWS - 1,
  });
  expect(job.notes).toContainEqual(expect.objectContaining({ code: 'rows_joined', count: ROWS - 1 }));
  const { items } = await listRejects(ctx, { importId, limit: 10 });
  expect(items.map(({ file, code, value }) => [file, code, value])).toEqual([
    ['outputs.zip/outputs/gpt.json', 'no_other_output', expect.stringContaining('gpt: Instruction 0')],
    [
      'outputs.zip/outputs/qwen.jsonl',
      'no_other_output',
      expect.stringContaining(`qwen: Instruction ${ROWS}`),
    ],
  ]);
  const parts: Uint8Array[] = [];
  for await (const part of readRejectedLines(ctx, importId)) parts.push(part);
  const rejected = Buffer.concat(parts).toString().trimEnd().split('\n');
  expect(rejected.map((line) => (JSON.parse(line) as { instruction: string }).instruction)).toEqual([
    'Instruction 0',
    `Instruction ${ROWS}`,
  ]);
});

test('broken off at every chunk, nothing comes twice and nothing is missing', async () => {
  const calm = await imported();
  const { ctx, importId } = await uploaded();
  await startRun(ctx, { importId, pairing: allPairs });
  let broken = 0;
  while ((await getImport(ctx, importId)).state !== 'succeeded') {
    if (await runUntilBroken(fixture.services, importId, { chunks: 1, chunkRows: 40 })) broken += 1;
    expect(broken).toBeLessThan(20);
  }
  expect(broken).toBeGreaterThan(1);
  expect(await getImport(ctx, importId)).toMatchObject({ rowsAccepted: ROWS - 1, rowsRejected: 2 });
  expect(await contentOf(fixture.db, ctx.projectId)).toEqual(await contentOf(fixture.db, calm.ctx.projectId));
});

test('where single answers are judged each output comes in', async () => {
  const { ctx, importId } = await uploaded(await fixture.newProject(thumbsMain));
  expect(await inspectImport(ctx, { importId })).toMatchObject({ good: ROWS + 1, bad: 0 });
  await startRun(ctx, { importId, pairing: { plan: 'singles' } });
  const signal = new AbortController().signal;
  await executeImport(fixture.services, { importId, turn: 1, signal, lastAttempt: true });
  expect(await getImport(ctx, importId)).toMatchObject({
    rowsAccepted: ROWS + 1,
    rowsRejected: 0,
    comparisonsAdded: 2 * ROWS,
  });
});
