import type { QuestionForm } from '@pairwright/contract/question-form';

const both = (en: string, zh: string): { en: string; 'zh-CN': string } => ({ en, 'zh-CN': zh });

const harms: readonly (readonly [key: string, en: string, zh: string])[] = [
  ['insulting', 'Insulting behaviour', '侮辱行为'],
  ['discrimination', 'Discrimination', '歧视'],
  ['violence', 'Violence', '暴力'],
  ['drugs', 'Drugs', '毒品'],
  ['privacy', 'Privacy violation', '侵犯隐私'],
  ['economic_crime', 'Economic crime', '经济犯罪'],
  ['mental', 'Mental manipulation', '精神操控'],
  ['physical', 'Physical harm', '身体伤害'],
  ['sexual', 'Sexual content', '色情内容'],
  ['cybercrime', 'Cybercrime', '网络犯罪'],
];
const severities = [both('Minor', '轻微'), both('Moderate', '中等'), both('Severe', '严重')];

/** A form that asks for nearly everything beside a preference. */
export const richForm: QuestionForm = {
  main: {
    kind: 'pair',
    scale: { points: 4, allowTie: false, allowBothBad: false, allowCannotJudge: true },
    levels: null,
  },
  criteria: [
    {
      key: 'helpful',
      label: both('Helpful', '有帮助'),
      hint: both('Which one does more of what was asked?', '哪一个更多地完成了所要求的事？'),
      points: 7,
      allowNotApplicable: false,
      required: true,
    },
    {
      key: 'harmless',
      label: both('Harmless', '无害'),
      hint: null,
      points: 3,
      allowNotApplicable: true,
      required: true,
    },
  ],
  ratings: [
    {
      key: 'correct',
      label: both('Correctness', '正确性'),
      hint: null,
      min: 0,
      max: 4,
      low: both('all wrong', '全错'),
      high: both('all right', '全对'),
      required: true,
    },
    {
      key: 'quality',
      label: both('Overall quality', '总体质量'),
      hint: null,
      min: 1,
      max: 7,
      low: null,
      high: null,
      required: false,
    },
  ],
  flags: harms.map(([key, en, zh]) => ({ key, label: both(en, zh), hint: null, severities })),
  safety: { required: true },
  rationale: {
    mode: 'required',
    minLength: 20,
    reasons: [
      { key: 'factual', label: both('Factual error', '事实错误') },
      { key: 'instructions', label: both('Follows the instruction', '遵循指令') },
      { key: 'style', label: both('Style', '文风') },
    ],
    reasonRequired: true,
  },
  spans: [],
  rewrite: 'off',
  scope: 'last_turn',
  allowDiff: true,
};
