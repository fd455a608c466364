import { createHash } from 'node:crypto';
import type { HealthReport } from '@pairwright/contract/dataset-health';
import { Problem } from '@pairwright/contract/errors';
import { recipe as recipeShape, type Recipe } from '@pairwright/contract/recipe';
import { afterCommit, inTransaction } from '@pairwright/db/transaction';
import type { ProjectContext, Services } from '../context.ts';
import { findVersion } from '../datasets/datasets.queries.ts';
import { requireReady } from '../datasets/require-ready.ts';
import {
  endHealth,
  findHealth,
  findVersionHealth,
  type HealthRecord,
  insertHealth,
  type NewReport,
  toHealthReport,
} from './health.queries.ts';

/**
 * Asks for a health report; a worker makes it. That of a version is made once: asked for again it is the same one, unless it had
 * failed or was cancelled. Throws `not_found`, and `wrong_state` for a version that is not frozen.
 */
export async function requestHealth(
  ctx: ProjectContext,
  wish: { readonly versionId: string } | { readonly recipe: Recipe },
): Promise<HealthReport> {
  if ('recipe' in wish) {
    const subject = createHash('sha256').update(JSON.stringify(wish.recipe)).digest('hex');
    return toHealthReport(await askFor(ctx, { versionId: null, recipe: wish.recipe, subject }));
  }
  const version = await findVersion(ctx.db.db, { projectId: ctx.projectId, versionId: wish.versionId });
  if (version === undefined) throw new Problem('not_found');
  requireReady(version.state);
  const known = await findVersionHealth(ctx.db.db, version.id);
  if (known?.state === 'ready') return toHealthReport(known);
  const recipe = recipeShape.parse(version.recipe);
  return toHealthReport(await askFor(ctx, { versionId: version.id, recipe, subject: version.id }));
}

async function askFor(
  ctx: ProjectContext,
  of: Pick<NewReport, 'versionId' | 'recipe' | 'subject'>,
): Promise<HealthRecord> {
  return inTransaction(ctx.db.db, async (db) => {
    const made = await insertHealth(db, {
      ...of,
      id: ctx.ids.next(),
      projectId: ctx.projectId,
      createdBy: ctx.actor.userId,
    });
    if (made.state === 'queued')
      afterCommit(db, () => ctx.queue.enqueue('health.compute', { reportId: made.id }));
    return made;
  });
}

/** Asks for the report of a version that was just frozen, in the name of who froze it. One that is there stays. */
export async function requestHealthOfFrozen(
  ctx: Pick<Services, 'db' | 'queue' | 'ids'>,
  versionId: string,
): Promise<void> {
  const version = await ctx.db.db
    .selectFrom('dataset_versions')
    .select(['id', 'project_id', 'recipe', 'created_by'])
    .where('id', '=', versionId)
    .where('state', '=', 'ready')
    .executeTakeFirst();
  if (version === undefined || (await findVersionHealth(ctx.db.db, versionId)) !== undefined) return;
  const made = await insertHealth(ctx.db.db, {
    id: ctx.ids.next(),
    projectId: version.project_id,
    versionId,
    recipe: recipeShape.parse(version.recipe),
    subject: versionId,
    createdBy: version.created_by,
  });
  await ctx.queue.enqueue('health.compute', { reportId: made.id });
}

/** A report of the project. Throws `not_found`. */
export async function getHealth(ctx: ProjectContext, reportId: string): Promise<HealthReport> {
  const found = await findHealth(ctx.db.db, { projectId: ctx.projectId, reportId });
  if (found === undefined) throw new Problem('not_found');
  return toHealthReport(found);
}

/** The report of a version, if one was asked for. Throws `not_found`. */
export async function getVersionHealth(
  ctx: ProjectContext,
  versionId: string,
): Promise<{ report: HealthReport | null }> {
  const version = await findVersion(ctx.db.db, { projectId: ctx.projectId, versionId });
  if (version === undefined) throw new Problem('not_found');
  const found = await findVersionHealth(ctx.db.db, versionId);
  return { report: found === undefined ? null : toHealthReport(found) };
}

/** Stops a report. Throws `not_found`, and `wrong_state` when it is finished. */
export async function cancelHealth(ctx: ProjectContext, reportId: string): Promise<HealthReport> {
  await getHealth(ctx, reportId);
  const ended = await endHealth(ctx.db.db, reportId, { state: 'cancelled' });
  if (ended === undefined) throw new Problem('wrong_state', { detail: 'The report is finished.' });
  return toHealthReport(ended);
}
