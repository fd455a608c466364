import { expect, test } from 'vitest';
import type { Asked } from '@pairwright/domain/judgment/asked';
import { labelResponses } from './label-responses.ts';

const rating: Asked = {
  question: 'rating:quality',
  kind: 'rating',
  key: 'quality',
  label: null,
  scale: { min: 1, max: 5 },
};
const safety: Asked = { question: 'safety', kind: 'safety', key: null, label: null, scale: null };

test('ratings come to their median, with an interval from six on, and none without an answer', () => {
  const answers = [5, 1, 4, 2, 3, 4].map((value, index) => [value, index === 0 ? 2 : null, null]);
  const { responses, agreement, disagreement } = labelResponses(rating, answers, 3);
  expect(responses).toEqual([
    // Of six the interval at 95 % is from the smallest to the largest: P(all on one side) = 2 / 64.
    { answers: 6, value: 3.5, low: 1, high: 5, mostly: null, decided: null, reason: null },
    { answers: 1, value: 2, low: null, high: null, mostly: null, decided: null, reason: 'too_few' },
    { answers: 0, value: null, low: null, high: null, mostly: null, decided: null, reason: 'no_data' },
  ]);
  expect(agreement).toBeNull();
  expect(disagreement).toBe(1);
  expect(labelResponses(rating, [[2], [3]], 1).disagreement).toBe(0.25);
});

test('a yes or no is what most say, and contested where as many say the one as the other', () => {
  const three = labelResponses(
    safety,
    [
      [1, 0],
      [1, 0],
      [0, 0],
    ],
    2,
  );
  expect(three.responses.map(({ value, mostly, reason }) => [value, mostly, reason])).toEqual([
    [2 / 3, true, null],
    [0, false, null],
  ]);
  // 0 of 3: the upper end of Beta(1, 4) solves (1 - x)^4 = 0.025.
  expect(three.responses[1]?.high).toBeCloseTo(1 - 0.025 ** 0.25, 12);
  expect([three.agreement, three.tied]).toEqual([5 / 6, false]);
  expect(three.disagreement).toBeCloseTo(2 / 3, 12);
  expect(labelResponses(safety, [[1], [0]], 1)).toMatchObject({
    responses: [{ value: 0.5, mostly: null, reason: null }],
    agreement: null,
    disagreement: 1,
    tied: true,
  });
  expect(labelResponses(safety, [], 1)).toMatchObject({ responses: [{ reason: 'no_data' }], tied: false });
});
