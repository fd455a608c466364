import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import type { JudgmentFeedback, MyFeedback } from '@pairwright/contract/working-life';
import { type Page, toPage } from '@pairwright/db/cursor';
import type { Context } from '../context.ts';
import { countUnread, findMyFeedback, findOneOfMine } from './feedback.queries.ts';
import { findMyNotices, markNoticesRead } from './gold-notices.queries.ts';

/** What reviewers told me and what rules noticed, newest first, and how much of it is new. Throws InvalidCursor. */
export async function listMyFeedback(
  ctx: Context,
  input: { cursor?: string | undefined; limit: number },
): Promise<Page<MyFeedback> & { unread: number }> {
  const annotatorId = ctx.actor.userId;
  const of = { annotatorId, cursor: input.cursor, limit: input.limit };
  const both: MyFeedback[][] = await Promise.all([
    findMyFeedback(ctx.db.db, of),
    findMyNotices(ctx.db.db, of),
  ]);
  // Ids are made in the order of time, whatever they are of.
  const rows = both
    .flat()
    .sort((one, other) => (one.id < other.id ? 1 : -1))
    .slice(0, input.limit + 1);
  const page = toPage(rows, input.limit, (row) => [row.id]);
  return { ...page, unread: await countUnread(ctx.db.db, annotatorId) };
}

/** Marks feedback as read; what is not mine is passed over. */
export async function readFeedback(ctx: Context, input: { feedbackIds: readonly string[] }): Promise<void> {
  await markNoticesRead(ctx.db.db, { annotatorId: ctx.actor.userId, ids: input.feedbackIds });
  await ctx.db.db
    .updateTable('feedback')
    .set({ read_at: sql<string>`now()` })
    .where('id', 'in', input.feedbackIds)
    .where('annotator_id', '=', ctx.actor.userId)
    .where('read_at', 'is', null)
    .execute();
}

/** Answers feedback. Throws Problem not_found, or wrong_state once it is settled. */
export async function replyToFeedback(
  ctx: Context,
  input: { feedbackId: string; reply: string; disputed: boolean },
): Promise<JudgmentFeedback> {
  const mine = { annotatorId: ctx.actor.userId, feedbackId: input.feedbackId };
  const changed = await ctx.db.db
    .updateTable('feedback')
    .set({
      reply: input.reply,
      disputed: input.disputed,
      replied_at: sql<string>`now()`,
      read_at: sql<string>`coalesce(read_at, now())`,
    })
    .where('id', '=', mine.feedbackId)
    .where('annotator_id', '=', mine.annotatorId)
    .where('settled_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  const found = await findOneOfMine(ctx.db.db, mine);
  if (found === undefined) throw new Problem('not_found');
  if (changed === undefined)
    throw new Problem('wrong_state', { detail: 'This feedback is settled; it takes no more replies.' });
  return found;
}
