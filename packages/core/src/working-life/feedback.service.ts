import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import type { ResponseOf } from '@pairwright/contract/endpoint';
import type {
  getAnnotatorReplies as getAnnotatorRepliesEndpoint,
  SentFeedback,
} from '@pairwright/contract/working-life';
import type { ProjectContext } from '../context.ts';
import { annotatorNaming } from '../people/annotator-names.ts';
import { findReply } from '../statistics/annotators/annotators.queries.ts';
import { findAnswered, findSent, findSentOf } from './feedback.queries.ts';

/** Tells an annotator something about a judgment of theirs. Throws Problem not_found. */
export async function sendFeedback(
  ctx: ProjectContext,
  input: { judgmentId: string; message: string },
): Promise<SentFeedback> {
  const feedbackId = ctx.ids.next();
  const { numAffectedRows } = await sql`
    insert into feedback (id, project_id, judgment_id, annotator_id, author_id, message)
    select ${feedbackId}, j.project_id, j.id, j.annotator_id, ${ctx.actor.userId}, ${input.message}
    from judgments j join users u on u.id = j.annotator_id and u.kind = 'person'
    where j.id = ${input.judgmentId} and j.project_id = ${ctx.projectId} and j.outcome <> 'retracted'`.execute(
    ctx.db.db,
  );
  if (numAffectedRows !== 1n) throw new Problem('not_found');
  return getFeedback(ctx, feedbackId);
}

/** Feedback on the judgments of a comparison, oldest first. */
export async function listComparisonFeedback(
  ctx: ProjectContext,
  input: { comparisonId: string },
): Promise<{ items: SentFeedback[] }> {
  return { items: await named(ctx, await findSentOf(ctx.db.db, { projectId: ctx.projectId, ...input })) };
}

/** So much of what an annotator says is shown beside a decision about them. */
const MOST_REPLIES = 50;

/** What an annotator says: about their numbers, and to what they were told, open disputes first. */
export async function getAnnotatorReplies(
  ctx: ProjectContext,
  { annotatorId }: { annotatorId: string },
): Promise<ResponseOf<typeof getAnnotatorRepliesEndpoint>> {
  const of = { projectId: ctx.projectId, annotatorId };
  const [numbers, rows] = await Promise.all([
    findReply(ctx.db.db, of),
    findAnswered(ctx.db.db, { ...of, limit: MOST_REPLIES }),
  ]);
  return { numbers, feedback: await named(ctx, rows) };
}

/** Settles it; settling again changes nothing. Throws Problem not_found. */
export async function settleFeedback(
  ctx: ProjectContext,
  input: { feedbackId: string },
): Promise<SentFeedback> {
  await ctx.db.db
    .updateTable('feedback')
    .set({ settled_at: sql<string>`coalesce(settled_at, now())` })
    .where('id', '=', input.feedbackId)
    .where('project_id', '=', ctx.projectId)
    .execute();
  return getFeedback(ctx, input.feedbackId);
}

/** One message. Throws Problem not_found. */
export async function getFeedback(ctx: ProjectContext, feedbackId: string): Promise<SentFeedback> {
  const row = await findSent(ctx.db.db, { projectId: ctx.projectId, feedbackId });
  if (row === undefined) throw new Problem('not_found');
  return (await named(ctx, [row]))[0]!;
}

interface OfAnnotator {
  readonly annotatorId: string;
  readonly annotator: string;
}

/** Under the names by which the actor may know annotators, without their ids. */
export async function named<Row extends OfAnnotator>(
  ctx: ProjectContext,
  rows: readonly Row[],
): Promise<(Omit<Row, keyof OfAnnotator> & { annotator: string })[]> {
  const nameOf = await annotatorNaming(ctx);
  return rows.map(({ annotatorId: id, annotator, ...row }) => ({
    ...row,
    annotator: nameOf({ id, name: annotator }),
  }));
}
