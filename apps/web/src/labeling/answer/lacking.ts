import { missingParts } from '@pairwright/domain/judgment/missing';
import type { MissingPart } from '@pairwright/domain/judgment/missing';
import { areStepsJudged } from '@pairwright/domain/judgment/step-labels';
import { stepsOf } from '@pairwright/domain/judgment/steps';
import type { Entry } from '../session/entries.ts';
import type { Work } from '../session/session.ts';

/** An entry with the answer that goes without saying: where only ratings are asked for, they are the answer. */
export function withImplied({ question }: Work, entry: Entry): Entry {
  const { main } = question.form;
  const onlyRatings = main.kind === 'single' && main.ask === 'rating';
  return onlyRatings && entry.answer === null ? { ...entry, answer: { outcome: 'rated' } } : entry;
}

/** What an entry still lacks to be given; steps without a label count as a missing answer. */
export function lacking(work: Work, entry: Entry): readonly MissingPart[] {
  const missing = missingParts(work.question.form, withImplied(work, entry), work.responses.length);
  return lacksSteps(work, entry) ? [{ part: 'answer' }, ...missing] : missing;
}

function lacksSteps({ question, responses }: Work, { answer }: Entry): boolean {
  const { main } = question.form;
  if (answer?.outcome !== 'steps' || main.kind !== 'single') return false;
  const steps = stepsOf(responses[0]?.messages.at(-1)?.content ?? '').length;
  return !areStepsJudged(answer.labels, steps, main.stopAtFirstError);
}
