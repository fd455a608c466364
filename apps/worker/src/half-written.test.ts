import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tidyArtifacts } from '@pairwright/core/system/tidy-artifacts';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import { systemClock } from '@pairwright/runtime/clock';
import { buildProgram, startProgram } from '@pairwright/testkit/program';
import { afterAll, expect, test } from 'vitest';

const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-half-written-'));
const program = await buildProgram(path.join(import.meta.dirname, 'half-written.fixture.ts'));
afterAll(async () => {
  await program.remove();
  await rm(folder, { recursive: true, force: true });
});

const HOUR = 3_600_000;

test('what a killed process left half-written goes after a day; what is being written and what is whole stays', async () => {
  const artifacts = await openFolderStore(folder);
  const below = async (): Promise<string[]> => (await readdir(path.join(folder, 'exports', 'one'))).sort();
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('whole');
  }
  await artifacts.write('exports/one/whole.jsonl', whole());

  const running = await startProgram(program, { STORE: folder });
  await running.kill('SIGKILL');
  const left = (await below()).filter((name) => name.startsWith('.'));
  expect(left).toHaveLength(1);
  const tidy = (clock = systemClock) => tidyArtifacts({ artifacts, clock });
  expect(await tidy()).toBe(0);

  const old = new Date(Date.now() - 25 * HOUR);
  await utimes(path.join(folder, 'exports', 'one', left[0]!), old, old);
  await utimes(path.join(folder, 'exports', 'one', 'whole.jsonl'), old, old);
  // Somebody writes at the same time, in the same folder.
  const writer = await artifacts.openWriter('exports/one/late.jsonl');
  writer.write(Buffer.from('late'));
  await writer.drain();
  expect(await tidy()).toBe(1);
  expect(await writer.close()).toMatchObject({ size: 4 });
  expect(await below()).toEqual(['late.jsonl', 'whole.jsonl']);
  expect(await tidy({ now: () => Date.now() + 48 * HOUR })).toBe(0);
});
