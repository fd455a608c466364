import type { Answer, Details, SomeDetails } from '@pairwright/contract/judgment';
import type { MainQuestion, QuestionForm } from '@pairwright/contract/question-form';
import { decide, type PresentedOrder } from '../scale.ts';
import { sliceCodePoints } from './code-points.ts';
import { type MissingPart, missingParts, withDefaults } from './missing.ts';
import { stepsOf } from './steps.ts';

/** What is wrong with a judgment: where, what was there, the rule, and what to do. */
export interface JudgmentFault {
  readonly path: string;
  readonly value: string;
  readonly rule: string;
}

/** The text of the responses by place: the content of each message. */
export type ShownTexts = readonly (readonly (string | null)[])[];

export interface GivenJudgment {
  readonly answer: Answer;
  readonly details: SomeDetails;
  readonly rationale: string;
}

/** What the judgments table holds of a main answer. `position` and `strength` are of pairs, `ranks` of rankings. */
export interface MainDecision {
  readonly outcome:
    | 'preference'
    | 'tie'
    | 'both_bad'
    | 'cannot_judge'
    | 'ranking'
    | 'thumbs_up'
    | 'thumbs_down'
    | 'rated'
    | 'steps';
  readonly position: number | null;
  readonly strength: number | null;
}

const offScale = { position: null, strength: null } as const;

/** The decision a main answer stands for, or null when this question does not offer it. */
export function decideMain(main: MainQuestion, answer: Answer, order: PresentedOrder): MainDecision | null {
  if (answer.outcome === 'cannot_judge') {
    const allowed = main.kind === 'pair' ? main.scale.allowCannotJudge : main.allowCannotJudge;
    return allowed ? { outcome: 'cannot_judge', ...offScale } : null;
  }
  if (main.kind === 'pair') {
    return answer.outcome === 'scale' || answer.outcome === 'tie' || answer.outcome === 'both_bad'
      ? decide(main.scale, answer, order)
      : null;
  }
  if (main.kind === 'rank') return answer.outcome === 'ranking' ? { outcome: 'ranking', ...offScale } : null;
  if (main.ask === 'thumbs')
    return answer.outcome === 'thumbs'
      ? { outcome: answer.up ? 'thumbs_up' : 'thumbs_down', ...offScale }
      : null;
  if (main.ask === 'rating') return answer.outcome === 'rated' ? { outcome: 'rated', ...offScale } : null;
  return answer.outcome === 'steps' ? { outcome: 'steps', ...offScale } : null;
}

/** All that is wrong with a judgment of this form. An empty list: it can be stored. */
export function judgmentFaults(form: QuestionForm, given: GivenJudgment, texts: ShownTexts): JudgmentFault[] {
  const faults: JudgmentFault[] = [];
  const fault = (path: string, value: unknown, rule: string): void => {
    faults.push({ path, value: excerpt(value), rule });
  };
  checkAnswer(form.main, given.answer, texts, fault);
  checkDetails(form, withDefaults(given.details), texts, fault);
  for (const part of missingParts(form, given, texts.length))
    fault(pathOf(part), undefined, missingRule(form, part));
  return faults;
}

type Fault = (path: string, value: unknown, rule: string) => void;

function checkAnswer(main: MainQuestion, answer: Answer, texts: ShownTexts, fault: Fault): void {
  if (answer.outcome === 'ranking' && main.kind === 'rank')
    checkRanks(main, answer.ranks, texts.length, fault);
  if (answer.outcome === 'steps' && main.kind === 'single') checkSteps(main, answer.labels, texts, fault);
}

function checkRanks(
  main: Extract<MainQuestion, { kind: 'rank' }>,
  ranks: readonly (number | null)[],
  responses: number,
  fault: Fault,
): void {
  const path = 'body.answer.ranks';
  if (ranks.length !== responses)
    return fault(path, ranks, `there is a rank for each of the ${responses} responses`);
  const used = ranks.filter((rank): rank is number => rank !== null && rank > 0).sort((a, b) => a - b);
  const dense = used.every((rank, index) => rank === 1 || rank - (used[index - 1] ?? 0) <= 1);
  if (!dense || (used.length > 0 && used[0] !== 1)) fault(path, ranks, 'ranks go 1, 2, 3 … without a gap');
  if (!main.allowTies && new Set(used).size !== used.length)
    fault(path, ranks, 'this question does not allow ties');
  if (!main.allowUnacceptable && ranks.includes(0))
    fault(path, ranks, 'this question has no tray for unacceptable responses');
  if (main.topK === null && ranks.includes(null)) fault(path, ranks, 'every response has a rank');
}

function checkSteps(
  main: Extract<MainQuestion, { kind: 'single' }>,
  labels: readonly string[],
  texts: ShownTexts,
  fault: Fault,
): void {
  const path = 'body.answer.labels';
  const steps = stepsOf(texts[0]?.at(-1) ?? '').length;
  const stopped = main.stopAtFirstError && labels.at(-1) === 'wrong' && labels.length < steps;
  if (labels.length !== steps && !stopped)
    fault(path, labels.length, `the response has ${steps} steps, and each has a label`);
}

function checkDetails(form: QuestionForm, details: Details, texts: ShownTexts, fault: Fault): void {
  checkKeys('criteria', form.criteria, details.criteria, fault);
  checkKeys('ratings', form.ratings, details.ratings, fault);
  checkKeys('flags', form.flags, details.flags, fault);
  checkKeys(
    'reasons',
    form.rationale.reasons,
    details.reasons.map((key) => ({ key })),
    fault,
  );
  details.criteria.forEach(({ key, position }, index) => {
    const criterion = form.criteria.find((part) => part.key === key);
    if (criterion === undefined) return;
    const path = `body.details.criteria[${index}].position`;
    if (position === null ? !criterion.allowNotApplicable : position > criterion.points)
      fault(path, position, `the criterion has the positions 1 to ${criterion.points}`);
  });
  details.ratings.forEach(({ key, place, value }, index) => {
    const rating = form.ratings.find((part) => part.key === key);
    const path = `body.details.ratings[${index}]`;
    if (rating !== undefined && (value < rating.min || value > rating.max))
      fault(`${path}.value`, value, `the rating goes from ${rating.min} to ${rating.max}`);
    checkPlace(`${path}.place`, place, texts, fault);
  });
  details.flags.forEach(({ key, place, severity }, index) => {
    const flag = form.flags.find((part) => part.key === key);
    const path = `body.details.flags[${index}]`;
    const severities = flag?.severities.length ?? 0;
    if (
      flag !== undefined &&
      (severities === 0 ? severity !== null : severity === null || severity > severities)
    )
      fault(
        `${path}.severity`,
        severity,
        severities === 0 ? 'this flag has no severities' : `the severity goes from 1 to ${severities}`,
      );
    checkPlace(`${path}.place`, place, texts, fault);
  });
  if (details.safe !== null) {
    if (form.safety === null)
      fault('body.details.safe', details.safe, 'the question does not ask for safety');
    else if (details.safe.length !== texts.length)
      fault('body.details.safe', details.safe, `there is a value for each of the ${texts.length} responses`);
  }
  checkSpans(form, details, texts, fault);
  checkRewrite(form, details, texts, fault);
}

/** Keys are of the form, and each is used once for a response. */
function checkKeys(
  part: string,
  asked: readonly { key: string }[],
  given: readonly { key: string; place?: number }[],
  fault: Fault,
): void {
  const seen = new Set<string>();
  given.forEach(({ key, place }, index) => {
    const path = `body.details.${part}[${index}]`;
    if (!asked.some((known) => known.key === key)) fault(path, key, 'the question has no such part');
    const which = `${key} ${place ?? ''}`;
    if (seen.has(which)) fault(path, key, 'it is answered once');
    seen.add(which);
  });
}

function checkPlace(path: string, place: number, texts: ShownTexts, fault: Fault): void {
  if (place >= texts.length) fault(path, place, `there are ${texts.length} responses, from 0`);
}

function checkSpans(form: QuestionForm, { spans }: Details, texts: ShownTexts, fault: Fault): void {
  spans.forEach(({ place, message, start, end, quote, label }, index) => {
    const path = `body.details.spans[${index}]`;
    const content = texts[place]?.[message] ?? null;
    if (!form.spans.some((known) => known.key === label))
      fault(`${path}.label`, label, 'the question has no such label');
    if (content === null) fault(path, place, 'there is no such message in the responses');
    else if (end <= start || sliceCodePoints(content, start, end) !== quote)
      fault(path, quote, 'quote is the text from start to end, counted in Unicode code points');
  });
}

function checkRewrite(form: QuestionForm, { rewrite }: Details, texts: ShownTexts, fault: Fault): void {
  if (rewrite === null) return;
  if (form.rewrite === 'off')
    fault('body.details.rewrite', rewrite.content, 'the question asks for no rewrite');
  if (rewrite.place === null) return;
  checkPlace('body.details.rewrite.place', rewrite.place, texts, fault);
  if (texts[rewrite.place]?.at(-1) === rewrite.content)
    fault(
      'body.details.rewrite.content',
      rewrite.content,
      'a rewrite differs from the response it was made from',
    );
}

function pathOf(missing: MissingPart): string {
  switch (missing.part) {
    case 'answer':
      return 'body.answer';
    case 'rationale':
      return 'body.rationale';
    case 'criterion':
      return 'body.details.criteria';
    case 'rating':
      return 'body.details.ratings';
    case 'safety':
      return 'body.details.safe';
    case 'reason':
      return 'body.details.reasons';
    case 'rewrite':
      return 'body.details.rewrite';
  }
}

function missingRule(form: QuestionForm, missing: MissingPart): string {
  switch (missing.part) {
    case 'answer':
      return 'the answer is not complete';
    case 'criterion':
      return `the criterion ${missing.key} is required`;
    case 'rating':
      return `the rating ${missing.key} is required for each response; place ${missing.place} has none`;
    case 'rationale':
      return `a reason in words of at least ${Math.max(1, form.rationale.minLength)} characters is needed`;
    case 'safety':
    case 'reason':
    case 'rewrite':
      return 'the question requires it';
  }
}

function excerpt(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
