import { afterAll, expect, test } from 'vitest';
import { blocks, openImportFixture } from '../imports.fixture.ts';
import { receiveUpload } from '../receive-upload.ts';
import { inspectImport } from './inspect.service.ts';

const fixture = await openImportFixture();
afterAll(() => fixture.close());

const line = (pair: number, answer: string) =>
  JSON.stringify({
    text: `<|im_start|>user\nQuestion ${pair}?<|im_end|>\n<|im_start|>assistant\n${answer} ${pair}<|im_end|>`,
  });
const pairs = (count: number) =>
  Array.from({ length: count }, (_, n) => [line(n, 'Good'), line(n, 'Poor')]).flat();

async function lookedAt(lines: readonly string[]) {
  const ctx = fixture.contextOf(await fixture.newProject());
  const { id: importId } = await receiveUpload(ctx, { filename: 'rm.jsonl', body: blocks(lines.join('\n')) });
  return inspectImport(ctx, { importId, reading: { by: 'format', format: 'nemo-aligner-rm' } });
}

const partnerless = ({ preview }: Awaited<ReturnType<typeof lookedAt>>) =>
  preview.flatMap((row) => (row.ok ? [] : row.faults.map(({ code }) => code)));

test('nothing is said of a line whose other one lies behind the rows looked at', async () => {
  // The first line is alone, so that the last of the hundred that are looked at begins a pair.
  const looked = await lookedAt([line(99, 'Alone'), ...pairs(60)]);
  expect(looked).toMatchObject({ sample: 100, good: 49, bad: 1 });
  expect(looked.preview[0]).toMatchObject({ ok: false, line: 1 });
});

test('a line that is really without its other one is told', async () => {
  const looked = await lookedAt([...pairs(3), line(9, 'Alone')]);
  expect(looked).toMatchObject({ good: 3, bad: 1 });
  expect(partnerless(looked)).toEqual(['no_partner']);
});

test('so is the last one of a file that is looked at whole', async () => {
  const looked = await lookedAt([...pairs(49), line(99, 'Alone')]);
  expect(looked).toMatchObject({ sample: 99, good: 49, bad: 1 });
});
