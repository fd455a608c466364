import { expect, test } from 'vitest';
import { readLine, textsIn } from './line-texts.ts';

test('a line is an object, also out of a list', () => {
  expect(readLine('{"a":1}\n')).toEqual({ a: 1 });
  expect(readLine(' {"a":1},')).toEqual({ a: 1 });
  for (const none of ['', '[', '[1]', 'null', '7', '"a"', '{"a":', '{"a":1} {"a":2}'])
    expect(readLine(none), none).toBeNull();
});

test('texts are told at any depth, and nothing else', () => {
  expect(textsIn({ a: 'one', b: [{ c: 'two', d: 3 }, null, ['three', '']], e: true })).toBe(
    'one\ntwo\nthree',
  );
  expect(textsIn(7)).toBe('');
});
