import type { ResponseOf } from '@pairwright/contract/endpoint';
import type { Answer } from '@pairwright/contract/judgment';
import type { Question } from '@pairwright/contract/projects';
import type {
  listPractice as listPracticeEndpoint,
  PracticeExample,
  PracticeFeedback,
} from '@pairwright/contract/practice';
import { Problem } from '@pairwright/contract/errors';
import { decideMain } from '@pairwright/domain/judgment/judge';
import { matchesExpected, turnAnswer } from '@pairwright/domain/judgment/practice';
import { presentedOrder } from '@pairwright/domain/order';
import type { Executor } from '@pairwright/db/database';
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
  const rows = await findExamples(ctx.db.db, me);
  return {
    question,
    items: rows.map((row) => ({
      ...toExample(row, question),
      counted: running !== null && row.attempt === running,
    })),
    standing,
  };
}

/**
 * Answers an example; in an attempt at the pass mark the first answer counts. Throws Problem not_found, consent_needed or
 * outcome_not_allowed.
 */
export async function answerPractice(
  ctx: ProjectContext,
  input: { exampleId: string; answer: Answer },
): Promise<PracticeFeedback> {
  const { question } = await readProject(ctx.db.db, ctx.projectId);
  const { main } = question.form;
  const me = { projectId: ctx.projectId, annotatorId: ctx.actor.userId };
  const [row] = await findExamples(ctx.db.db, { ...me, exampleId: input.exampleId });
  if (row === undefined) throw new Problem('not_found');
  // An answer of theirs is kept, as of a task.
  await requireConsent(ctx.db.db, me);
  if (decideMain(main, input.answer, [0, 1]) === null)
    throw new Problem('outcome_not_allowed', {
      detail: 'The question does not offer this answer. Load the practice round again.',
    });
  const given = turnAnswer(input.answer, { main, order: orderOf(row), to: 'canonical' });
  const matched = matchesExpected(main, given, row.expected);
  await inTransaction(ctx.db.db, async (db) => {
    const attempt = await attemptOfAnswer(db, me);
    await upsertAnswer(db, { exampleId: row.id, annotatorId: me.annotatorId, given, matched, attempt });
    if (attempt !== null) await endAttemptIfDone(db, { ...me, attempt });
  });
  return feedbackOf(row, question, matched);
}

/** What somebody answered in the practice round, as it was shown to them. */
export async function readPracticeAnswers(
  db: Executor,
  me: { readonly projectId: string; readonly annotatorId: string },
): Promise<object[]> {
  const { question } = await readProject(db, me.projectId);
  const { main } = question.form;
  return (await findExamples(db, me)).flatMap((row) =>
    row.given === null
      ? []
      : [
          {
            projectId: me.projectId,
            exampleId: row.id,
            answer: turnAnswer(row.given, { main, order: orderOf(row), to: 'shown' }),
            matched: row.matched,
            attempt: row.attempt,
            firstMatched: row.first_matched,
            answeredAt: row.answered_at,
          },
        ],
  );
}

/** The same order for everybody, so that an explanation can speak of A and B. */
function orderOf(row: ExampleRow): number[] {
  const count = (row.responses as unknown[]).length;
  return count === 1 ? [0] : presentedOrder(count, row.side_seed, 0);
}

function toExample(row: ExampleRow, question: Question): Omit<PracticeExample, 'counted'> {
  const order = orderOf(row);
  const responses = row.responses as unknown[];
  const shown = shownText({ ...row, responses: order.map((index) => responses[index]) });
  const { given, matched } = row;
  return {
    id: row.id,
    ...shown,
    answered:
      given === null || matched === null
        ? null
        : {
            given: turnAnswer(given, { main: question.form.main, order, to: 'shown' }),
            ...feedbackOf(row, question, matched),
          },
  };
}

function feedbackOf(row: ExampleRow, question: Question, matched: boolean): PracticeFeedback {
  return {
    matched,
    expected: turnAnswer(row.expected, { main: question.form.main, order: orderOf(row), to: 'shown' }),
    explanation: { en: row.explanation_en, 'zh-CN': row.explanation_zh },
  };
}
