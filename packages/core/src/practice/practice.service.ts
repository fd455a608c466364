import type { ResponseOf } from '@pairwright/contract/endpoint';
import type { Answer, Details } from '@pairwright/contract/judgment';
import type { Question } from '@pairwright/contract/projects';
import type {
  listPractice as listPracticeEndpoint,
  PracticeExample,
  PracticeFeedback,
} from '@pairwright/contract/practice';
import { Problem } from '@pairwright/contract/errors';
import type { Message } from '@pairwright/contract/shapes';
import { mainFormOf } from '@pairwright/domain/judgment/form';
import { decideMain, judgmentFaults } from '@pairwright/domain/judgment/judge';
import { answerNow, turnAnswer } from '@pairwright/domain/judgment/practice';
import { presentedOrder } from '@pairwright/domain/order';
import { isAsExpected } from '@pairwright/domain/routing/as-expected';
import { inTransaction } from '@pairwright/db/transaction';
import { shownText } from '../annotate/assignment-text.ts';
import { requireConsent } from '../consent/consent.service.ts';
import type { ProjectContext } from '../context.ts';
import { readProject } from '../projects/projects.queries.ts';
import { attemptOfAnswer, endAttemptIfDone, practiceStandingOf, runningAttempt } from './attempts.service.ts';
import { type ExampleRow, findExamples, upsertAnswer } from './practice.queries.ts';

/** The practice round with what I answered so far. Expected answers are told only of examples I have answered. */
export async function listPractice(ctx: ProjectContext): Promise<ResponseOf<typeof listPracticeEndpoint>> {
  const { question } = await readProject(ctx.db.db, ctx.projectId);
  const me = { projectId: ctx.projectId, annotatorId: ctx.actor.userId };
  const standing = await practiceStandingOf(ctx.db.db, me);
  const running = runningAttempt(standing);
  const rows = await findExamples(ctx.db.db, { ...me, among: 'round' });
  return {
    question,
    items: rows.map((row) => ({
      ...toExample(row, question),
      counted: running !== null && row.attempt === running,
    })),
    standing,
  };
}

interface GivenToExample {
  readonly exampleId: string;
  readonly answer: Answer;
  /** Where they are the answer. */
  readonly ratings?: Details['ratings'];
}

/**
 * Answers an example; in an attempt at the pass mark the first answer counts. Throws Problem not_found, consent_needed,
 * outcome_not_allowed or judgment_incomplete.
 */
export async function answerPractice(ctx: ProjectContext, input: GivenToExample): Promise<PracticeFeedback> {
  const { question } = await readProject(ctx.db.db, ctx.projectId);
  const { main } = question.form;
  const me = { projectId: ctx.projectId, annotatorId: ctx.actor.userId };
  const { exampleId } = input;
  const [row] = await findExamples(ctx.db.db, { ...me, among: 'round', exampleId });
  if (row === undefined) throw new Problem('not_found');
  // An answer of theirs is kept, as of a task.
  await requireConsent(ctx.db.db, me);
  refuse(question, input, row);
  const given = turnAnswer(input.answer, { main, order: orderOf(row), to: 'canonical' });
  const ratings = given.outcome === 'rated' ? (input.ratings ?? []) : null;
  // By the rule of gold; where the two tell nothing in common it is not what was expected.
  const matched =
    isAsExpected(
      question.form,
      { answer: given, ratings: ratings ?? [] },
      { answer: expectedOf(row, question), ranking: row.ranking, ratings: row.ratings },
    ) === true;
  await inTransaction(ctx.db.db, async (db) => {
    const attempt = await attemptOfAnswer(db, me);
    await upsertAnswer(db, {
      exampleId,
      annotatorId: me.annotatorId,
      given,
      ratings,
      questionVersion: question.version,
      matched,
      attempt,
    });
    if (attempt !== null) await endAttemptIfDone(db, { ...me, attempt });
  });
  return feedbackOf(row, question, matched);
}

/** What the main question does not offer, or takes in another shape. */
function refuse({ form }: Question, { answer, ratings = [] }: GivenToExample, row: ExampleRow): void {
  const again = 'Load the practice round again.';
  if (decideMain(form.main, answer, [0, 1]) === null)
    throw new Problem('outcome_not_allowed', { detail: `The question does not offer this answer. ${again}` });
  const responses = row.responses as (readonly Message[] | null)[];
  const texts = orderOf(row).map((index) => (responses[index] ?? []).map(({ content }) => content));
  const given = { answer, details: { ratings: [...ratings] }, rationale: '' };
  const faults = judgmentFaults(mainFormOf(form), given, texts);
  const [first] = faults;
  if (first === undefined) return;
  throw new Problem('judgment_incomplete', {
    detail: `${first.path}: ${first.rule}. ${again}`,
    faults: faults.map((fault) => ({ ...fault, fix: again })),
  });
}

/** The same order for everybody, so that an explanation can speak of A and B. */
export function orderOf(row: ExampleRow): number[] {
  const count = (row.responses as unknown[]).length;
  return count === 1 ? [0] : presentedOrder(count, row.side_seed, 0);
}

/** What is expected, in the terms of the question asked now; those that it does not offer are in no round. */
function expectedOf(row: ExampleRow, { form }: Question): Answer {
  return answerNow(form.main, row.expected, row.expected_points) ?? row.expected;
}

function toExample(row: ExampleRow, question: Question): Omit<PracticeExample, 'counted'> {
  const order = orderOf(row);
  const responses = row.responses as unknown[];
  const shown = shownText({ ...row, responses: order.map((index) => responses[index]) });
  return { id: row.id, ...shown, answered: answeredOf(row, question) };
}

/** The latest answer, unless it was given to a question that is not asked any more. */
function answeredOf(row: ExampleRow, question: Question): PracticeExample['answered'] {
  const { main } = question.form;
  const given = row.given === null ? null : answerNow(main, row.given, row.given_points);
  if (given === null || row.matched === null) return null;
  return {
    given: turnAnswer(given, { main, order: orderOf(row), to: 'shown' }),
    givenRatings: row.given_ratings,
    ...feedbackOf(row, question, row.matched),
  };
}

function feedbackOf(row: ExampleRow, question: Question, matched: boolean): PracticeFeedback {
  const { main } = question.form;
  return {
    matched,
    expected: turnAnswer(expectedOf(row, question), { main, order: orderOf(row), to: 'shown' }),
    ratings: row.ratings,
    explanation: { en: row.explanation_en, 'zh-CN': row.explanation_zh },
  };
}
