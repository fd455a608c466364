import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha256, sha256Hex } from './hash.ts';

const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  // Halves of surrogate pairs too.
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc.uint8Array(),
);

it('hashes as it always did: what is stored was hashed piece by piece', () => {
  fc.assert(
    fc.property(anything, (data) => {
      const expected = createHash('sha256').update(data).digest();
      expect(sha256(data).equals(expected)).toBe(true);
      expect(sha256Hex(data)).toBe(expected.toString('hex'));
    }),
  );
});
