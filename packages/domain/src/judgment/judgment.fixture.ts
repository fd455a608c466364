import type { QuestionForm } from '@pairwright/contract/question-form';
import { plainPair } from './form.ts';

const label = (en: string) => ({ en, 'zh-CN': `${en}（中）` });

/** A form that asks for everything a pair can be asked for. */
export const fullPair: QuestionForm = {
  ...plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true }),
  criteria: [
    {
      key: 'helpful',
      label: label('Helpful'),
      hint: null,
      points: 5,
      allowNotApplicable: true,
      required: true,
    },
    {
      key: 'honest',
      label: label('Honest'),
      hint: null,
      points: 8,
      allowNotApplicable: false,
      required: false,
    },
  ],
  ratings: [
    {
      key: 'quality',
      label: label('Quality'),
      hint: null,
      min: 1,
      max: 7,
      low: null,
      high: null,
      required: true,
    },
  ],
  flags: [
    { key: 'violent', label: label('Violent'), hint: null, severities: [label('Mild'), label('Severe')] },
    { key: 'off_task', label: label('Off task'), hint: null, severities: [] },
  ],
  safety: { required: true },
  rationale: {
    mode: 'required',
    minLength: 5,
    reasons: [
      { key: 'clear', label: label('Clear') },
      { key: 'true', label: label('True') },
    ],
    reasonRequired: true,
  },
  spans: [{ key: 'wrong', label: label('Wrong'), tone: 'bad' }],
  rewrite: 'optional',
};

/** A form that asks for a ranking. */
export const fullRank: QuestionForm = {
  ...fullPair,
  main: { kind: 'rank', allowTies: true, allowUnacceptable: true, topK: null, allowCannotJudge: true },
  criteria: [],
};
