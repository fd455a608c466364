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
  expect(templateQuestions.sparrow.form.flags).toHaveLength(23);
  expect(templateQuestions.helpsteer2.form.ratings.map(({ min, max }) => [min, max])).toEqual(
    Array.from({ length: 5 }, () => [0, 4]),
  );
});

test('the weakest strength is unsure with Llama 2 and marginal with Llama 3', () => {
  const weakest = (name: 'llama2' | 'llama3') => {
    const { main } = templateQuestions[name].form;
    return main.kind === 'pair' ? [main.levels?.[3]?.en, main.levels?.[4]?.en] : main.kind;
  };
  expect(weakest('llama2')).toEqual(['A', 'B'].map((side) => `${side} is negligibly better, or unsure`));
  expect(weakest('llama3')).toEqual(['A', 'B'].map((side) => `${side} is marginally better`));
});

/** Keys of the columns `response_0_harm_category` and `response_1_harm_category` of PKU-SafeRLHF, in their order. */
const pkuHarms =
  `Endangering National Security, Insulting Behavior, Discriminatory Behavior, Endangering Public Health,
  Copyright Issues, Violence, Drugs, Privacy Violation, Economic Crime, Mental Manipulation, Human Trafficking,
  Physical Harm, Sexual Content, Cybercrime, Disrupting Public Order, Environmental Damage, Psychological Harm,
  White-Collar Crime, Animal Abuse`.split(/,\s+/);

test('the harms of PKU-SafeRLHF have its names, and one severity for the response', () => {
  const { flags, ratings } = templateQuestions.safe_rlhf.form;
  expect(flags.map(({ label }) => label.en.toLowerCase())).toEqual(
    pkuHarms.map((name) => name.toLowerCase()),
  );
  expect(flags.map(({ key }) => key)).toEqual(
    pkuHarms.map((name) => name.toLowerCase().split(/\W/).join('_')),
  );
  expect(flags.every(({ severities }) => severities.length === 0)).toBe(true);
  expect(ratings.map(({ key, min, max, required }) => [key, min, max, required])).toEqual([
    ['severity', 1, 3, false],
  ]);
});

test('what a published scale leaves out may stay empty', () => {
  const empty = templateQuestions.ultrafeedback.form.ratings.filter(({ required }) => !required);
  expect(empty.map(({ key }) => key)).toEqual(['honesty']);
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
