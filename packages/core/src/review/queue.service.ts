import type { QueueFilter, QueueItem } from '@pairwright/contract/review';
import { type Page, toPage } from '@pairwright/db/cursor';
import type { ProjectContext } from '../context.ts';
import { takeInChanges } from '../resolutions/refresh.service.ts';
import { readSettings } from '../resolutions/settings.queries.ts';
import { findEvents } from './events.queries.ts';
import { findQueue, type QueueSummary, summariseQueue } from './queue.queries.ts';

interface PageQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Notes of judgments that a look at the queue takes in first; what is more waits for a worker. */
const TAKEN_IN_ON_READING = 1_000;

/** What is worth a review of mine, the most valuable first. Throws InvalidCursor. */
export async function listReviewQueue(
  ctx: ProjectContext,
  query: PageQuery & { readonly show: QueueFilter },
): Promise<Page<QueueItem> & { summary: QueueSummary }> {
  const { projectId } = ctx;
  await takeInChanges(ctx, { projectId, limit: TAKEN_IN_ON_READING });
  const { ownWork } = await readSettings(ctx.db.db, projectId);
  const of = { projectId, reviewerId: ctx.actor.userId, ownWork };
  const rows = await findQueue(ctx.db.db, { ...query, ...of });
  const { items, nextCursor } = toPage(rows, query.limit, (row) =>
    query.show === 'decided' ? [row.decisionId ?? ''] : [row.score, row.comparisonId],
  );
  return {
    items: items.map(({ score: _score, decisionId: _decisionId, ...row }) => ({
      ...row,
      promptExcerpt: row.promptExcerpt ?? '',
    })),
    nextCursor,
    summary: await summariseQueue(ctx.db.db, of),
  };
}

/** Who did what, newest first. Throws InvalidCursor. */
export async function listReviewEvents(ctx: ProjectContext, query: PageQuery) {
  const rows = await findEvents(ctx.db.db, { ...query, projectId: ctx.projectId });
  const { items, nextCursor } = toPage(rows, query.limit, (row) => [row.id]);
  return {
    items: items.map((row) => ({ ...row, facts: row.facts as Record<string, unknown> })) as never[],
    nextCursor,
  };
}
