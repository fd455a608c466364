import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ShardCutter, type ShardLimits } from './shard-cutter.ts';

const linesOf = (bytes: Buffer) => ({ bytes, count: bytes.toString('latin1').split('\n').length - 1 });

function cutAll(lines: readonly string[], limits: ShardLimits, pieces: readonly number[]): string[][] {
  const cutter = new ShardCutter(limits);
  const files: string[][] = [];
  const rest = [...lines];
  for (const length of [...pieces, lines.length]) {
    const taken = rest.splice(0, length);
    for (const { shard, bytes, count } of cutter.cut(linesOf(Buffer.from(taken.join(''))))) {
      const text = bytes.toString().split('\n').slice(0, -1);
      expect(text.length).toBe(count);
      (files[shard] ??= []).push(...text.map((line) => `${line}\n`));
    }
  }
  return files;
}

test('no line is lost or moved, no file is empty or too large, and the cuts are the same however the lines come', () => {
  const line = fc.nat(12).map((length) => `${'x'.repeat(length)}\n`);
  const limit = fc.option(fc.integer({ min: 1, max: 30 }));
  fc.assert(
    fc.property(fc.array(line), limit, limit, fc.array(fc.nat(6)), (lines, rows, bytes, pieces) => {
      const files = cutAll(lines, { rows, bytes }, pieces);
      expect(files.flat()).toEqual(lines);
      for (const [index, file] of files.entries()) {
        expect(file.length).toBeGreaterThan(0);
        if (rows !== null) expect(file.length).toBeLessThanOrEqual(rows);
        const size = file.join('').length;
        if (bytes !== null && file.length > 1) expect(size).toBeLessThanOrEqual(bytes);
        const next = files[index + 1]?.[0];
        // As full as it may be.
        if (next !== undefined)
          expect(file.length === rows || size + next.length > (bytes ?? Number.POSITIVE_INFINITY)).toBe(true);
      }
      expect(cutAll(lines, { rows, bytes }, [])).toEqual(files);
    }),
  );
});
