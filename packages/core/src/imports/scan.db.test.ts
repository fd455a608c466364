import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openClamd } from '@pairwright/runtime/antivirus/clamd';
import { eicar, startVirusScanner, type VirusScanner } from '@pairwright/testkit/virus-scanner';
import type { Services } from '../context.ts';
import { executeImport } from './import-engine.ts';
import { allPairs, blocks, openImportFixture, rowText } from './imports.fixture.ts';
import { getImport, startCheck, startRun } from './imports.service.ts';
import { receiveUpload } from './receive-upload.ts';

const MOST_BYTES = 256 * 1024;

const fixture = await openImportFixture();
let scanner: VirusScanner;
beforeAll(async () => {
  scanner = await startVirusScanner({ mostBytes: MOST_BYTES });
  if (scanner.kind === 'stand-in')
    console.warn('There is no clamd here: a server of this test speaks its protocol in its place.');
});
afterAll(async () => {
  await scanner.close();
  await fixture.close();
});

const scanning = (address = scanner.address): Services => ({
  ...fixture.services,
  scanner: openClamd(address),
});

/** Uploads a text, and carries out a check or a run of it with this scanner. */
async function bring(text: string, { services = scanning(), step = startRun, lastAttempt = true } = {}) {
  const ctx = fixture.contextOf(await fixture.newProject());
  const { id: importId } = await receiveUpload(ctx, { filename: 'rows.jsonl', body: blocks(text) });
  await step(ctx, { importId, pairing: allPairs });
  const { turn } = fixture.enqueued.at(-1)!.payload as { turn: number };
  const signal = new AbortController().signal;
  const error = await executeImport(services, { importId, turn, signal, lastAttempt }).then(
    () => null,
    (reason: Error) => reason,
  );
  const { artifact_key: key } = await fixture.db.db
    .selectFrom('imports')
    .select('artifact_key')
    .where('id', '=', importId)
    .executeTakeFirstOrThrow();
  return { job: await getImport(ctx, importId), error, stored: await fixture.artifacts.stat(key) };
}

const infected = `${rowText(1)}\n${eicar}\n`;

describe('a file that people bring', () => {
  test('is read when the scanner knows nothing of it', async () => {
    const { job } = await bring(`${rowText(1)}\n${rowText(2)}\n`);
    expect(job).toMatchObject({ state: 'succeeded', rowsAccepted: 2 });
  });

  test.each([
    ['check', startCheck],
    ['run', startRun],
  ])(
    'is removed by a %s, and nothing of it is read, when it holds what the scanner knows',
    async (_what, step) => {
      const { job, stored } = await bring(infected, { step });
      expect(job).toMatchObject({
        state: 'failed',
        rowsAccepted: 0,
        error: { code: 'file_infected', message: expect.stringContaining('Eicar') },
      });
      expect(stored).toBeUndefined();
    },
  );

  test('is not read without a scanner that was asked for, and can be tried again', async () => {
    const nobody = createServer();
    await new Promise<void>((resolve) => nobody.listen(0, '127.0.0.1', resolve));
    const { port } = nobody.address() as { port: number };
    await new Promise((resolve) => nobody.close(resolve));
    const services = scanning(`tcp://127.0.0.1:${port}`);
    const first = await bring(rowText(1), { services, lastAttempt: false });
    expect(first.error).toMatchObject({ name: 'ScanError', fault: 'unreachable' });
    expect(first.job).toMatchObject({ state: 'running', rowsAccepted: 0 });
    const last = await bring(rowText(1), { services });
    expect(last.job).toMatchObject({ state: 'failed', error: { code: 'scanner_unreachable' } });
    expect(last.stored).toBeDefined();
  });

  test('is not read when it is larger than the scanner takes', async () => {
    const { job, stored } = await bring(`${rowText(1)}\n${' '.repeat(MOST_BYTES + 1)}\n`);
    expect(job).toMatchObject({ state: 'failed', rowsAccepted: 0, error: { code: 'file_not_scanned' } });
    expect(stored).toBeDefined();
  });
});
