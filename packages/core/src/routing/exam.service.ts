import type { ExamAnswer, MyExam } from '@pairwright/contract/exam';
import type { Question } from '@pairwright/contract/projects';
import { Problem } from '@pairwright/contract/errors';
import { answerNow, turnAnswer } from '@pairwright/domain/judgment/practice';
import { findShownQuestions } from '../annotate/versions.queries.ts';
import type { ProjectContext } from '../context.ts';
import { type AnswerRow, findExamAnswers, findExamStanding, markAttemptsSeen } from './exam.queries.ts';

/** My entry exam. Its answers are told only of an attempt that is over, where the project tells them. Throws Problem not_found. */
export async function getMyExam(ctx: ProjectContext): Promise<MyExam> {
  const me = { projectId: ctx.projectId, annotatorId: ctx.actor.userId };
  const row = await findExamStanding(ctx.db.db, me);
  if (row === undefined) throw new Problem('not_found');
  const { last, qualified, qualifiedUntil } = row;
  const asks = row.items ? row.asks : null;
  const tells = asks?.tellAnswers === true && last?.finishedAt != null;
  const rows = tells ? await findExamAnswers(ctx.db.db, { ...me, attempt: last.attempt }) : null;
  const versions = [...new Set(rows?.map(({ questionVersion }) => questionVersion))];
  const questions = await findShownQuestions(ctx.db, ctx.projectId, versions);
  return {
    asks: asks && { passPercent: asks.passPercent, attempts: asks.attempts },
    last,
    attemptsLeft: Math.max(0, (asks?.attempts ?? 0) - row.used),
    qualified,
    qualifiedUntil,
    answers: rows?.map((answer) => asShown(answer, questions)) ?? null,
    questions,
  };
}

/** I saw what came of my attempts; the next one may begin. */
export async function seeMyExam(ctx: ProjectContext): Promise<void> {
  await markAttemptsSeen(ctx.db.db, { projectId: ctx.projectId, annotatorId: ctx.actor.userId });
}

function asShown({ order, expected, points, ...row }: AnswerRow, questions: readonly Question[]): ExamAnswer {
  const main = questions.find(({ version }) => version === row.questionVersion)?.form.main;
  const known = expected === null || main === undefined ? null : answerNow(main, expected, points);
  if (known === null || main === undefined) return { ...row, expected: null };
  return { ...row, expected: turnAnswer(known, { main, order, to: 'shown' }) };
}
