import { checkedForm } from '@pairwright/contract/question-form';
import { templateQuestions } from '@pairwright/domain/templates';
import { expect, test } from 'vitest';
import type { Speaker } from './form-facts.ts';
import { changesOf } from './form-changes.ts';
import {
  firstMain,
  keyFrom,
  keptKeys,
  moved,
  renamed,
  resizedLevels,
  sendable,
  usualLevels,
} from './form-draft.ts';
import { flagKind } from './part-kinds.ts';
import { faultBelow, formFaults } from './form-faults.ts';

const speaker: Speaker = {
  t: (key, values) => `${key.replace('console-question.', '')} ${JSON.stringify(values ?? {})}`,
  locale: 'en',
  formats: {
    number: String,
    percent: String,
    dateTime: String,
    date: String,
    bytes: String,
    list: (values) => values.join(', '),
  },
};

test('a key is made of the English name, fits the contract, and is free', () => {
  expect(keyFrom('Follows the prompt', [])).toBe('follows_the_prompt');
  expect(keyFrom('Follows the prompt', ['follows_the_prompt', 'follows_the_prompt_2'])).toBe(
    'follows_the_prompt_3',
  );
  expect(keyFrom('1. Café!', [])).toBe('cafe');
  expect(keyFrom('更好', [])).toBe('part');
  expect(keyFrom('x'.repeat(80), ['x'.repeat(37)])).toMatch(/^[a-z][a-z0-9_]{0,39}$/);
});

test('a key follows the name only while no version has it and nobody chose it', () => {
  const item = { key: 'kind', label: { en: 'Kind', 'zh-CN': '友善' } };
  const label = { en: 'Friendly', 'zh-CN': '友善' };
  const none = new Set<string>();
  expect(renamed(item, label, { others: [], kept: none }).key).toBe('friendly');
  expect(renamed(item, label, { others: ['friendly'], kept: none }).key).toBe('friendly_2');
  expect(renamed(item, label, { others: [], kept: new Set(['kind']) })).toEqual({ key: 'kind', label });
  expect(renamed({ ...item, key: 'mine' }, label, { others: [], kept: none }).key).toBe('mine');
});

test('keys of every published version are kept, by list', () => {
  const { form } = templateQuestions.hhh;
  expect([...keptKeys([form, templateQuestions.pair_7.form], 'criteria')]).toEqual([
    'helpful',
    'honest',
    'harmless',
  ]);
  expect(keptKeys([templateQuestions.kto.form], 'reasons')).toContain('helpful');
});

test('moving keeps everything and stops at the ends', () => {
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
  expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c']);
});

test('there are as many usual names as points, and own ones stay at their side', () => {
  for (let points = 2; points <= 9; points += 1) {
    const main = { ...firstMain.pair, levels: usualLevels(points) };
    expect(main.levels).toHaveLength(points);
    expect(new Set(main.levels.map((level) => level.en)).size).toBe(points);
  }
  const own = ['L1', 'L2', 'M', 'R2', 'R1'].map((en) => ({ en, 'zh-CN': en }));
  const names = (points: number) => resizedLevels(own, points).map((level) => level.en);
  expect(names(3)).toEqual(['L1', 'M', 'R1']);
  expect(names(4)).toEqual(['L1', 'L2', 'R2', 'R1']);
  expect(names(7)).toEqual(['L1', 'L2', usualLevels(7)[2]?.en, 'M', usualLevels(7)[4]?.en, 'R2', 'R1']);
});

test('a text that lacks a language, a bad key and an empty question are found where they are', () => {
  const draft = structuredClone(templateQuestions.hhh) as typeof templateQuestions.hhh & object;
  expect(formFaults(draft)).toEqual({});
  const form = {
    ...draft.form,
    criteria: draft.form.criteria.map((part) => ({ ...part, key: 'Same', hint: { en: 'x', 'zh-CN': ' ' } })),
    flags: [flagKind.make('f'), flagKind.make('f')],
  };
  const faults = formFaults({ text: { en: '', 'zh-CN': '好' }, form });
  expect(faults).toMatchObject({
    'text.en': 'console-question.missing_text',
    'form.criteria.1.hint.zh-CN': 'console-question.missing_text',
    'form.criteria.0.key': 'console-question.bad_key',
    'form.flags.1.key': 'console-question.same_key',
    'form.flags.0.label.en': 'console-question.missing_text',
  });
  expect(faultBelow(faults, 'form.flags.0')).toBe(true);
  expect(faultBelow(faults, 'form.spans')).toBe(false);
  const { helpsteer2 } = templateQuestions;
  expect(formFaults({ ...helpsteer2, form: { ...helpsteer2.form, ratings: [] } })).toEqual({
    'form.ratings': 'console-question.needs_rating',
  });
});

test('criteria are not sent with a question that cannot have them, and stay in the draft', () => {
  const { hhh } = templateQuestions;
  const draft = { ...hhh, form: { ...hhh.form, main: firstMain.rank } };
  expect(checkedForm.safeParse(draft.form).success).toBe(false);
  expect(checkedForm.safeParse(sendable(draft).form).success).toBe(true);
  expect(draft.form.criteria).toHaveLength(3);
});

test('what changes is said part by part', () => {
  const { hhh } = templateQuestions;
  expect(changesOf(hhh, hhh, speaker)).toEqual([]);
  const [helpful, honest, harmless] = hhh.form.criteria;
  if (helpful === undefined || honest === undefined || harmless === undefined)
    throw new Error('three criteria');
  const after = {
    text: { ...hhh.text, en: 'Other words?' },
    form: {
      ...hhh.form,
      main: firstMain.rank,
      criteria: [harmless, { ...helpful, points: 7 }],
      flags: [{ ...flagKind.make('rude'), label: { en: 'Rude', 'zh-CN': '粗鲁' } }],
      rewrite: 'optional' as const,
    },
  };
  const lines = changesOf(hhh, after, speaker);
  expect(lines.map((line) => line.split(' ')[0])).toEqual([
    'change_text',
    'change_from_to',
    'change_removed',
    'change_changed',
    'change_order',
    'change_added',
    'change_from_to',
  ]);
  expect(lines[2]).toContain('More honest');
  expect(lines[5]).toContain('Rude');
});
