import { randomUUID } from 'node:crypto';
import type { Assignment } from '@pairwright/contract/annotate';
import type { ExportFormat } from '@pairwright/contract/datasets';
import type { Answer, SomeDetails, StepLabel } from '@pairwright/contract/judgment';
import type { MainQuestion, QuestionForm } from '@pairwright/contract/question-form';
import { plainPair } from '@pairwright/domain/judgment/form';
import type { Dice } from './dice.ts';

/** What somebody says of one comparison, as a workbench sends it. */
export interface Given {
  readonly answer: Answer;
  readonly details?: SomeDetails;
  readonly rationale?: string;
}

/** A way of asking, how people answer it, and a format that its versions are written in. */
export interface Kind {
  readonly form: QuestionForm;
  /** Of each comparison. */
  readonly responses: number;
  readonly format: ExportFormat;
  /** How the rows of a file become comparisons, and a past vote on the comparison of `responses`. */
  readonly pairing:
    | { readonly plan: 'all_pairs' | 'singles' }
    | { readonly plan: 'groups'; readonly size: number };
  readonly pastVote: Readonly<Record<string, unknown>>;
  answer(shown: Pick<Assignment, 'responses'>, dice: Dice): Given;
}

const plain = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
const both = (en: string, zh: string) => ({ en, 'zh-CN': zh });
const single = (ask: 'thumbs' | 'rating' | 'steps'): MainQuestion => ({
  kind: 'single',
  ask,
  stopAtFirstError: false,
  allowCannotJudge: true,
});

/** The paragraphs of every response, so that it has steps. */
export const STEPS = ['first this', 'then 这个', 'so that'] as const;
/** Responses of a ranking. */
const RANKED = 4;
const MARKED = 6;

const oneOf = <T>(choices: readonly T[], dice: Dice): T => choices[dice.below(choices.length)]!;
const scale = (dice: Dice): Answer => ({ outcome: 'scale', position: dice.between(1, 8) });

export const kinds = {
  pair: {
    form: plain,
    responses: 2,
    format: 'votes',
    pairing: { plan: 'all_pairs' },
    pastVote: { strength: -2 },
    answer: (_, dice) => ({ answer: scale(dice) }),
  },
  rank: {
    form: {
      ...plain,
      main: { kind: 'rank', allowTies: true, allowUnacceptable: true, topK: null, allowCannotJudge: true },
    },
    responses: RANKED,
    format: 'trl-implicit',
    pairing: { plan: 'groups', size: RANKED },
    pastVote: { ranks: [2, 1, 3, 3] },
    // One stands first in any case; the others anywhere below, together, or in the tray.
    answer: (_, dice) => {
      const best = dice.below(RANKED);
      const ranks = Array.from({ length: RANKED }, (_, place) => (place === best ? 1 : oneOf([0, 2], dice)));
      return { answer: { outcome: 'ranking', ranks } };
    },
  },
  thumbs: {
    form: { ...plain, main: single('thumbs') },
    responses: 1,
    format: 'kto',
    pairing: { plan: 'singles' },
    pastVote: { thumbs: 'up' },
    answer: (_, dice) => ({ answer: { outcome: 'thumbs', up: dice.below(2) === 1 } }),
  },
  rating: {
    form: {
      ...plain,
      main: single('rating'),
      ratings: [
        {
          key: 'helpfulness',
          label: both('Helpful', '有帮助'),
          hint: null,
          min: 0,
          max: 4,
          low: null,
          high: null,
          required: true,
        },
      ],
    },
    responses: 1,
    format: 'nemo-aligner-regression',
    pairing: { plan: 'singles' },
    pastVote: { ratings: [{ key: 'helpfulness', response: 0, value: 3 }] },
    answer: (_, dice) => ({
      answer: { outcome: 'rated' },
      details: { ratings: [{ key: 'helpfulness', place: 0, value: dice.below(5) }] },
    }),
  },
  steps: {
    form: { ...plain, main: single('steps') },
    responses: 1,
    format: 'stepwise',
    pairing: { plan: 'singles' },
    pastVote: { steps: ['right', 'wrong', 'right'] },
    answer: (_, dice) => ({
      answer: {
        outcome: 'steps',
        labels: STEPS.map(() => oneOf<StepLabel>(['right', 'wrong', 'neutral'], dice)),
      },
    }),
  },
  /** Pairs with marks on the text and a better answer in one's own words. */
  marks: {
    form: {
      ...plain,
      spans: [{ key: 'wrong', label: both('Wrong', '错误'), tone: 'bad' }],
      rewrite: 'optional',
    },
    responses: 2,
    format: 'trl-explicit',
    pairing: { plan: 'all_pairs' },
    pastVote: { outcome: 'b' },
    answer: ({ responses }, dice) => {
      const place = dice.below(responses.length);
      const quote = [...(responses[place]!.messages.at(-1)!.content ?? '')].slice(0, MARKED).join('');
      const span = { place, message: 0, start: 0, end: MARKED, quote, label: 'wrong', note: '不对' };
      const rewrite =
        dice.below(2) === 0 ? null : { responseId: randomUUID(), place, content: `Better: ${randomUUID()}` };
      return {
        answer: scale(dice),
        details: { spans: [span], rewrite },
        rationale: `Because of "${quote}".`,
      };
    },
  },
} as const satisfies Record<string, Kind>;
export type KindName = keyof typeof kinds;

export const kindNames = Object.keys(kinds) as readonly KindName[];

export const kindOf = (name: KindName): Kind => kinds[name];
