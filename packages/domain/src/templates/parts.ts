import type {
  Criterion,
  LocalText,
  MainQuestion,
  QuestionForm,
  Rating,
  RationaleForm,
  ResponseFlag,
  Scale,
  SpanLabel,
} from '@pairwright/contract/question-form';

/** What a template asks, in both languages, and with which form. */
export interface TemplateQuestion {
  readonly text: LocalText;
  readonly form: QuestionForm;
}

export function say(en: string, zh: string): LocalText {
  return { en, 'zh-CN': zh };
}

const optionalComment: RationaleForm = { mode: 'optional', minLength: 0, reasons: [], reasonRequired: false };

/** A form with this main question, an optional comment, and what `parts` adds. */
export function formOf(main: MainQuestion, parts: Partial<QuestionForm> = {}): QuestionForm {
  return {
    main,
    criteria: [],
    ratings: [],
    flags: [],
    safety: null,
    rationale: optionalComment,
    spans: [],
    rewrite: 'off',
    scope: 'last_turn',
    allowDiff: true,
    ...parts,
  };
}

/** A pair on so many points; an odd scale has its tie. Annotators may always say that they cannot judge. */
export function pairOn(
  points: number,
  more: Partial<Scale> & { levels?: readonly LocalText[] } = {},
): MainQuestion {
  const { levels, ...scale } = more;
  return {
    kind: 'pair',
    scale: { points, allowTie: points % 2 === 1, allowBothBad: false, allowCannotJudge: true, ...scale },
    levels: levels === undefined ? null : [...levels],
  };
}

/** Names for both sides of a scale, given from the strongest: "A is …" leftwards, "B is …" mirrored, a middle if any. */
export function mirrored(degrees: readonly LocalText[], middle: LocalText | null = null): LocalText[] {
  const side = (letter: 'A' | 'B') =>
    degrees.map((degree) => ({ en: `${letter} ${degree.en}`, 'zh-CN': `${letter} ${degree['zh-CN']}` }));
  return [...side('A'), ...(middle === null ? [] : [middle]), ...side('B').reverse()];
}

/** The four strengths of the Llama papers for each side; they differ in what they call the weakest. */
export function llamaLevels(weakest: LocalText): LocalText[] {
  return mirrored([
    say('is significantly better', '明显更好'),
    say('is better', '更好'),
    say('is slightly better', '稍好'),
    weakest,
  ]);
}

export function criterionOf(key: string, label: LocalText, more: Partial<Criterion> = {}): Criterion {
  return { key, label, hint: null, points: 3, allowNotApplicable: false, required: true, ...more };
}

/** A required rating, 1 to 5 unless `more` says otherwise. */
export function ratingOf(key: string, label: LocalText, more: Partial<Rating> = {}): Rating {
  return { key, label, hint: null, min: 1, max: 5, low: null, high: null, required: true, ...more };
}

export function flagOf(key: string, label: LocalText, severities: readonly LocalText[] = []): ResponseFlag {
  return { key, label, hint: null, severities: [...severities] };
}

/** The four usual marks on phrases of a response. */
export const evidenceSpans: readonly SpanLabel[] = [
  { key: 'wrong', label: say('Wrong', '有误'), tone: 'bad' },
  { key: 'unsupported', label: say('Unsupported', '缺乏依据'), tone: 'warn' },
  { key: 'harmful', label: say('Harmful', '有害'), tone: 'bad' },
  { key: 'excellent', label: say('Excellent', '出色'), tone: 'good' },
];
