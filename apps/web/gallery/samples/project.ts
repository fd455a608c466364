import type { AnnotatorProject } from '@pairwright/contract/annotate';
import type { Me } from '@pairwright/contract/auth';
import type { Question } from '@pairwright/contract/projects';
import { plainForm } from './forms.ts';

export const PROJECT_ID = '019a0000-0000-7000-8000-000000000001';
const when = '2026-11-28T09:00:00.000000Z';

export const me: Me = {
  id: '019a0000-0000-7000-8000-000000000002',
  email: 'lin@example.org',
  name: 'Lin',
  locale: 'en',
  isOwner: false,
  isDemo: false,
  mustAddFactor: false,
  memberships: [],
};

export function questionOf(
  form: Question['form'],
  text = { en: 'Which answer is better?', 'zh-CN': '哪个回答更好？' },
): Question {
  return { version: 1, text, form, createdAt: when };
}

export const project: AnnotatorProject = {
  id: PROJECT_ID,
  name: 'Everyday help · 日常帮助',
  description: '',
  language: 'mixed',
  state: 'active',
  isDemo: false,
  leaseMinutes: 60,
  question: questionOf(plainForm(7)),
  consent: null,
  guidelines: { version: 1, markdown: 'Be fair.', other: null, createdAt: when, createdBy: null },
  acknowledged: { version: 1, markdown: null, other: null },
  practice: { examples: 0, answered: 0 },
  exam: false,
  pay: null,
  judged: 120,
  judgedToday: 12,
  remaining: 340,
};
