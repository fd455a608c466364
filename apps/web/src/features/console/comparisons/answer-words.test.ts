import { expect, test } from 'vitest';
import { answerWords, shownLeft } from './answer-words.ts';
import type { ComparisonJudgment } from './answer-words.ts';

const judgment: ComparisonJudgment = {
  id: 'j',
  annotatorId: '01890a5d-ac96-774b-bcce-b302099a8057',
  annotator: 'Ann',
  outcome: 'preference',
  strength: -3,
  ranks: null,
  details: null,
  presentedOrder: [1, 0],
  questionVersion: 1,
  rationale: null,
  counted: true,
  source: 'annotator',
  createdAt: '2026-01-01T00:00:00Z',
};
const models = ['first', 'second'];
const say = (key: string, values?: Record<string, string | number>): string =>
  `${key} ${JSON.stringify(values ?? {})}`;

test('the sign of the strength names the model, whatever order was shown', () => {
  expect(answerWords(judgment, models, say)).toContain('"model":"first","strength":3');
  expect(answerWords({ ...judgment, strength: 0.75 }, models, say)).toContain(
    '"model":"second","strength":0.75',
  );
  expect(shownLeft(judgment, models)).toBe('second');
});

test('answers off the scale have words of their own', () => {
  const words = (['tie', 'both_bad', 'cannot_judge', 'retracted'] as const).map((outcome) =>
    answerWords({ ...judgment, outcome, strength: null }, models, say),
  );
  expect(new Set(words).size).toBe(4);
});

test('a ranking is said with the models in order, ties and unacceptable ones', () => {
  const ranking = { ...judgment, outcome: 'ranking' as const, strength: null };
  const four = ['a', 'b', 'c', 'd'];
  expect(answerWords({ ...ranking, ranks: [2, 1, 2, 3] }, four, say)).toBe('b > a = c > d');
  expect(answerWords({ ...ranking, ranks: [2, 1, null, null] }, four, say)).toBe('b > a');
  expect(answerWords({ ...ranking, ranks: [0, 1, 0, 2] }, four, say)).toMatch(
    /"order":"b > d","models":"a.*c"/,
  );
});

test('steps are counted and the first error is named', () => {
  const steps = (labels: string[]) =>
    answerWords(
      {
        ...judgment,
        outcome: 'steps',
        strength: null,
        details: { steps: labels.map((label, at) => ({ start: at, end: at + 1, label })) },
      },
      models,
      say,
    );
  expect(steps(['right', 'neutral', 'wrong'])).toContain('"right":1,"count":3,"first":3');
  expect(steps(['right', 'right'])).toBe('console-question.answer_steps {"right":2,"count":2}');
});
