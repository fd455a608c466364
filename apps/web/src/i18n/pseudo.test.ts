import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { setupI18n } from '@lingui/core';
import { expect, test } from 'vitest';
import { pseudoCatalogue } from './pseudo.ts';

const source = {
  'x.plain': 'Undo',
  'x.value': 'Answer {letter}',
  'x.plural': '{count, plural, one {# pair left} other {# pairs left}}',
};
const compiled = Object.fromEntries(
  Object.entries(source).map(([key, message]) => [key, compileMessageOrThrow(message)]),
);

function say(locale: 'en-XA' | 'ar-XB', key: string, values: Record<string, string | number> = {}): string {
  const engine = setupI18n();
  engine.load('en', pseudoCatalogue(compiled, locale) as never);
  engine.activate('en');
  return engine._(key, values);
}

test('every word is marked and longer, and placeholders stay', () => {
  expect(say('en-XA', 'x.plain')).toMatch(/^Üñdöẋ+$/);
  expect(say('en-XA', 'x.value', { letter: 'B' })).toContain('B');
  expect(say('en-XA', 'x.plural', { count: 1 })).toMatch(/^1 .*páír/);
  expect(say('en-XA', 'x.plural', { count: 7 })).toMatch(/^7 .*páírš/);
  expect(say('en-XA', 'x.plain').length).toBeGreaterThanOrEqual('Undo'.length * 1.4);
});

test('right to left, letters run the other way and values do not', () => {
  expect(say('ar-XB', 'x.value', { letter: 'B' })).toBe('\u202eAnswer\u202c B');
});
