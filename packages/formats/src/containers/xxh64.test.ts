import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Xxh64 } from './xxh64.ts';

/** The sums that Zstandard's own library writes behind such bytes. */
const sums = [
  [0, 1373170073],
  [1, 3898129335],
  [3, 2647091610],
  [4, 502565925],
  [7, 155332812],
  [8, 1345553258],
  [9, 2504710735],
  [31, 1771101419],
  [32, 1774958126],
  [33, 3201521443],
  [63, 3828069355],
  [64, 1568004097],
  [100, 1650875399],
  [1000, 1343621444],
  [70_001, 4083921938],
] as const;

function bytesOf(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => index * 31 + length * 7);
}

it.each(sums)('has the sum of %d bytes', (length, sum) => {
  const hash = new Xxh64();
  hash.update(bytesOf(length));
  expect(hash.low()).toBe(sum);
});

it('is the same in whatever pieces the bytes come', () => {
  const [length, sum] = sums[13];
  fc.assert(
    fc.property(fc.array(fc.nat(200), { maxLength: 12 }), (pieces) => {
      const hash = new Xxh64();
      let from = 0;
      for (const piece of [...pieces, length]) {
        hash.update(bytesOf(length).subarray(from, from + piece));
        from += piece;
      }
      expect(hash.low()).toBe(sum);
    }),
  );
});
