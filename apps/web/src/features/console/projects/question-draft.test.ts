import { projectTemplate } from '@pairwright/contract/projects';
import { checkedForm } from '@pairwright/contract/question-form';
import { templateQuestions } from '@pairwright/domain/templates';
import { expect, test } from 'vitest';
import { templateNames, withPoints, wholeIn } from './question-draft.ts';

test('every template of the contract has a question the contract accepts', () => {
  expect([...templateNames].sort()).toEqual([...projectTemplate.options].sort());
  for (const name of templateNames) {
    expect(checkedForm.safeParse(templateQuestions[name].form).success, name).toBe(true);
  }
});

test('an odd scale always has its tie', () => {
  const scale = { points: 4, allowTie: false, allowBothBad: false, allowCannotJudge: true };
  expect(withPoints(scale, 5)).toEqual({ ...scale, points: 5, allowTie: true });
  expect(withPoints(scale, 6)).toEqual({ ...scale, points: 6 });
});

test('numbers are whole and in range', () => {
  expect(wholeIn('30', 1, 1440)).toBe(30);
  for (const text of ['', '0', '1441', '3.5', '-3', 'x', '1e2'])
    expect(wholeIn(text, 1, 1440), text).toBeNull();
});
