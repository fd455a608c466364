import type { Resolution, ResolutionResult } from '@pairwright/contract/resolutions';
import { type Page, toPage } from '@pairwright/db/cursor';
import type { ProjectContext } from '../context.ts';
import { findNewestModel } from './model.queries.ts';
import { takeInChanges } from './refresh.service.ts';
import {
  countResults,
  findResolutions,
  hasPending,
  keyOfRow,
  type ResolutionPage,
} from './resolutions.queries.ts';
import { toResolution } from './to-resolution.ts';

/** Notes of judgments that reading a list takes in first; what is more waits for a worker. */
const TAKEN_IN_ON_READING = 1_000;

type Listed = Resolution & { promptExcerpt: string; models: string[] };

/** Labels of one question. Throws InvalidCursor. */
export async function listResolutions(
  ctx: ProjectContext,
  page: Omit<ResolutionPage, 'projectId'>,
): Promise<Page<Listed> & { pending: boolean; counts: Record<ResolutionResult, number> | null }> {
  const { projectId } = ctx;
  await takeInChanges(ctx, { projectId, limit: TAKEN_IN_ON_READING });
  const rows = await findResolutions(ctx.db.db, { ...page, projectId });
  const { items, nextCursor } = toPage(rows, page.limit, (row) => keyOfRow(page.sort, row));
  return {
    items: items.map((row) => ({
      ...toResolution(row),
      promptExcerpt: row.promptExcerpt ?? '',
      models: row.models,
    })),
    nextCursor,
    pending: await hasPending(ctx.db.db, projectId),
    counts:
      page.cursor === undefined
        ? await countResults(ctx.db.db, { projectId, question: page.question })
        : null,
  };
}

export async function getAnnotatorModel(ctx: ProjectContext) {
  return { model: await findNewestModel(ctx.db.db, ctx.projectId) };
}

/** Has the model learnt anew and all labels with it. */
export async function refreshResolutions(ctx: ProjectContext): Promise<void> {
  await ctx.queue.enqueue('resolutions.refresh', { projectId: ctx.projectId, learn: true });
}
