import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor, InvalidCursor, toPage } from './cursor.ts';

describe('cursors', () => {
  it('come back as they went', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: 'grapheme', maxLength: 30 }).filter((s) => !s.includes('\0')),
          { minLength: 1, maxLength: 4 },
        ),
        (values) => {
          const cursor = encodeCursor(values);
          expect(cursor).toMatch(/^[\w-]*$/);
          expect(decodeCursor(cursor, values.length)).toEqual(values);
        },
      ),
    );
  });

  it('are refused when they are not ours', () => {
    const good = encodeCursor(['a', 'b']);
    for (const bad of [
      '',
      '!',
      `${good}=`,
      ` ${good}`,
      encodeCursor(['a']),
      encodeCursor(['a\0', 'b']),
      Buffer.from('[1,2]').toString('base64url'),
      Buffer.from('{').toString('base64url'),
      'A'.repeat(5_000),
    ]) {
      expect(() => decodeCursor(bad, 2), bad).toThrow(InvalidCursor);
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeCursor(text, 2)).toThrow(InvalidCursor);
      }),
    );
  });

  it('are given only when there is more', () => {
    const key = (n: number) => [n];
    expect(toPage([1, 2, 3], 2, key)).toEqual({ items: [1, 2], nextCursor: encodeCursor([2]) });
    expect(toPage([1, 2], 2, key)).toEqual({ items: [1, 2], nextCursor: null });
    expect(toPage([], 2, key)).toEqual({ items: [], nextCursor: null });
  });
});
