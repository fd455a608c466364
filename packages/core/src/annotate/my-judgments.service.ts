import type * as contract from '@pairwright/contract/annotate';
import type { KeptDraft } from '@pairwright/contract/annotate';
import type { ResponseOf } from '@pairwright/contract/endpoint';
import { Problem } from '@pairwright/contract/errors';
import { toPage } from '@pairwright/db/cursor';
import type { ProjectContext } from '../context.ts';
import { shownText } from './assignment-text.ts';
import { findMyAssignment } from './my-assignment.queries.ts';
import { findMyJudgments, toMyJudgment } from './my-judgments.queries.ts';
import { findShownQuestion, findShownQuestions } from './versions.queries.ts';

type MyJudgmentsPage = ResponseOf<typeof contract.listMyJudgments>;
export type ReviewedAssignment = ResponseOf<typeof contract.getMyAssignment>;

/** My judgments that stand (not replaced, not taken back), newest first. Throws InvalidCursor. */
export async function listMyJudgments(
  ctx: ProjectContext,
  input: { cursor?: string | undefined; limit: number },
): Promise<MyJudgmentsPage> {
  const { limit, cursor } = input;
  const rows = await findMyJudgments(ctx.db.db, {
    projectId: ctx.projectId,
    annotatorId: ctx.actor.userId,
    cursor,
    limit,
  });
  const page = toPage(rows, limit, (row) => [row.id]);
  const versions = new Set(page.items.map((row) => row.question_version));
  return {
    items: page.items.map(toMyJudgment),
    nextCursor: page.nextCursor,
    questions: await findShownQuestions(ctx.db, ctx.projectId, [...versions]),
  };
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
  const version = row.judgment?.question_version ?? row.question_version;
  const question = await findShownQuestion(ctx.db, ctx.projectId, version);
  if (question === undefined)
    throw new Error(`The question version ${version} of an assignment is not there.`);
  return {
    id: row.id,
    projectId: ctx.projectId,
    ...shownText(row),
    judgeTurn: row.judge_turn,
    sensitive: row.sensitive,
    questionVersion: version,
    question,
    draft: row.draft as KeptDraft | null,
    state: row.state,
    judgment: row.judgment === null ? null : toMyJudgment(row.judgment),
  };
}
