import type { MainQuestion, QuestionForm, Scale } from '@pairwright/contract/question-form';

/** How many responses a comparison has that this question can be asked of. */
export function responsesOf(main: Pick<MainQuestion, 'kind'>): {
  readonly min: number;
  readonly max: number;
} {
  if (main.kind === 'pair') return { min: 2, max: 2 };
  return main.kind === 'rank' ? { min: 2, max: 9 } : { min: 1, max: 1 };
}

/** Whether the question can be asked of a comparison with so many responses. */
export function fits(main: MainQuestion, responses: number): boolean {
  const { min, max } = responsesOf(main);
  return responses >= min && responses <= max;
}

/** A form that asks for nothing but a preference on this scale, with a comment if one likes. */
export function plainPair(scale: Scale): QuestionForm {
  return {
    main: { kind: 'pair', scale, levels: null },
    criteria: [],
    ratings: [],
    flags: [],
    safety: null,
    rationale: { mode: 'optional', minLength: 0, reasons: [], reasonRequired: false },
    spans: [],
    rewrite: 'off',
    scope: 'last_turn',
    allowDiff: true,
  };
}

const usualScale = { points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true } as const;

/** The main question of a form alone. Where it is answered by ratings, they are the main question. */
export function mainFormOf({ main, ratings, scope }: QuestionForm): QuestionForm {
  return {
    ...plainPair(usualScale),
    main,
    ratings: main.kind === 'single' && main.ask === 'rating' ? ratings : [],
    rationale: { mode: 'off', minLength: 0, reasons: [], reasonRequired: false },
    scope,
    allowDiff: false,
  };
}

/** Whether one press can be the whole judgment: nothing besides the main answer has to be given. */
export function isOneKey(form: QuestionForm): boolean {
  const { main } = form;
  const quickMain = main.kind === 'pair' || (main.kind === 'single' && main.ask === 'thumbs');
  return (
    quickMain &&
    !form.criteria.some((part) => part.required) &&
    !form.ratings.some((part) => part.required) &&
    form.safety?.required !== true &&
    form.rationale.mode !== 'required' &&
    !form.rationale.reasonRequired &&
    form.rewrite !== 'required'
  );
}

/** Whether a judgment of this form needs nothing but outcome, position and rationale to be stored. */
export function isPlain(form: QuestionForm): boolean {
  return (
    form.main.kind === 'pair' &&
    form.criteria.length + form.ratings.length + form.flags.length + form.spans.length === 0 &&
    form.safety === null &&
    form.rationale.reasons.length === 0 &&
    form.rewrite === 'off'
  );
}
