import { expect, it } from 'vitest';
import { levelOf } from './levels.ts';
import { estimateTokens } from './tokens.ts';

const exact = (value: number | null) => ({ value, low: null, high: null });

it.each([
  ['label_noise', 0.84, 'fine'],
  ['label_noise', 0.755, 'look'],
  ['label_noise', 0.66, 'act'],
  ['contradictions', 0, 'fine'],
  ['contradictions', 0.001, 'look'],
  ['contradictions', 0.05, 'act'],
  ['prompt_overlap', 0, 'fine'],
  ['prompt_overlap', 0.0001, 'act'],
  ['near_prompts', 0.0001, 'look'],
  ['near_prompts', 0.05, 'act'],
  ['over_length', 0.005, 'fine'],
  ['over_length', 0.05, 'look'],
  ['over_length', 0.5, 'act'],
  ['dominating_prompts', 0.06, 'look'],
  ['languages', 1, 'look'],
] as const)('%s of %d is %s', (kind, value, level) => {
  expect(levelOf(kind, exact(value))).toBe(level);
});

it('takes a baseline for off only where its interval is', () => {
  expect(levelOf('length', { value: 0.7, low: 0.45, high: 0.87 })).toBe('fine');
  expect(levelOf('length', { value: 0.7, low: 0.68, high: 0.72 })).toBe('act');
  expect(levelOf('length', { value: 0.42, low: 0.4, high: 0.44 })).toBe('look');
  expect(levelOf('position', { value: 0.51, low: 0.505, high: 0.515 })).toBe('fine');
  expect(levelOf('position', { value: 0.38, low: 0.3, high: 0.45 })).toBe('act');
});

it('has no level where there is no number', () => {
  expect(levelOf('label_noise', exact(null))).toBeNull();
});

const measured = (text: string) => ({ characters: [...text].length, bytes: Buffer.byteLength(text) });

it.each([
  ['', 4],
  ['The quick brown fox jumps.', 11],
  ['你好，世界。', 10],
  ['你好 world', 8],
  ['Привет', 8],
  ['👍', 6],
])('estimates the tokens of %s', (text, tokens) => {
  expect(estimateTokens(measured(text))).toBe(tokens);
});
