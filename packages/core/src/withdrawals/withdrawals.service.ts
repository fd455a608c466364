import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { responsesOf } from '@pairwright/domain/judgment/form';
import type { ProjectContext } from '../context.ts';
import { readProject } from '../projects/projects.queries.ts';
import { startOver } from '../routing/policy.queries.ts';
import { noteMoved, takeBack, type Which, withdraw } from './withdrawals.queries.ts';

/** A batch of a million comparisons takes longer than an ordinary statement may. */
const LONG = { statementTimeoutMs: 0 };

interface Moved {
  readonly comparisons: number;
}

/**
 * Takes a comparison out of work: nobody gets it, also not as gold, in an exam or in practice; leases on it end; no number but pay,
 * and no new version has it. What was said of it stays. Throws Problem not_found, or wrong_state for one that is withdrawn already.
 */
export async function withdrawComparison(
  ctx: ProjectContext,
  { comparisonId, because }: { readonly comparisonId: string; readonly because: string },
): Promise<Moved> {
  return inTransaction(ctx.db.db, async (db) => {
    await lockComparison(db, ctx.projectId, comparisonId);
    const added = await db
      .insertInto('withdrawn_comparisons')
      .values({
        comparison_id: comparisonId,
        project_id: ctx.projectId,
        because,
        withdrawn_by: ctx.actor.userId,
      })
      .onConflict((conflict) => conflict.column('comparison_id').doNothing())
      .returning('comparison_id')
      .executeTakeFirst();
    if (added === undefined)
      throw new Problem('wrong_state', { detail: 'This comparison is withdrawn already.' });
    return goOut(db, ctx.projectId, { comparisonId });
  });
}

/**
 * Takes a comparison back into work. Where its batch is withdrawn too it waits for that. Throws Problem not_found, or wrong_state
 * for one that is not withdrawn by itself.
 */
export async function returnComparison(
  ctx: ProjectContext,
  { comparisonId }: { readonly comparisonId: string },
): Promise<Moved> {
  return inTransaction(ctx.db.db, async (db) => {
    await lockComparison(db, ctx.projectId, comparisonId);
    const gone = await db
      .deleteFrom('withdrawn_comparisons')
      .where('comparison_id', '=', comparisonId)
      .returning('comparison_id')
      .executeTakeFirst();
    if (gone === undefined)
      throw new Problem('wrong_state', {
        detail: 'This comparison is not withdrawn by itself. If its batch is, return the batch.',
      });
    return comeBack(db, ctx.projectId, { comparisonId });
  });
}

/** The same for all comparisons of a batch. Throws Problem not_found or wrong_state as above, and while its import adds to it. */
export async function withdrawBatch(
  ctx: ProjectContext,
  { batchId, because }: { readonly batchId: string; readonly because: string },
): Promise<Moved> {
  return inTransaction(
    ctx.db.db,
    async (db) => {
      const { withdrawn_at, import_state } = await lockBatch(db, ctx.projectId, batchId);
      if (withdrawn_at !== null)
        throw new Problem('wrong_state', { detail: 'This batch is withdrawn already.' });
      if (import_state === 'queued' || import_state === 'running')
        throw new Problem('wrong_state', {
          detail: 'Its import still adds comparisons to this batch. Cancel the import, or wait for its end.',
        });
      await db
        .updateTable('batches')
        .set({
          withdrawn_at: sql<string>`clock_timestamp()`,
          withdrawn_by: ctx.actor.userId,
          withdrawn_because: because,
        })
        .where('id', '=', batchId)
        .execute();
      return goOut(db, ctx.projectId, { batchId });
    },
    LONG,
  );
}

/**
 * Takes a batch back into work; comparisons that are withdrawn by themselves stay out. Throws Problem not_found, or wrong_state
 * for one that is not withdrawn.
 */
export async function returnBatch(
  ctx: ProjectContext,
  { batchId }: { readonly batchId: string },
): Promise<Moved> {
  return inTransaction(
    ctx.db.db,
    async (db) => {
      const { withdrawn_at } = await lockBatch(db, ctx.projectId, batchId);
      if (withdrawn_at === null) throw new Problem('wrong_state', { detail: 'This batch is not withdrawn.' });
      await db
        .updateTable('batches')
        .set({ withdrawn_at: null, withdrawn_by: null, withdrawn_because: null })
        .where('id', '=', batchId)
        .execute();
      return comeBack(db, ctx.projectId, { batchId });
    },
    LONG,
  );
}

async function goOut(db: Tx, projectId: string, which: Which): Promise<Moved> {
  const comparisons = await withdraw(db, { projectId, which });
  await noteMoved(db, { projectId, which });
  return { comparisons };
}

async function comeBack(db: Tx, projectId: string, which: Which): Promise<Moved> {
  const { question } = await readProject(db, projectId);
  const comparisons = await takeBack(db, { projectId, which, fits: responsesOf(question.form.main) });
  await noteMoved(db, { projectId, which });
  // They may be before where everybody has got to.
  await startOver(db, projectId);
  return { comparisons };
}

async function lockComparison(db: Tx, projectId: string, comparisonId: string): Promise<void> {
  const found = await db
    .selectFrom('comparisons')
    .select('id')
    .where('id', '=', comparisonId)
    .where('project_id', '=', projectId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (found === undefined) throw new Problem('not_found');
}

async function lockBatch(db: Tx, projectId: string, batchId: string) {
  const found = await db
    .selectFrom('batches as b')
    .leftJoin('imports as i', 'i.id', 'b.import_id')
    .select(['b.withdrawn_at', 'i.state as import_state'])
    .where('b.id', '=', batchId)
    .where('b.project_id', '=', projectId)
    .forNoKeyUpdate('b')
    .executeTakeFirst();
  if (found === undefined) throw new Problem('not_found');
  return found;
}
