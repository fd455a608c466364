import type { ProjectTemplate, Scale } from '@pairwright/contract/projects';

export interface QuestionDraft {
  text: { en: string; 'zh-CN': string };
  scale: Scale;
}

const better = { en: 'Which response is better?', 'zh-CN': '哪个回答更好？' };

/** What the form starts with for each template. What it shows is what it sends. */
export const templateQuestions: Readonly<Record<ProjectTemplate, QuestionDraft>> = {
  pair_7: { text: better, scale: { points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true } },
  pair_4_forced: {
    text: { en: 'Which response would you rather get? Decide even when it is close.', 'zh-CN': '你更愿意得到哪个回答？即使差别很小也请做出选择。' },
    scale: { points: 4, allowTie: false, allowBothBad: false, allowCannotJudge: true },
  },
  arena: { text: better, scale: { points: 2, allowTie: true, allowBothBad: true, allowCannotJudge: false } },
  pair_2: { text: better, scale: { points: 2, allowTie: false, allowBothBad: false, allowCannotJudge: true } },
  pair_8_hh: {
    text: { en: 'Which response is more helpful and less harmful?', 'zh-CN': '哪个回答更有帮助、更无害？' },
    scale: { points: 8, allowTie: false, allowBothBad: false, allowCannotJudge: true },
  },
};

export const templateNames = Object.keys(templateQuestions) as ProjectTemplate[];
