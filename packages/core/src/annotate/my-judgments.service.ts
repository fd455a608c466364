import type * as contract from '@pairwright/contract/annotate';
import type { MyJudgment } from '@pairwright/contract/annotate';
import type { ResponseOf } from '@pairwright/contract/endpoint';
import { Problem } from '@pairwright/contract/errors';
import { type Page, toPage } from '@pairwright/db/cursor';
import type { ProjectContext } from '../context.ts';
import { shownText } from './assignment-text.ts';
import { findMyAssignment, findMyJudgments, toMyJudgment } from './my-judgments.queries.ts';

export type ReviewedAssignment = ResponseOf<typeof contract.getMyAssignment>;

/** My judgments that stand (not replaced, not taken back), newest first. Throws InvalidCursor. */
export async function listMyJudgments(
  ctx: ProjectContext,
  input: { cursor?: string | undefined; limit: number },
): Promise<Page<MyJudgment>> {
  const { limit, cursor } = input;
  const rows = await findMyJudgments(ctx.db.db, {
    projectId: ctx.projectId,
    annotatorId: ctx.actor.userId,
    cursor,
    limit,
  });
  const page = toPage(rows, limit, (row) => [row.id]);
  return { items: page.items.map(toMyJudgment), nextCursor: page.nextCursor };
}

/** One of my assignments in the order it was shown, with my judgment if one stands. Throws Problem not_found. */
export async function getMyAssignment(
  ctx: ProjectContext,
  input: { assignmentId: string },
): Promise<ReviewedAssignment> {
  const row = await findMyAssignment(ctx.db.db, {
    projectId: ctx.projectId,
    annotatorId: ctx.actor.userId,
    assignmentId: input.assignmentId,
  });
  if (row === undefined) throw new Problem('not_found');
  return {
    id: row.id,
    projectId: ctx.projectId,
    ...shownText(row),
    questionVersion: row.question_version,
    state: row.state,
    judgment: row.judgment === null ? null : toMyJudgment(row.judgment),
  };
}
