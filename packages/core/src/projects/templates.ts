import type { ProjectTemplate, Scale } from '@pairwright/contract/projects';
import { guidelinesOf } from './template-guidelines.ts';

/** What a new project starts with; everything can be changed later, in a new version. */
export interface Template {
  readonly question: { readonly en: string; readonly 'zh-CN': string };
  readonly scale: Scale;
  readonly guidelines: { readonly en: string; readonly 'zh-CN': string };
}

const betterResponse = { en: 'Which response is better?', 'zh-CN': '哪个回答更好？' };

/** The starting points by name. */
export const templates: Readonly<Record<ProjectTemplate, Template>> = {
  // Three degrees to each side and a tie in the middle.
  pair_7: {
    question: betterResponse,
    scale: { points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true },
    guidelines: guidelinesOf('pair_7'),
  },
  // Two degrees to each side; annotators have to decide.
  pair_4_forced: {
    question: {
      en: 'Which response would you rather get? Decide even when it is close.',
      'zh-CN': '你更愿意得到哪个回答？即使差别很小也请做出选择。',
    },
    scale: { points: 4, allowTie: false, allowBothBad: false, allowCannotJudge: true },
    guidelines: guidelinesOf('pair_4_forced'),
  },
  // Left, right, tie, both bad: the vote of public model arenas.
  arena: {
    question: betterResponse,
    scale: { points: 2, allowTie: true, allowBothBad: true, allowCannotJudge: false },
    guidelines: guidelinesOf('arena'),
  },
  // Left or right, nothing else.
  pair_2: {
    question: betterResponse,
    scale: { points: 2, allowTie: false, allowBothBad: false, allowCannotJudge: true },
    guidelines: guidelinesOf('pair_2'),
  },
  // Four degrees to each side without a middle, for helpfulness and harmlessness.
  pair_8_hh: {
    question: {
      en: 'Which response is more helpful and less harmful?',
      'zh-CN': '哪个回答更有帮助、更无害？',
    },
    scale: { points: 8, allowTie: false, allowBothBad: false, allowCannotJudge: true },
    guidelines: guidelinesOf('pair_8_hh'),
  },
};
