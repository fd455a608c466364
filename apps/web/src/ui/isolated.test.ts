import { expect, it } from 'vitest';
import { isolated } from './isolated.ts';

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
