import { plainPair } from '@pairwright/domain/judgment/form';
import { expect, test } from 'vitest';
import { nextRewrite, preferredOrder, preferredPlace, whyNoRewrite } from './rewrite-model.ts';

const pair = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: false });
const rank = {
  ...pair,
  main: {
    kind: 'rank',
    allowTies: true,
    allowUnacceptable: true,
    topK: null,
    allowCannotJudge: false,
  } as const,
};

test('the preferred answer comes first, whatever the kind of question', () => {
  expect(preferredPlace(pair, { outcome: 'scale', position: 6 }, 2)).toBe(1);
  expect(preferredPlace(pair, { outcome: 'scale', position: 3 }, 2)).toBe(0);
  expect(preferredOrder(pair, { outcome: 'scale', position: 4 }, 2)).toEqual([[0, 1]]);
  expect(preferredOrder(rank, { outcome: 'ranking', ranks: [2, 1, 0, 2] }, 4)).toEqual([[1], [0, 3], [2]]);
  expect(preferredPlace(pair, null, 2), 'nothing chosen').toBe(0);
  expect(preferredOrder(pair, { outcome: 'both_bad' }, 2), 'nothing is preferred').toEqual([]);
});

test('nothing, and the same again, are no rewrites', () => {
  expect(whyNoRewrite('  \n', 'a')).toBe('empty');
  expect(whyNoRewrite('a', 'a')).toBe('same');
  expect(whyNoRewrite('a ', 'a')).toBeNull();
});

test('a text has an id of its own; the same text keeps it', () => {
  let made = 0;
  const id = () => `id-${(made += 1)}`;
  const source = { place: 0, source: 'old' };
  const first = nextRewrite(null, { ...source, text: 'better' }, id);
  expect(first).toEqual({ responseId: 'id-1', place: 0, content: 'better' });
  expect(nextRewrite(first, { ...source, text: 'better' }, id)).toBe(first);
  expect(nextRewrite(first, { ...source, text: 'best' }, id)?.responseId).toBe('id-2');
  expect(nextRewrite(first, { place: 1, source: 'other', text: 'better' }, id)?.responseId).toBe('id-3');
  expect(nextRewrite(first, { ...source, text: 'old' }, id)).toBeNull();
});
