import type { GoldItem } from '@pairwright/contract/gold';
import type { Answer } from '@pairwright/contract/judgment';
import type { LocalText } from '@pairwright/contract/question-form';
import { Problem } from '@pairwright/contract/errors';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { ProjectContext } from '../context.ts';
import { readProject } from '../projects/projects.queries.ts';
import { expectable, lockComparison } from '../routing/gold-comparison.ts';
import { reopenComparison } from './reopen-comparison.ts';
import { stillWithdrawn } from '../withdrawals/still-withdrawn.ts';

export interface NewExample {
  readonly comparisonId: string;
  /** As if the responses were shown in canonical order. */
  readonly answer: Answer;
  /** With the answer `rated`. */
  readonly ratings?: GoldItem['ratings'];
  /** Exact unless said. */
  readonly ranking?: GoldItem['ranking'];
  readonly explanation: LocalText;
}

/**
 * Makes a comparison an example of the practice round, or changes what is expected of it. It is closed for ordinary work;
 * judgments it has stay. Throws Problem not_found, outcome_not_allowed, or wrong_state for a gold comparison.
 */
export async function setPracticeExample(
  ctx: ProjectContext,
  input: NewExample,
): Promise<{ exampleId: string }> {
  return inTransaction(ctx.db.db, async (db) => {
    const { question } = await readProject(db, ctx.projectId);
    const { comparisonId } = input;
    const comparison = await lockComparison(db, ctx.projectId, comparisonId);
    if (comparison.state === 'withdrawn') throw stillWithdrawn();
    if (await isGold(db, comparisonId))
      throw new Problem('wrong_state', {
        detail: 'It is a gold comparison, whose answer nobody is told. Take it out of there first.',
      });
    expectable(question.form, input, comparison.texts);
    await db.updateTable('comparisons').set({ state: 'closed' }).where('id', '=', comparisonId).execute();
    const values = {
      expected: JSON.stringify(input.answer),
      ratings: input.ratings == null ? null : JSON.stringify(input.ratings),
      ranking: JSON.stringify(input.ranking ?? { rule: 'exact' }),
      question_version: question.version,
      explanation_en: input.explanation.en,
      explanation_zh: input.explanation['zh-CN'],
    };
    const { id } = await db
      .insertInto('practice_examples')
      .values({
        id: ctx.ids.next(),
        project_id: ctx.projectId,
        comparison_id: comparisonId,
        created_by: ctx.actor.userId,
        ...values,
      })
      .onConflict((conflict) => conflict.column('comparison_id').doUpdateSet(values))
      .returning('id')
      .executeTakeFirstOrThrow();
    return { exampleId: id };
  });
}

/** Takes a comparison out of the practice round and opens it for work again. Throws Problem not_found. */
export async function removePracticeExample(
  ctx: ProjectContext,
  input: { comparisonId: string },
): Promise<void> {
  await inTransaction(ctx.db.db, async (db) => {
    const removed = await db
      .deleteFrom('practice_examples')
      .where('comparison_id', '=', input.comparisonId)
      .where('project_id', '=', ctx.projectId)
      .returning('id')
      .executeTakeFirst();
    if (removed === undefined) throw new Problem('not_found');
    await reopenComparison(db, { projectId: ctx.projectId, comparisonId: input.comparisonId });
  });
}

async function isGold(db: Tx, comparisonId: string): Promise<boolean> {
  const row = await db
    .selectFrom('gold_items')
    .select('comparison_id')
    .where('comparison_id', '=', comparisonId)
    .executeTakeFirst();
  return row !== undefined;
}
