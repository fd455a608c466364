import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { zipOf, zstdOf } from './archives.fixture.ts';
import { readContainer } from './read.ts';
import { type ByteSource, bytesSource, peek } from './source.ts';

/** A source of many small chunks that counts the streams which are open. */
function counted(name: string, bytes: Uint8Array): ByteSource & { open: () => number } {
  let open = 0;
  return {
    ...bytesSource(name, bytes),
    open: () => open,
    // oxlint-disable-next-line typescript/require-await
    async *stream() {
      open += 1;
      try {
        for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
      } finally {
        open -= 1;
      }
    },
  };
}

const lines = Buffer.from(
  Array.from({ length: 30_000 }, (_, n) => `${JSON.stringify({ a: `row ${n}` })}\n`).join(''),
);
const csv = Buffer.from(Array.from({ length: 30_000 }, (_, n) => `row ${n},b\n`).join(''));
const parquet = new Uint8Array(
  parquetWriteBuffer({ columnData: [{ name: 'a', data: ['x', 'y'], type: 'STRING' }] }),
);

describe.each([
  ['x.jsonl', lines],
  ['x.csv', csv],
  ['x.parquet', parquet],
  ['x.jsonl.gz', gzipSync(lines)],
  ['x.jsonl.zst', zstdOf(lines)],
  ['x.parquet.gz', gzipSync(parquet)],
  ['x.gz', gzipSync(gzipSync(lines))],
  ['x.zip', zipOf([{ name: 'a.jsonl', bytes: lines }])],
  ['x.html', Buffer.from(`<!doctype html>${'x'.repeat(100_000)}`)],
  ['x.bin', Buffer.alloc(100_000, 0xff)],
])('%s', (name, bytes) => {
  it('is closed when it was read, and when nobody reads on', async () => {
    const source = counted(name, bytes);
    for await (const _ of readContainer(source));
    expect(source.open()).toBe(0);
    for await (const _ of readContainer(source)) break;
    expect(source.open()).toBe(0);
  });
});

it('a stream of which only the beginning was looked at is closed', async () => {
  const source = counted('x', lines);
  const { head, whole } = await peek(source.stream(), 2_500);
  expect([head.length, source.open()]).toEqual([3_000, 1]);
  await whole[Symbol.asyncIterator]().return?.();
  expect(source.open()).toBe(0);
});

it('a stream that was looked at is read whole', async () => {
  const { whole } = await peek(counted('x', lines).stream(), 2_500);
  const parts: Uint8Array[] = [];
  for await (const part of whole) parts.push(part);
  expect(Buffer.concat(parts).equals(lines)).toBe(true);
});
