import { expect, it } from 'vitest';
import { type SurveyedRow, ImportSurvey } from './import-survey.ts';

const rowOf = (line: number, prompt: string, answers: readonly string[] = ['是', '否']): SurveyedRow => ({
  row: {
    prompt: [{ role: 'user', content: prompt }],
    responses: answers.map((content) => ({ model: 'm', messages: [{ role: 'assistant', content }] })),
    readyPair: answers.length === 2,
  },
  promptKey: prompt,
  comparisons: answers.flatMap((_, one) =>
    answers.slice(one + 1).map((_answer, rest) => [one, one + 1 + rest]),
  ),
  place: { file: null, line, row: null },
});

const long =
  '请写一首关于秋天的七言绝句，要求押韵，意境开阔，并在诗后附上一段不超过一百字的赏析，说明你用了哪些意象以及为什么这样安排结构。';

it('finds prompts that are nearly the same behind tens of thousands of others', () => {
  const survey = new ImportSurvey();
  const before = 60_000;
  for (let line = 1; line <= before; line += 1) survey.add(rowOf(line, `第${line}个问题`));
  survey.add(rowOf(before + 1, long));
  survey.add(rowOf(before + 2, long.replace('秋天', '冬天')));
  const { nearPrompts } = survey.findings();
  expect(nearPrompts.prompts).toBe(before + 2);
  expect(nearPrompts.examples.at(-1)).toMatchObject({
    one: { line: before + 2 },
    other: { line: before + 1 },
  });
  expect(nearPrompts.near).toBe(1);
});

it('finds comparisons whose answers are nearly, but not wholly, the same', () => {
  const survey = new ImportSurvey();
  const poem = `${long}${long.toUpperCase()}`;
  survey.add(rowOf(1, '一', [poem, poem.replace('秋天', '冬天')]));
  survey.add(rowOf(2, '二', [poem, poem]));
  survey.add(rowOf(3, '三', [poem, '否', `${poem}好`]));
  survey.add(rowOf(4, '四', ['']));
  survey.add(rowOf(5, '五', ['', '?']));
  expect(survey.findings().nearAnswers).toEqual({
    comparisons: 6,
    near: 2,
    examples: [1, 3].map((line) => ({ file: null, line, row: null })),
  });
});
