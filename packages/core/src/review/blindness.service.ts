import { Problem } from '@pairwright/contract/errors';
import type { ExplainedResolution } from '@pairwright/contract/resolutions';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { mayAct } from '../access/access.policy.ts';
import type { ProjectContext } from '../context.ts';
import { getResolution } from '../resolutions/explain.service.ts';
import { relabel } from '../resolutions/refresh.service.ts';
import { readSettings } from '../resolutions/settings.queries.ts';
import { findBlind } from './blind.queries.ts';

interface CaseOf {
  readonly comparisonId: string;
}

/**
 * Of which comparisons what people said is kept back from the actor wherever it is shown: they wait for a review, blind, that
 * they may make, and they have neither decided nor asked to see it. Who may not decide it anyway is no reviewer of it.
 */
export async function keptBackAmong(
  ctx: ProjectContext,
  comparisonIds: readonly string[],
): Promise<ReadonlySet<string>> {
  // Whoever reviews nothing, or sees everything, needs no transaction.
  const isNone = comparisonIds.length === 0 || !mayAct(ctx.role, 'review');
  if (isNone || !(await readSettings(ctx.db.db, ctx.projectId)).blind) return new Set();
  return inTransaction(ctx.db.db, (tx) => keptBackIn(tx, ctx, comparisonIds));
}

/** The same in a transaction that goes on. */
export async function keptBackIn(
  tx: Tx,
  { projectId, role, actor }: ProjectContext,
  comparisonIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { blind, ownWork } = await readSettings(tx, projectId);
  if (!blind || !mayAct(role, 'review')) return new Set();
  // As of this moment: a vote that no label has taken in yet may be the one that contradicts.
  await relabel(tx, { projectId, comparisonIds });
  return new Set(await findBlind(tx, { comparisonIds, userId: actor.userId, ownWork }));
}

/** The same of one comparison. */
export async function isKeptBack(ctx: ProjectContext, { comparisonId }: CaseOf): Promise<boolean> {
  return (await keptBackAmong(ctx, [comparisonId])).has(comparisonId);
}

/** The labels of a comparison, for whoever may know them now. Throws Problem not_found, or kept_back. */
export async function getResolutionUnlessBlind(
  ctx: ProjectContext,
  of: CaseOf,
): Promise<ExplainedResolution> {
  if (await isKeptBack(ctx, of)) throw new Problem('kept_back');
  return getResolution(ctx, of);
}
