import { crc32 as reference } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crc32 } from './crc32.ts';

it('is what gzip and zip write, however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }), (parts) => {
      let sum = 0;
      for (const part of parts) sum = crc32(part, sum);
      expect(sum).toBe(reference(Buffer.concat(parts)));
    }),
  );
});
