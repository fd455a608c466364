import { sql } from 'kysely';
import type { ReviewCase } from '@pairwright/contract/review';
import type { PlacedFeedback } from '@pairwright/contract/working-life';
import type { SentFeedback } from '@pairwright/contract/working-life';
import { Problem } from '@pairwright/contract/errors';
import { type Page, toPage } from '@pairwright/db/cursor';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { ProjectContext } from '../context.ts';
import { relabel } from '../resolutions/refresh.service.ts';
import { findDisputes, findSent } from '../working-life/feedback.queries.ts';
import { named, sendFeedback } from '../working-life/feedback.service.ts';
import { lockCase, withdrawDecision } from './case.queries.ts';
import { getReviewCase } from './case.service.ts';
import { logEvent } from './events.queries.ts';

/** Sends a judgment back to its annotator, once its votes are revealed. Throws Problem not_found or wrong_state. */
export async function sendBack(
  ctx: ProjectContext,
  input: { readonly comparisonId: string; readonly judgmentId: string; readonly message: string },
): Promise<SentFeedback> {
  const { revealed } = await getReviewCase(ctx, input);
  if (revealed === null)
    throw new Problem('wrong_state', {
      detail: 'Decide first, or reveal the votes: until then nobody is told whose judgment it is.',
    });
  if (!revealed.votes.some(({ judgmentId }) => judgmentId === input.judgmentId))
    throw new Problem('not_found');
  const sent = await sendFeedback(ctx, input);
  await logEvent(ctx.db.db, ctx, {
    kind: 'sent_back',
    comparisonId: input.comparisonId,
    facts: { judgmentId: input.judgmentId, feedbackId: sent.id },
  });
  return sent;
}

/** Withdraws the decision of a comparison. Throws Problem not_found, or wrong_state when there is none. */
export async function reopenCase(
  ctx: ProjectContext,
  input: { readonly comparisonId: string; readonly because: string },
): Promise<ReviewCase> {
  await inTransaction(ctx.db.db, async (db) => {
    if ((await lockCase(db, { projectId: ctx.projectId, comparisonId: input.comparisonId })) === undefined)
      throw new Problem('not_found');
    if (!(await withdraw(db, ctx, input)))
      throw new Problem('wrong_state', { detail: 'There is no decision to withdraw.' });
  });
  return getReviewCase(ctx, input);
}

async function withdraw(
  db: Tx,
  ctx: ProjectContext,
  { comparisonId, because }: { readonly comparisonId: string; readonly because: string },
): Promise<boolean> {
  const decisionId = await withdrawDecision(db, { comparisonId, by: ctx.actor.userId, because });
  if (decisionId === undefined) return false;
  await logEvent(db, ctx, { kind: 'withdrawn', comparisonId, facts: { decisionId, because } });
  await relabel(db, { projectId: ctx.projectId, comparisonIds: [comparisonId] });
  return true;
}

/** Open disputes, oldest first. Throws InvalidCursor. */
export async function listDisputes(
  ctx: ProjectContext,
  query: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<PlacedFeedback>> {
  const rows = await findDisputes(ctx.db.db, { ...query, projectId: ctx.projectId });
  const page = toPage(rows, query.limit, (row) => [row.id]);
  return { ...page, items: (await named(ctx, page.items)) as PlacedFeedback[] };
}

/**
 * Answers a dispute and settles it. Upheld, the annotator was right: a decision of the comparison is withdrawn, so that it
 * is reviewed anew. Throws Problem not_found, or wrong_state for what is not in dispute.
 */
export async function answerDispute(
  ctx: ProjectContext,
  input: { readonly feedbackId: string; readonly answer: string; readonly upheld: boolean },
): Promise<SentFeedback> {
  const { projectId } = ctx;
  return inTransaction(ctx.db.db, async (db) => {
    const comparison = await db
      .selectFrom('feedback as f')
      .innerJoin('judgments as j', 'j.id', 'f.judgment_id')
      .select('j.comparison_id as id')
      .where('f.id', '=', input.feedbackId)
      .where('f.project_id', '=', projectId)
      .executeTakeFirst();
    if (comparison === undefined) throw new Problem('not_found');
    await lockCase(db, { projectId, comparisonId: comparison.id });
    const changed = await db
      .updateTable('feedback')
      .set({ answer: input.answer, upheld: input.upheld, settled_at: sql<string>`now()` })
      .where('id', '=', input.feedbackId)
      .where('disputed', '=', true)
      .where('settled_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (changed === undefined)
      throw new Problem('wrong_state', { detail: 'This feedback is not in dispute any more.' });
    const because = input.answer;
    const withdrawn = input.upheld && (await withdraw(db, ctx, { comparisonId: comparison.id, because }));
    await logEvent(db, ctx, {
      kind: 'dispute_answered',
      comparisonId: comparison.id,
      facts: { feedbackId: input.feedbackId, upheld: input.upheld, withdrawn },
    });
    const row = await findSent(db, { projectId, feedbackId: input.feedbackId });
    if (row === undefined) throw new Problem('not_found');
    return (await named(ctx, [row]))[0]!;
  });
}
