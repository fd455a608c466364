import type { GoldEffect, GoldItem, GoldResult } from '@pairwright/contract/gold';
import type { Answer } from '@pairwright/contract/judgment';
import { Problem } from '@pairwright/contract/errors';
import { inTransaction } from '@pairwright/db/transaction';
import { decideMain } from '@pairwright/domain/judgment/judge';
import { accuracyOf, answerOfKey } from '@pairwright/domain/routing/gold';
import type { ProjectContext } from '../context.ts';
import { reopenComparison } from '../practice/reopen-comparison.ts';
import { readProject } from '../projects/projects.queries.ts';
import { expectable, goldOf, lockComparison } from './gold-comparison.ts';
import { findGold, findResults, findUnanimous, upsertGold } from './gold.queries.ts';
import { regradeAll, regradeGold } from './regrade-gold.ts';

/** Gold comparisons with how people answer them, newest first. */
export async function listGold(ctx: ProjectContext): Promise<{ items: GoldItem[] }> {
  const rows = await findGold(ctx.db.db, ctx.projectId);
  return {
    items: rows.map(({ correct, total, ...row }) => ({ ...row, answers: accuracyOf(correct, total) })),
  };
}

/** How each member answers gold comparisons, and their exams. */
export async function listGoldResults(ctx: ProjectContext): Promise<{ items: GoldResult[] }> {
  const rows = await findResults(ctx.db.db, ctx.projectId);
  return { items: rows.map(({ correct, total, ...row }) => ({ ...row, gold: accuracyOf(correct, total) })) };
}

export interface SetGold {
  readonly comparisonId: string;
  /** As if the responses were shown in canonical order. */
  readonly answer: Answer;
  /** With the answer `rated`. */
  readonly ratings?: GoldItem['ratings'];
  /** Exact unless said. */
  readonly ranking?: GoldItem['ranking'];
  readonly explanation?: GoldItem['explanation'];
  readonly exam: boolean;
  readonly source: GoldItem['source'];
}

/**
 * Makes a comparison gold, or changes what is expected of it. It is closed for ordinary work; judgments it has stay, and
 * answers given to it as gold are graded anew; says what that changed. Throws Problem not_found, outcome_not_allowed, or
 * wrong_state for an example of the practice round.
 */
export async function setGold(ctx: ProjectContext, input: SetGold): Promise<GoldEffect> {
  return inTransaction(ctx.db.db, async (db) => {
    const { question } = await readProject(db, ctx.projectId);
    const comparison = await lockComparison(db, ctx.projectId, input.comparisonId);
    if (comparison.practice)
      throw new Problem('wrong_state', {
        detail: 'It is an example of the practice round, whose answer is told. Take it out of there first.',
      });
    const key = expectable(question.form, input, comparison.texts);
    await upsertGold(db, {
      ...goldOf(ctx, question),
      comparisonId: input.comparisonId,
      expected: input.answer,
      ratings: input.ratings ?? null,
      ranking: input.ranking ?? { rule: 'exact' },
      explanation: input.explanation ?? null,
      key,
      source: input.source,
      exam: input.exam,
    });
    return regradeGold(db, { projectId: ctx.projectId, comparisonId: input.comparisonId });
  });
}

/**
 * Opens a gold comparison for ordinary work again; the answers given to it as gold say nothing of people any more. Says
 * whom that changed. Throws Problem not_found.
 */
export async function removeGold(ctx: ProjectContext, input: { comparisonId: string }): Promise<GoldEffect> {
  return inTransaction(ctx.db.db, async (db) => {
    // Who answers it at this moment is graded before or after, and never by what is gone.
    await lockComparison(db, ctx.projectId, input.comparisonId);
    const removed = await db
      .deleteFrom('gold_items')
      .where('comparison_id', '=', input.comparisonId)
      .where('project_id', '=', ctx.projectId)
      .returning('comparison_id')
      .executeTakeFirst();
    if (removed === undefined) throw new Problem('not_found');
    const of = { projectId: ctx.projectId, comparisonId: input.comparisonId };
    await reopenComparison(db, of);
    return regradeGold(db, of);
  });
}

/** Makes gold of comparisons on which everybody agrees, model judges aside unless they are wanted; gives how many. */
export async function promoteGold(
  ctx: ProjectContext,
  input: { atLeast: number; most: number; exam: boolean; modelJudges?: boolean },
): Promise<{ promoted: number }> {
  return inTransaction(
    ctx.db.db,
    async (db) => {
      const { question } = await readProject(db, ctx.projectId);
      const { main } = question.form;
      const promoted: string[] = [];
      for (const { id, key } of await findUnanimous(db, {
        projectId: ctx.projectId,
        modelJudges: false,
        ...input,
      })) {
        const expected = answerOfKey(main, key);
        // Judged under another kind of question than the one asked now.
        if (expected === null || decideMain(main, expected, [0, 1]) === null) continue;
        await upsertGold(db, {
          ...goldOf(ctx, question),
          comparisonId: id,
          expected,
          explanation: null,
          key,
          source: 'unanimous',
          exam: input.exam,
        });
        promoted.push(id);
      }
      await regradeAll(db, promoted);
      return { promoted: promoted.length };
    },
    { statementTimeoutMs: 0 },
  );
}
