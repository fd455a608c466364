import { expect, it } from 'vitest';
import { NearIndex } from './near-index.ts';

const poem = (season: string) =>
  `请写一首关于${season}的七言绝句，要求押韵，意境开阔，并在诗后附上一段不超过一百字的赏析，说明你用了哪些意象以及为什么这样安排结构。`;

it('finds what is nearly the same in another part, and nothing in its own', () => {
  const index = new NearIndex<'test' | 'validation' | 'train'>();
  expect(index.add(poem('秋天'), 'test')).toBe(0);
  expect(index.add('What is far?', 'validation')).toBe(1);
  expect(index.add(poem('夏天'), 'validation')).toBe(2);
  expect(index.find(poem('冬天'), 'train')).toEqual([0, 2]);
  expect(index.find(poem('冬天'), 'test')).toEqual([2]);
  expect(index.find('Something else altogether, about the sea and ships.', 'train')).toEqual([]);
  expect(index.find('', 'train')).toEqual([]);
});
