import type { PracticeExample } from '@pairwright/contract/practice';
import type { Question } from '@pairwright/contract/projects';
import { mainFormOf, plainPair } from '@pairwright/domain/judgment/form';
import type { Work } from '../session/session.ts';

const usualScale = { points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true } as const;

/** The main question alone: practice asks for nothing beside it. */
export function mainOnly(question: Question): Question {
  return { ...question, form: mainFormOf(question.form) };
}

/** An example as the workbench shows it. */
export function workOf({ id, language, prompt, responses }: PracticeExample, question: Question): Work {
  return { id, language, prompt, responses, judgeTurn: null, sensitive: [], question: mainOnly(question) };
}

/** A pair to learn the tools on, asked as the project asks, or on seven points where it does not ask of pairs. */
export function pairQuestion(question: Question, text: Question['text']): Question {
  const pair = question.form.main.kind === 'pair';
  const asked = mainOnly(question);
  return pair
    ? asked
    : { ...asked, text, form: { ...asked.form, main: plainPair(usualScale).main, ratings: [] } };
}
