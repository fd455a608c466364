import { expect, it } from 'vitest';
import { NearIndex } from './near-index.ts';

const poem = (season: string) =>
  `请写一首关于${season}的七言绝句，要求押韵，意境开阔，并在诗后附上一段不超过一百字的赏析，说明你用了哪些意象以及为什么这样安排结构。`;
const [test, validation, train] = [0, 1, 2];

it('finds what is nearly the same in another part, and nothing in its own', () => {
  const index = new NearIndex(3);
  expect(index.meet(poem('秋天'), test, true)).toEqual([]);
  expect(index.meet('What is far?', validation, true)).toEqual([]);
  expect(index.meet(poem('夏天'), validation, true)).toEqual([0]);
  expect(index.size).toBe(3);
  expect(index.meet(poem('冬天'), train, false).sort()).toEqual([0, 2]);
  expect(index.meet(poem('冬天'), test, false)).toEqual([2]);
  expect(index.meet('Something else altogether, about the sea and ships.', train, false)).toEqual([]);
  expect(index.meet('', train, false)).toEqual([]);
  expect(() => index.meet('One more', test, true)).toThrow(RangeError);
});

it('stays quick where thousands of texts are the same', () => {
  const most = 5_000;
  const index = new NearIndex(most);
  for (let number = 0; number < most; number += 1) index.meet(poem('秋天'), test, true);
  // The first eight of its part stand for all, and that is told.
  expect(index.meet(poem('秋天'), train, false)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(index.isPartial).toBe(true);
});

it('is whole while no hash has more texts of a part than it remembers', () => {
  const index = new NearIndex(16);
  for (let number = 0; number < 16; number += 1)
    index.meet(poem('秋天'), number < 8 ? test : validation, true);
  expect(index.isPartial).toBe(false);
  expect(index.meet(poem('秋天'), train, false)).toHaveLength(16);
});

it('finds each of many texts again, whatever meets in the table', () => {
  const most = 2_000;
  const index = new NearIndex(most);
  const textOf = (number: number): string =>
    Array.from({ length: 12 }, (_, word) => `w${(number * 7_919 + word * word * 104_729) % 1_000_003}`).join(
      ' ',
    );
  for (let number = 0; number < most; number += 1)
    expect(index.meet(textOf(number), number % 2, true)).toEqual([]);
  for (let number = 0; number < most; number += 1)
    expect(index.meet(textOf(number), train, false)).toContain(number);
});
