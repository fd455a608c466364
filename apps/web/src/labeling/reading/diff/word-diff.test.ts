import { expect, test } from 'vitest';
import { diffWords } from './diff-words.ts';
import { compareWords, longestCompared } from './word-diff.ts';
import type { DiffOutcome } from './word-diff.ts';

/** `[-removed-]{+added+}` around what differs. */
function marked(outcome: DiffOutcome): string {
  if (typeof outcome === 'string') return outcome;
  const marks = { same: ['', ''], removed: ['[-', '-]'], added: ['{+', '+}'] };
  return outcome.map(({ kind, text }) => marks[kind].join(text)).join('');
}

const second = 1000;

test.each([
  ['', '', ''],
  ['', 'new', '{+new+}'],
  ['old', '', '[-old-]'],
  ['same words', 'same words', 'same words'],
  ['a red fox', 'a quick red fox', 'a {+quick +}red fox'],
  ['The cat sat.', 'The dog sat.', 'The [-cat -]{+dog +}sat.'],
  ['one  two\nthree', 'one two three', 'one two three'],
  ['今天天气很好。', '今天天气不好。', '今天天气[-很好-]{+不好+}。'],
  ['我喜欢苹果和香蕉', '我喜欢苹果和葡萄', '我喜欢苹果和[-香蕉-]{+葡萄+}'],
  ['price: 5 €', 'price: 7 €', 'price: [-5 -]{+7 +}€'],
  ['red, green', 'blue, black', '[-red, green-]{+blue, black+}'],
])('%j and %j differ by %j', (first, other, expected) => {
  expect(marked(compareWords(first, other, second))).toBe(expected);
});

test('the parts cover both texts, with their places', () => {
  const words = ['alpha', 'beta', '，', '天气', '很好', '\n\n', ' ', '.', '👩‍👩‍👧', 'naïve', 'עברית', '“x”'];
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const text = (): string => Array.from({ length: random(40) }, () => words[random(words.length)]).join('');
  for (let round = 0; round < 300; round += 1) {
    const [first, other] = [text(), text()];
    const parts = compareWords(first, other, second);
    if (typeof parts === 'string') throw new Error(parts);
    let [a, b] = [0, 0];
    for (const part of parts) {
      expect([part.a[0], part.b[0]]).toEqual([a, b]);
      expect(part.text).toBe(part.kind === 'removed' ? first.slice(...part.a) : other.slice(...part.b));
      [a, b] = [part.a[1], part.b[1]];
      if (part.kind === 'removed') expect(part.b[0]).toBe(part.b[1]);
      if (part.kind === 'added') expect(part.a[0]).toBe(part.a[1]);
    }
    expect([a, b]).toEqual([first.length, other.length]);
  }
});

test('texts that are too long or have too little in common are refused, not waited for', () => {
  expect(compareWords('x'.repeat(longestCompared), 'y', second)).toBe('too_long');
  const words = (letter: string): string =>
    Array.from({ length: 20_000 }, (_, n) => `${letter}${n}`).join(' ');
  expect(compareWords(words('a'), words('b'), 20)).toBe('too_different');
});

test('nobody waits for a comparison that was called off', async () => {
  const reason = new Error('another pair');
  await expect(diffWords('a', 'b', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(marked(await diffWords('a b', 'a c'))).toBe('a [-b-]{+c+}');
});
