import { expect, it } from 'vitest';
import { isolated, isolatedValues, withoutIsolates } from './isolated.ts';

it.each([
  ['Hebrew', 'שלום (v2)'],
  ['Arabic', 'نموذج 3'],
  ['both ways', 'gpt שלום'],
  ['an embedding that was not closed', 'Eve\u202Enimda'],
])('isolates %s, once', (_what, text) => {
  expect(isolated(text)).toBe(`\u2068${text}\u2069`);
  expect(isolated(isolated(text))).toBe(isolated(text));
});

it.each(['', 'gpt-4 (v2)', '王小梅', 'Ünal', '1 234'])('leaves "%s" as it is', (text) => {
  expect(isolated(text)).toBe(text);
});

it('leaves a label whose name is isolated in it', () => {
  const label = `${isolated('שלום')} · …abc123 · looks like another`;
  expect(isolated(label)).toBe(label);
});

it.each([
  ['an end that nobody began', 'Eve\u2069\u202Enimda', '\u2068Eve\u202Enimda\u2069'],
  ['a beginning that nobody ends', 'Eve\u2067 admin', '\u2068Eve\u2067 admin\u2069\u2069'],
  ['a beginning that hides what turns', '\u2068\u202Enimda', '\u2068\u2068\u202Enimda\u2069\u2069'],
])('lets %s out of no sentence', (_what, text, shown) => {
  expect(isolated(text)).toBe(shown);
  expect(isolated(shown)).toBe(shown);
});

it('isolates the texts among the values of a message', () => {
  expect(isolatedValues({ name: 'שלום', plain: 'Anna', count: 3 })).toEqual({
    name: '\u2068שלום\u2069',
    plain: 'Anna',
    count: 3,
  });
});

it('takes off what was copied with a name', () => {
  expect(withoutIsolates(isolated('שלום'))).toBe('שלום');
});
