import { projectTemplate } from '@pairwright/contract/projects';
import { checkedForm } from '@pairwright/contract/question-form';
import type { LocalText } from '@pairwright/contract/question-form';
import { expect, test } from 'vitest';
import { templateFamilies, templateQuestions } from './templates.ts';

/** Every text in both languages that a value holds, however deep. */
function textsOf(value: unknown): LocalText[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('en' in value && 'zh-CN' in value) return [value as LocalText];
  return Object.values(value).flatMap(textsOf);
}

test('each template of the contract is in one family', () => {
  const offered = Object.values(templateFamilies).flat();
  expect([...offered].sort()).toEqual([...projectTemplate.options].sort());
});

test.each(projectTemplate.options)('%s can be asked, in both languages', (name) => {
  const template = templateQuestions[name];
  expect(checkedForm.parse(template.form)).toEqual(template.form);
  const texts = textsOf(template);
  expect(texts.length).toBeGreaterThan(0);
  for (const text of texts) {
    expect(text['zh-CN'], text.en).toMatch(/\p{Script=Han}/u);
    expect(text.en, text['zh-CN']).toMatch(/[a-z]/);
    expect(text.en).not.toMatch(/\p{Script=Han}/u);
  }
});

test('the published protocols keep their scales', () => {
  const scaleOf = (name: keyof typeof templateQuestions) => {
    const { main } = templateQuestions[name].form;
    return main.kind === 'pair'
      ? [main.scale.points, main.scale.allowTie, main.levels?.length ?? 0]
      : main.kind;
  };
  expect(scaleOf('llama2')).toEqual([8, false, 8]);
  expect(scaleOf('llama3')).toEqual([8, false, 8]);
  expect(scaleOf('helpsteer3')).toEqual([7, true, 7]);
  expect(scaleOf('openai_9')).toEqual([9, true, 9]);
  expect(scaleOf('pair_8_hh')).toEqual([8, false, 0]);
  expect(templateQuestions.instructgpt.form.flags).toHaveLength(11);
  expect(templateQuestions.safe_rlhf.form.flags.map((flag) => flag.severities.length)).toEqual(
    Array.from({ length: 19 }, () => 3),
  );
  expect(templateQuestions.helpsteer2.form.ratings.map(({ min, max }) => [min, max])).toEqual(
    Array.from({ length: 5 }, () => [0, 4]),
  );
});

test('level names mirror each other around the middle', () => {
  const { main } = templateQuestions.helpsteer3.form;
  if (main.kind !== 'pair' || main.levels === null) throw new Error('it has level names');
  const names = main.levels.map((level) => level.en);
  expect(names[3]).toBe('About the same');
  expect([...names].reverse().map((name) => name.replace(/^[AB] /, ''))).toEqual(
    names.map((name) => name.replace(/^[AB] /, '')),
  );
  expect(names.map((name) => name[0]).join('')).toBe('AAAABBB');
});
