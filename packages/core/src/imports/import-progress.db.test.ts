import { afterAll, expect, test } from 'vitest';
import type { ImportJob } from '@pairwright/contract/imports';
import { executeImport } from './import-engine.ts';
import { allPairs, blocks, openImportFixture, rowText } from './imports.fixture.ts';
import { getImport, startRun } from './imports.service.ts';
import { receiveUpload } from './receive-upload.ts';

const fixture = await openImportFixture();
afterAll(() => fixture.close());

const ROWS = 60;

test('an import tells share, pace and remaining time while it runs, of a worker that goes on its own pace', async () => {
  const ctx = fixture.contextOf(await fixture.newProject());
  const text = Array.from({ length: ROWS }, (_, n) => rowText(n)).join('\n');
  const { id: importId } = await receiveUpload(ctx, { filename: 'rows.jsonl', body: blocks(text) });
  expect((await getImport(ctx, importId)).progress).toBeNull();
  await startRun(ctx, { importId, pairing: allPairs });
  expect((await getImport(ctx, importId)).progress).toBeNull();
  const told: ImportJob[] = [];
  const run = (stopAfter: number) => {
    const stop = new AbortController();
    return executeImport(fixture.services, {
      importId,
      turn: 1,
      signal: stop.signal,
      lastAttempt: false,
      chunkRows: 10,
      async onProgress() {
        told.push(await getImport(ctx, importId));
        if (told.length === stopAfter) stop.abort(new Error('stop'));
      },
    });
  };
  await expect(run(3)).rejects.toThrow('stop');
  await run(Number.POSITIVE_INFINITY);
  expect(told.map(({ lines }) => lines)).toEqual([10, 20, 30, 40, 50, 60]);
  const atWork = told.filter(({ state }) => state === 'running');
  expect(atWork.length).toBeGreaterThanOrEqual(5);
  for (const { progress, lines, bytesDone, sizeBytes } of atWork) {
    expect(progress?.percent, `${lines}`).toBeCloseTo((100 * bytesDone) / sizeBytes!);
    expect(progress?.rowsPerSecond, `${lines}`).toBeGreaterThan(0);
    expect(progress?.remainingSeconds, `${lines}`).not.toBeNull();
  }
  expect(await getImport(ctx, importId)).toMatchObject({ state: 'succeeded', progress: null });
});
