import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import type { ExplainedResolution } from '@pairwright/contract/resolutions';
import type { Executor } from '@pairwright/db/database';
import { inTransaction } from '@pairwright/db/transaction';
import { mayAct } from '../access/access.policy.ts';
import type { ProjectContext } from '../context.ts';
import { getResolution } from '../resolutions/explain.service.ts';
import { relabel } from '../resolutions/refresh.service.ts';
import { readSettings } from '../resolutions/settings.queries.ts';
import { findAdjudications, findOwnWork } from './case.queries.ts';
import { hasRevealed } from './events.queries.ts';

interface CaseOf {
  readonly comparisonId: string;
}

/**
 * Whether what people said of a comparison is kept back from the actor wherever it is shown: it waits for a review, blind, that
 * they may make, and they have neither decided nor asked to see it. Who may not decide it anyway is no reviewer of it.
 */
export async function isKeptBack(ctx: ProjectContext, { comparisonId }: CaseOf): Promise<boolean> {
  if (!mayAct(ctx.role, 'review')) return false;
  const { db } = ctx.db;
  const { userId } = ctx.actor;
  const settings = await readSettings(db, ctx.projectId);
  if (!settings.blind) return false;
  if (!(await isWaiting(ctx, { comparisonId }))) return false;
  if (await hasRevealed(db, { comparisonId, userId })) return false;
  const made = await findAdjudications(db, comparisonId);
  if (made.some(({ reviewerId }) => reviewerId === userId)) return false;
  return settings.ownWork || (await findOwnWork(db, { comparisonId, userId })) === null;
}

/** The labels of a comparison, for whoever may know them now. Throws Problem not_found, or kept_back. */
export async function getResolutionUnlessBlind(
  ctx: ProjectContext,
  of: CaseOf,
): Promise<ExplainedResolution> {
  if (await isKeptBack(ctx, of)) throw new Problem('kept_back');
  return getResolution(ctx, of);
}

/** As of this moment: a vote that no label has taken in yet may be the one that contradicts. */
async function isWaiting({ db, projectId }: ProjectContext, { comparisonId }: CaseOf): Promise<boolean> {
  return inTransaction(db.db, async (tx) => {
    await relabel(tx, { projectId, comparisonIds: [comparisonId] });
    return isInQueue(tx, comparisonId);
  });
}

async function isInQueue(db: Executor, comparisonId: string): Promise<boolean> {
  const row = await db
    .selectFrom('resolutions')
    .select('comparison_id')
    .where('comparison_id', '=', comparisonId)
    .where('question', '=', 'main')
    .where('review_score', '>', 0)
    .where('decision_id', 'is', null)
    // Of a gold comparison or an example the answer is known: nobody judges it blind any more.
    .where(
      sql<boolean>`not exists (select from gold_items g where g.comparison_id = resolutions.comparison_id)
        and not exists (select from practice_examples e where e.comparison_id = resolutions.comparison_id)`,
    )
    .executeTakeFirst();
  return row !== undefined;
}
