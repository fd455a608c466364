import { plainPair } from '@pairwright/domain/judgment/form';
import { expect, test } from 'vitest';
import { emptyEntry } from '../session/entries.ts';
import type { Work } from '../session/session.ts';
import { lacking, withImplied } from './lacking.ts';

const plain = plainPair({ points: 2, allowTie: false, allowBothBad: false, allowCannotJudge: false });

function work(ask: 'rating' | 'steps'): Work {
  return {
    id: 'one',
    language: 'en',
    prompt: [{ role: 'user', content: 'Add' }],
    responses: [{ messages: [{ role: 'assistant', content: 'First\n\nSecond\n\nThird' }] }],
    judgeTurn: null,
    sensitive: null,
    question: {
      version: 1,
      text: { en: 'Q', 'zh-CN': '问' },
      createdAt: '2026-01-01T00:00:00Z',
      form: {
        ...plain,
        main: { kind: 'single', ask, stopAtFirstError: true, allowCannotJudge: true },
        ratings: [
          {
            key: 'clear',
            label: { en: 'Clear', 'zh-CN': '清楚' },
            hint: null,
            min: 1,
            max: 5,
            low: null,
            high: null,
            required: ask === 'rating',
          },
        ],
      },
    },
  } as unknown as Work;
}

test('where only ratings are asked for, they are the answer', () => {
  const rated = {
    ...emptyEntry,
    details: { ...emptyEntry.details, ratings: [{ key: 'clear', place: 0, value: 4 }] },
  };
  expect(lacking(work('rating'), emptyEntry)).toEqual([{ part: 'rating', key: 'clear', place: 0 }]);
  expect(lacking(work('rating'), rated)).toEqual([]);
  expect(withImplied(work('rating'), rated).answer).toEqual({ outcome: 'rated' });
  const cannot = { ...emptyEntry, answer: { outcome: 'cannot_judge' } as const };
  expect(withImplied(work('rating'), cannot), 'another answer stays').toBe(cannot);
});

test('steps without a label are a missing answer, unless judging stopped at the first wrong one', () => {
  const given = (...labels: ('right' | 'wrong')[]) => ({
    ...emptyEntry,
    answer: { outcome: 'steps' as const, labels },
  });
  expect(lacking(work('steps'), emptyEntry)).toEqual([{ part: 'answer' }]);
  expect(lacking(work('steps'), given('right'))).toEqual([{ part: 'answer' }]);
  expect(lacking(work('steps'), given('right', 'wrong'))).toEqual([]);
  expect(lacking(work('steps'), given('right', 'right', 'right'))).toEqual([]);
});
