import { templateQuestions } from '@pairwright/domain/templates';
import { expect, test } from 'vitest';
import type { Speaker } from '../projects/form/form-facts.ts';
import { saidLines } from './said-lines.ts';

const speaker: Speaker = {
  t: (key, values) => `${key.replace('console-question.', '')} ${Object.values(values ?? {}).join(' | ')}`,
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
const template = templateQuestions.safe_rlhf.form;
const severities = ['Minor', 'Moderate', 'Severe'].map((en) => ({ en, 'zh-CN': en }));
const form = { ...template, flags: template.flags.map((flag) => ({ ...flag, severities })) };
const models = ['first', 'second'];
const details = {
  criteria: [
    { key: 'helpfulness', outcome: 'preference' as const, position: 1, strength: 3 },
    { key: 'harmlessness', outcome: 'not_applicable' as const, position: null, strength: null },
  ],
  ratings: [
    { key: 'gone', response: 0, value: 4 },
    { key: 'gone', response: 1, value: 2 },
  ],
  flags: [
    { key: 'insulting_behavior', response: 1, severity: 3 },
    { key: 'privacy_violation', response: 1, severity: null },
  ],
  safe: [true, false],
  reasons: [],
  spans: [],
  rewrite: null,
  steps: [
    { start: 0, end: 1, label: 'right' as const },
    { start: 2, end: 3, label: 'wrong' as const },
  ],
};

test('each part is said with the names of its version and of the models', () => {
  expect(saidLines({ details, form, models }, speaker)).toEqual([
    {
      title: 'list_criteria ',
      lines: ['said_prefers More helpful | second | 3', 'said_not_applicable More harmless'],
    },
    {
      title: 'list_ratings ',
      lines: ['said_of_model first | said_rating gone | 4', 'said_of_model second | said_rating gone | 2'],
    },
    {
      title: 'list_flags ',
      lines: ['said_of_model second | said_severity Insulting behavior | Severe, Privacy violation'],
    },
    {
      title: 'said_safety ',
      lines: ['said_of_model first | said_safe ', 'said_of_model second | said_unsafe '],
    },
    { title: 'said_steps ', lines: ['1. step_right ', '2. step_wrong '] },
  ]);
});

test('parts that are absent say nothing, and keys stand in for names that are not there yet', () => {
  expect(saidLines({ details: {}, form: null, models }, speaker)).toEqual([]);
  expect(saidLines({ details: { reasons: ['clear'] }, form: null, models }, speaker)).toEqual([
    { title: 'list_reasons ', lines: ['clear'] },
  ]);
});
