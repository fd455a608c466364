import { sliceCodePoints } from '@pairwright/domain/judgment/code-points';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { maskedParts, maskText } from './masked-text.ts';

const text = '👍 zoe@example.org, 13912345678 好 a@b.org';
const masked = '👍 [EMAIL], [PHONE] 好 [EMAIL]';

it('tells where a stretch is in the masked text', () => {
  const { text: made, stretchOf } = maskText(text);
  expect(made).toBe(masked);
  const shown = (start: number, end: number): string => {
    const stretch = stretchOf({ start, end });
    return sliceCodePoints(made, stretch.start, stretch.end);
  };
  expect(shown(0, 2)).toBe('👍 ');
  expect(shown(2, 17)).toBe('[EMAIL]');
  // Half of an address, and from the middle of one to the middle of the next: no part of either is told.
  expect(shown(4, 9)).toBe('[EMAIL]');
  expect(shown(10, 22)).toBe('[EMAIL], [PHONE]');
  expect(shown(17, 19)).toBe(', ');
  expect(shown(31, 33)).toBe('好 ');
  expect(shown(0, 99)).toBe(masked);
});

const word = fc.constantFrom(
  'zoe@example.org',
  '13912345678',
  '好',
  '👍',
  'plain words',
  ',',
  '\n\n',
  '123-45-6789',
);

it('parts that follow each other are the whole masked text, wherever it is cut', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), fc.array(fc.nat(80), { maxLength: 4 }), (words, cuts) => {
      const whole = words.join(' ');
      const length = [...whole].length;
      const places = [0, ...cuts.map((cut) => Math.min(cut, length)), length].toSorted(
        (one, other) => one - other,
      );
      const parts = places.slice(1).map((end, index) => ({ start: places[index] as number, end }));
      const { text: masked } = maskText(whole);
      expect(maskedParts({ text: whole, masked }, parts).join('')).toBe(masked);
    }),
  );
});

it('masks each part by itself where others made the masked text', () => {
  const parts = [
    { start: 0, end: 17 },
    { start: 19, end: 32 },
  ];
  expect(maskedParts({ text, masked: '👍 ***' }, parts)).toEqual(['👍 [EMAIL]', '[PHONE] 好']);
});
