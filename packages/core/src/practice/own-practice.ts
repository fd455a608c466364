import type { Executor } from '@pairwright/db/database';
import { turnAnswer } from '@pairwright/domain/judgment/practice';
import { findQuestions } from '../projects/versions.queries.ts';
import { findExamples } from './practice.queries.ts';
import { orderOf } from './practice.service.ts';

/** What somebody answered in the practice round, as it was shown to them, in the terms of the question they were asked. */
export async function readPracticeAnswers(
  db: Executor,
  me: { readonly projectId: string; readonly annotatorId: string },
): Promise<object[]> {
  const questions = await findQuestions(db, me.projectId);
  return (await findExamples(db, { ...me, among: 'answered' })).flatMap((row) => {
    const asked = questions.find(({ version }) => version === row.given_version) ?? questions[0];
    if (row.given === null || asked === undefined) return [];
    return [
      {
        projectId: me.projectId,
        exampleId: row.id,
        answer: turnAnswer(row.given, { main: asked.form.main, order: orderOf(row), to: 'shown' }),
        ratings: row.given_ratings,
        matched: row.matched,
        attempt: row.attempt,
        firstMatched: row.first_matched,
        answeredAt: row.answered_at,
      },
    ];
  });
}
