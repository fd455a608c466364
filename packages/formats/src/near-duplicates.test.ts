import { expect, test } from 'vitest';
import { bandsNeeded, bandsOf, NearDuplicates, tokensOf } from './near-duplicates.ts';

const words = (from: number, count: number): string =>
  Array.from({ length: count }, (_, index) => `word${(from + index) * 7919}`).join(' ');

function groups(texts: readonly string[]): number[] {
  const near = new NearDuplicates();
  for (const text of texts) near.add(text);
  return texts.map((_, number) => near.rootOf(number));
}

test('texts are cut into words, and into characters where the writing has no spaces', () => {
  expect(tokensOf('Tell me, 3.5 times: 写一首诗！')).toEqual([
    'tell',
    'me',
    '3',
    '5',
    'times',
    '写',
    '一',
    '首',
    '诗',
  ]);
});

test('what differs by a word, by case or by marks belongs together, in both languages', () => {
  const long = words(0, 80);
  const poem =
    '请写一首关于秋天的七言绝句，要求押韵，意境开阔，并在诗后附上一段不超过一百字的赏析，说明你用了哪些意象以及为什么这样安排结构。';
  expect(
    groups([
      long,
      words(5_000, 80),
      `${long} once more`,
      long.toUpperCase().replaceAll(' ', ',  '),
      poem,
      poem.replace('秋天', '冬天'),
      '',
      '?!',
    ]),
  ).toEqual([0, 1, 0, 0, 4, 4, 6, 7]);
});

test('texts that share half of their words stay apart', () => {
  const half = words(0, 60);
  expect(groups([`${half} ${words(1_000, 60)}`, `${half} ${words(2_000, 60)}`])).toEqual([0, 1]);
});

test('short texts that are equal belong together, others do not', () => {
  expect(groups(['Hi!', 'hi', 'Hello', '你好', '你好。', '再见'])).toEqual([0, 0, 2, 3, 3, 5]);
});

/** The rule, said with maps: whoever has the same hash first in a band is looked at. */
function byMaps(texts: readonly string[]): number[] {
  const bands = texts.map(bandsOf);
  const seen = new Map<string, number>();
  const parents = texts.map((_, number) => number);
  const rootOf = (number: number): number => (parents[number] === number ? number : rootOf(parents[number]!));
  for (const [number, own] of bands.entries())
    own?.forEach((hash, band) => {
      const other = seen.get(`${band} ${hash}`);
      if (other === undefined) seen.set(`${band} ${hash}`, number);
      else if (own.filter((value, place) => bands[other]![place] === value).length >= bandsNeeded) {
        const [first, second] = [rootOf(number), rootOf(other)];
        parents[Math.max(first, second)] = Math.min(first, second);
      }
    });
  return parents.map((_, number) => rootOf(number));
}

test('many texts are put together as the rule says, also when their table has grown', () => {
  const texts = Array.from({ length: 5_000 }, (_, index) =>
    index % 50 === 0 ? '?!' : `${words((index % 1_700) * 40, 40)}${index % 3 === 0 ? ` and ${index}` : ''}`,
  );
  const found = groups(texts);
  expect(found).toEqual(byMaps(texts));
  expect(new Set(found).size).toBeLessThan(2_500);
});
