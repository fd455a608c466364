import { plainPair } from '@pairwright/domain/judgment/form';
import { withDefaults } from '@pairwright/domain/judgment/missing';
import type { Decision, Work } from './session.ts';

const question = {
  version: 1,
  text: { en: 'Which?', 'zh-CN': '哪个？' },
  form: plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true }),
  createdAt: '2026-01-01T00:00:00Z',
};

/** Pairs, votes and a skip as a sitting has them. */
export const work = (id: string): Work => ({
  id,
  language: 'en',
  prompt: [],
  responses: [],
  judgeTurn: null,
  sensitive: [],
  question,
});

export const vote = (judgmentId: string, position = 1): Decision => ({
  kind: 'judgment',
  judgmentId,
  answer: { outcome: 'scale', position },
  details: withDefaults({}),
  rationale: null,
});

export const skip: Decision = { kind: 'skip', reason: 'too_long', note: null };
