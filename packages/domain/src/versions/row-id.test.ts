import { expect, it } from 'vitest';
import { readRowId, rowIdIn } from './row-id.ts';

const comparison = '01900000-0000-7000-8000-00000000000a';
const judgment = '01900000-0000-7000-8000-00000000000b';
const nothing = { pair: null, judgmentId: null, rewriteOver: null, half: null };

it.each([
  ['', {}],
  ['-1-3', { pair: [1, 3] }],
  [`-${judgment}`, { judgmentId: judgment }],
  [`-0-2-${judgment}`, { pair: [0, 2], judgmentId: judgment }],
  [`-${judgment}-2`, { judgmentId: judgment, rewriteOver: 2 }],
  ['-first', { half: 'first' }],
  ['-0-1-second', { pair: [0, 1], half: 'second' }],
])('reads the id of a row that ends in "%s"', (suffix, says) => {
  expect(readRowId(`${comparison}${suffix}`)).toEqual({
    comparisonId: comparison,
    suffix,
    ...nothing,
    ...says,
  });
});

it.each([
  '',
  'x',
  comparison.slice(1),
  `${comparison}-`,
  `${comparison}-1`,
  `${comparison}-third`,
  `${comparison} `,
])('reads no id in "%s"', (text) => {
  expect(readRowId(text)).toBeNull();
});

it('finds the id in what somebody pastes', () => {
  expect(rowIdIn(`  ${comparison}-1-2\n`)).toBe(`${comparison}-1-2`);
  expect(rowIdIn(JSON.stringify({ id: `${comparison}-1-2`, comparison_id: comparison, chosen: [] }))).toBe(
    `${comparison}-1-2`,
  );
  expect(rowIdIn(JSON.stringify({ comparison_id: comparison, winner: 'tie' }))).toBe(comparison);
  expect(rowIdIn(JSON.stringify({ id: 7 }))).toBeNull();
  expect(rowIdIn('{"id":')).toBeNull();
  expect(rowIdIn('null')).toBeNull();
});
