import { plainPair } from '@pairwright/domain/judgment/form';
import { expect, test } from 'vitest';
import { mainOnly, pairQuestion } from './practice-form.ts';
import { isRight } from './tour.ts';

const scale = { points: 5, allowTie: true, allowBothBad: true, allowCannotJudge: true } as const;
const question = {
  version: 3,
  text: { en: 'Which?', 'zh-CN': '哪个？' },
  form: { ...plainPair(scale), safety: { required: true }, rewrite: 'required' as const },
  createdAt: '2026-01-01T00:00:00Z',
};

test('practice asks the main question only, on the project’s own scale', () => {
  expect(mainOnly(question).form).toMatchObject({
    main: question.form.main,
    safety: null,
    rewrite: 'off',
    rationale: { mode: 'off' },
  });
});

test('where no pairs are asked of, the tour has a question of its own', () => {
  const thumbs = {
    ...question,
    form: { ...question.form, main: { kind: 'single', ask: 'thumbs' } as never },
  };
  const own = pairQuestion(thumbs, { en: 'Better?', 'zh-CN': '更好？' });
  expect(own.text.en).toBe('Better?');
  expect(own.form.main).toMatchObject({ kind: 'pair', scale: { points: 7 } });
  expect(pairQuestion(question, { en: 'Better?', 'zh-CN': '更好？' }).text.en).toBe('Which?');
});

test.each([
  [1, 1, true],
  [1, 2, true],
  [1, 3, false],
  [1, 5, false],
  [2, 4, true],
  [2, 1, false],
  [3, 2, true],
] as const)('step %i: position %i is right: %s', (step, position, right) => {
  expect(isRight(step, { outcome: 'scale', position }, question)).toBe(right);
  expect(isRight(step, { outcome: 'tie' }, question)).toBe(false);
});
