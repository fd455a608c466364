import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BlockFiller } from './block-filler.ts';

it('puts chunks of any length into blocks of one size, and every byte into one of them, in order', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.uint8Array({ maxLength: 30 })),
      (size, chunks) => {
        const given: Uint8Array[] = [];
        let taken = 0;
        const filler = new BlockFiller({
          size,
          take: () => {
            taken += 1;
            return new Uint8Array(size);
          },
          give: (block, filled) => void given.push(block.slice(0, filled)),
        });
        for (const chunk of chunks) filler.add(chunk);
        expect(given.every(({ length }) => length === size)).toBe(true);
        filler.flush();
        filler.flush();
        const all = chunks.flatMap((chunk) => [...chunk]);
        expect(given.flatMap((block) => [...block])).toEqual(all);
        expect(taken).toBe(Math.ceil(all.length / size));
        expect(given).toHaveLength(taken);
      },
    ),
  );
});
