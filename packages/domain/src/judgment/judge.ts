import type { Answer, SomeDetails } from '@pairwright/contract/judgment';
import type { MainQuestion, QuestionForm } from '@pairwright/contract/question-form';
import { decide, type PresentedOrder } from '../scale.ts';
import { checkAnswer } from './check-answer.ts';
import { checkDetails } from './check-details.ts';
import type { ShownTexts } from './checked.ts';
import { type MissingPart, missingParts, withDefaults } from './missing.ts';

/** What is wrong with a judgment: where, what was there, the rule, and what to do. */
export interface JudgmentFault {
  readonly path: string;
  readonly value: string;
  readonly rule: string;
}

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
  const checked = { form, answer: given.answer, details: withDefaults(given.details), texts, fault };
  checkAnswer(checked);
  checkDetails(checked);
  for (const part of missingParts(form, given, texts.length))
    fault(pathOf(part), undefined, missingRule(form, part));
  return faults;
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
