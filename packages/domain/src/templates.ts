import type { ProjectTemplate } from '@pairwright/contract/projects';
import type { LocalText, QuestionForm } from '@pairwright/contract/question-form';
import { plainPair } from './judgment/form.ts';

/** What a template asks, in both languages, and with which form. */
export interface TemplateQuestion {
  readonly text: LocalText;
  readonly form: QuestionForm;
}

const better = { en: 'Which response is better?', 'zh-CN': '哪个回答更好？' };

/** The starting points of a project by name; everything can be changed later, in a new version of the question. */
export const templateQuestions: Readonly<Record<ProjectTemplate, TemplateQuestion>> = {
  // Three degrees to each side and a tie in the middle.
  pair_7: {
    text: better,
    form: plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true }),
  },
  // Two degrees to each side; annotators have to decide.
  pair_4_forced: {
    text: {
      en: 'Which response would you rather get? Decide even when it is close.',
      'zh-CN': '你更愿意得到哪个回答？即使差别很小也请做出选择。',
    },
    form: plainPair({ points: 4, allowTie: false, allowBothBad: false, allowCannotJudge: true }),
  },
  // Left, right, tie, both bad: the vote of public model arenas.
  arena: {
    text: better,
    form: plainPair({ points: 2, allowTie: true, allowBothBad: true, allowCannotJudge: false }),
  },
  // Left or right, nothing else.
  pair_2: {
    text: better,
    form: plainPair({ points: 2, allowTie: false, allowBothBad: false, allowCannotJudge: true }),
  },
  // Four degrees to each side without a middle, for helpfulness and harmlessness.
  pair_8_hh: {
    text: { en: 'Which response is more helpful and less harmful?', 'zh-CN': '哪个回答更有帮助、更无害？' },
    form: plainPair({ points: 8, allowTie: false, allowBothBad: false, allowCannotJudge: true }),
  },
};
