import { expect, test } from 'vitest';
import { ruleReader, ruleSayer } from './said-rule.ts';

const words = {
  plain: 'it is {"en": …} (or not)',
  one: '{key} is a string',
  exact: 'content is a string',
  two: 'from {least} to {most}.',
} as const;
const say = ruleSayer(words);
const read = ruleReader(words);

test('a rule is read as it was said, with what was filled in', () => {
  expect(say('two', { least: -3, most: 3 })).toBe('from -3 to 3.');
  expect(read(say('two', { least: -3, most: 3 }))).toEqual({
    name: 'two',
    values: { least: '-3', most: '3' },
  });
  expect(read(say('one', { key: '$& a\n{least}' }))).toEqual({
    name: 'one',
    values: { key: '$& a\n{least}' },
  });
  expect(read(say('plain'))).toEqual({ name: 'plain', values: {} });
});

test('the nearer of two rules is told, and nothing of a sentence that is none', () => {
  expect(read('content is a string')).toEqual({ name: 'exact', values: {} });
  expect(read('name is a string')?.name).toBe('one');
  expect(read('name is a string, and more')).toBeNull();
  expect(read('')).toBeNull();
});
