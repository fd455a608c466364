import type { MainQuestion, QuestionForm } from '@pairwright/contract/question-form';
import { plainPair } from '@pairwright/domain/judgment/form';

type Local = { en: string; 'zh-CN': string };
export const both = (en: string, zh: string): Local => ({ en, 'zh-CN': zh });

/** A pair on so many points; even numbers have a tie beside them, unless it is forced. */
export function plainForm(points: number, { forced = false }: { forced?: boolean } = {}): QuestionForm {
  return plainPair({
    points,
    allowTie: !forced,
    allowBothBad: !forced,
    allowCannotJudge: !forced,
  });
}

/** A form with another main question and nothing beside it. */
export function formWith(main: MainQuestion, parts: Partial<QuestionForm> = {}): QuestionForm {
  return { ...plainForm(7), rationale: { ...plainForm(7).rationale, mode: 'off' }, main, ...parts };
}

/** A pair with parts beside it. */
export function pairWith(parts: Partial<QuestionForm>): QuestionForm {
  return formWith(plainForm(4, { forced: true }).main, parts);
}

export const ownLevels: QuestionForm = formWith({
  kind: 'pair',
  scale: { points: 4, allowTie: false, allowBothBad: false, allowCannotJudge: true },
  levels: [
    both('Ship A', '采用 A'),
    both('A with edits', 'A 需修改'),
    both('B with edits', 'B 需修改'),
    both('Ship B', '采用 B'),
  ],
});

export const rankForm = (change: Partial<Extract<MainQuestion, { kind: 'rank' }>> = {}): QuestionForm =>
  formWith({
    kind: 'rank',
    allowTies: true,
    allowUnacceptable: true,
    topK: null,
    allowCannotJudge: true,
    ...change,
  });

export const ratings: QuestionForm['ratings'] = [
  {
    key: 'correct',
    label: both('Correctness', '正确性'),
    hint: both('Are the facts right?', '事实是否正确？'),
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
    max: 10,
    low: null,
    high: null,
    required: false,
  },
];

export const singleForm = (ask: 'thumbs' | 'rating' | 'steps'): QuestionForm =>
  formWith(
    { kind: 'single', ask, stopAtFirstError: ask === 'steps', allowCannotJudge: true },
    ask === 'rating' ? { ratings } : {},
  );

export const criteria: QuestionForm['criteria'] = [
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
];

const severities = [both('Minor', '轻微'), both('Moderate', '中等'), both('Severe', '严重')];
export const flags: QuestionForm['flags'] = [
  { key: 'insult', label: both('Insulting behaviour', '侮辱行为'), hint: null, severities },
  { key: 'privacy', label: both('Privacy violation', '侵犯隐私'), hint: null, severities },
  { key: 'off_topic', label: both('Off topic', '答非所问'), hint: null, severities: [] },
];

export const rationale: QuestionForm['rationale'] = {
  mode: 'required',
  minLength: 20,
  reasons: [
    { key: 'factual', label: both('Factual error', '事实错误') },
    { key: 'instructions', label: both('Follows the instruction', '遵循指令') },
    { key: 'style', label: both('Style', '文风') },
  ],
  reasonRequired: true,
};

export const spanLabels: QuestionForm['spans'] = [
  { key: 'error', label: both('Factual error', '事实错误'), tone: 'bad' },
  { key: 'vague', label: both('Vague', '含糊'), tone: 'warn' },
  { key: 'helpful', label: both('Helpful', '有帮助'), tone: 'good' },
];
