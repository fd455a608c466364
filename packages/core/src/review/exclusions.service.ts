import { sql } from 'kysely';
import type { Exclusion, ExclusionScope, QuestionedGold } from '@pairwright/contract/exclusions';
import { Problem } from '@pairwright/contract/errors';
import { type Page, toPage } from '@pairwright/db/cursor';
import { inTransaction } from '@pairwright/db/transaction';
import type { ProjectContext } from '../context.ts';
import { countFlips } from './exclusion-flips.ts';
import { forgetFailure, runExclusion } from './exclusion-run.service.ts';
import {
  countCoverage,
  type Coverage,
  findCovered,
  findExclusion,
  findExclusions,
  findQuestionedGold,
  insertExclusion,
  lockExclusions,
} from './exclusions.queries.ts';
import { logEvent } from './events.queries.ts';

/** What is done before answering; the rest goes on in the background. */
const CHUNKS_AT_ONCE = 5;
/** Labels that a preview tries. */
const MOST_TRIED = 20_000;

interface Given {
  readonly annotatorId: string;
  readonly scope: ExclusionScope;
}

/** What an exclusion would change, as things are now; nothing is changed. */
export async function previewExclusion(
  ctx: ProjectContext,
  { annotatorId, scope }: Given,
): Promise<Coverage & { flipped: number | null; gold: QuestionedGold[] }> {
  const of = { projectId: ctx.projectId, annotatorId, scope };
  return inTransaction(
    ctx.db.db,
    async (db) => {
      const coverage = await countCoverage(db, of);
      const flipped =
        coverage.judgments > MOST_TRIED
          ? null
          : await countFlips(db, { projectId: ctx.projectId, covered: await findCovered(db, of) });
      return { ...coverage, flipped, gold: await findQuestionedGold(db, of) };
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}

/**
 * Sets somebody's judgments aside: they count no more, places and leases are free again, labels follow. Nothing is deleted.
 * Throws Problem not_found for somebody who is not in the project or a batch it does not have, and wrong_state for a
 * moment that is still to come.
 */
export async function createExclusion(
  ctx: ProjectContext,
  input: Given & { readonly reason: string },
): Promise<Exclusion> {
  const { projectId } = ctx;
  const { annotatorId, scope } = input;
  const exclusionId = ctx.ids.next();
  await inTransaction(ctx.db.db, async (db) => {
    const { rows } = await sql<{ known: boolean; past: boolean }>`
      select (exists (select from project_members where project_id = ${projectId} and user_id = ${annotatorId})
          or exists (select from judgments where project_id = ${projectId} and annotator_id = ${annotatorId}))
        and ${scope.kind === 'batch' ? sql`exists (select from batches where id = ${scope.batchId} and project_id = ${projectId})` : sql`true`} as known,
        ${scope.kind === 'from' ? sql`${scope.from}::timestamptz <= clock_timestamp()` : sql`true`} as past`.execute(
      db,
    );
    if (rows[0]?.known !== true) throw new Problem('not_found');
    if (!rows[0].past)
      throw new Problem('wrong_state', { detail: 'This moment is still to come. Choose one that is past.' });
    await lockExclusions(db, { projectId, annotatorId });
    await insertExclusion(db, { id: exclusionId, projectId, createdBy: ctx.actor.userId, ...input });
    await logEvent(db, ctx, { kind: 'excluded', comparisonId: null, facts: { exclusionId, ...input } });
    return { exclusionId };
  });
  return goOn(ctx, exclusionId);
}

/**
 * Takes judgments in again. Those whose place was filled meanwhile are surplus. Throws Problem not_found, or wrong_state for
 * an exclusion that is not in force.
 */
export async function endExclusion(
  ctx: ProjectContext,
  input: { readonly exclusionId: string; readonly because: string },
): Promise<Exclusion> {
  const { projectId } = ctx;
  const found = await getExclusion(ctx, input.exclusionId);
  await inTransaction(ctx.db.db, async (db) => {
    await lockExclusions(db, { projectId, annotatorId: found.annotatorId });
    const changed = await db
      .updateTable('exclusions')
      .set({ state: 'ending', ended_by: ctx.actor.userId, ended_because: input.because })
      .where('id', '=', input.exclusionId)
      .where('state', '=', 'applied')
      .returning('id')
      .executeTakeFirst();
    if (changed === undefined)
      throw new Problem('wrong_state', {
        detail: 'This exclusion is not in force, or is still being applied. Try again in a moment.',
      });
    await logEvent(db, ctx, { kind: 'included', comparisonId: null, facts: { ...input } });
  });
  return goOn(ctx, input.exclusionId);
}

/**
 * Goes on with an exclusion, or its end, that was given up. Throws Problem not_found, or wrong_state for one that did not stop.
 */
export async function resumeExclusion(ctx: ProjectContext, exclusionId: string): Promise<Exclusion> {
  await getExclusion(ctx, exclusionId);
  await inTransaction(ctx.db.db, async (db) => {
    if (await forgetFailure(db, exclusionId)) return;
    throw new Problem('wrong_state', {
      detail: 'This exclusion did not stop: there is nothing to go on with.',
    });
  });
  return goOn(ctx, exclusionId);
}

async function goOn(ctx: ProjectContext, exclusionId: string): Promise<Exclusion> {
  const done = await runExclusion(ctx, { exclusionId, chunks: CHUNKS_AT_ONCE });
  if (!done) await ctx.queue.enqueue('exclusions.run', { exclusionId });
  return getExclusion(ctx, exclusionId);
}

/** One exclusion. Throws Problem not_found. */
export async function getExclusion(ctx: ProjectContext, exclusionId: string): Promise<Exclusion> {
  const found = await findExclusion(ctx.db.db, { projectId: ctx.projectId, exclusionId });
  if (found === undefined) throw new Problem('not_found');
  return found;
}

/** Newest first. Throws InvalidCursor. */
export async function listExclusions(
  ctx: ProjectContext,
  query: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<Exclusion>> {
  const rows = await findExclusions(ctx.db.db, { ...query, projectId: ctx.projectId });
  return toPage(rows, query.limit, (row) => [row.id]);
}
