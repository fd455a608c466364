import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import type { MyFeedback } from '@pairwright/contract/working-life';
import { type Page, toPage } from '@pairwright/db/cursor';
import type { Context } from '../context.ts';
import { countUnread, findMyFeedback, findOneOfMine } from './feedback.queries.ts';

/** What reviewers told me, newest first, and how much of it is new. Throws InvalidCursor. */
export async function listMyFeedback(
  ctx: Context,
  input: { cursor?: string | undefined; limit: number },
): Promise<Page<MyFeedback> & { unread: number }> {
  const annotatorId = ctx.actor.userId;
  const rows = await findMyFeedback(ctx.db.db, { annotatorId, cursor: input.cursor, limit: input.limit });
  const page = toPage(rows, input.limit, (row) => [row.id]);
  return { ...page, unread: await countUnread(ctx.db.db, annotatorId) };
}

/** Marks feedback as read; what is not mine is passed over. */
export async function readFeedback(ctx: Context, input: { feedbackIds: readonly string[] }): Promise<void> {
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
): Promise<MyFeedback> {
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
