import type { Adjudication, ReviewCase } from '@pairwright/contract/review';
import { Problem } from '@pairwright/contract/errors';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { settle } from '@pairwright/domain/resolution-adjudication';
import type { Decided } from '@pairwright/domain/resolution-result';
import type { ProjectContext } from '../context.ts';
import { relabel } from '../resolutions/refresh.service.ts';
import { promoteAdjudicated } from '../routing/gold-adjudicated.service.ts';
import { readSettings } from '../resolutions/settings.queries.ts';
import { countTurns, findAdjudications, findOwnWork, findValidDecision, lockCase } from './case.queries.ts';
import { getReviewCase } from './case.service.ts';
import { type CanonicalDecision, decisionAsShown, type GivenDecision } from './decision-as-shown.ts';
import { hasRevealed, logEvent } from './events.queries.ts';

export interface NewDecision
  extends GivenDecision, Pick<Adjudication, 'confidence' | 'cause' | 'note' | 'promoteToGold'> {
  /** The client's id. */
  readonly id: string;
}

type Status = 'settled' | 'waiting' | 'conflict';

/**
 * Stores a reviewer's decision and, where it settles the comparison, makes it the label. A comparison that others have
 * settled meanwhile stays as it is: nothing is stored, and their decision is shown. Sending the same again changes nothing.
 * Throws Problem not_found, outcome_not_allowed, wrong_state for somebody who has decided otherwise before, or own_work.
 */
export async function decideCase(
  ctx: ProjectContext,
  input: NewDecision,
): Promise<{ status: Status; case: ReviewCase }> {
  const { comparisonId } = input;
  const status = await inTransaction(ctx.db.db, async (db): Promise<Status> => {
    const found = await lockCase(db, { projectId: ctx.projectId, comparisonId });
    if (found === undefined) throw new Problem('not_found');
    const made = await findAdjudications(db, comparisonId);
    const isSettled = (await findValidDecision(db, comparisonId)) !== undefined;
    const mine = made.find(({ reviewerId }) => reviewerId === ctx.actor.userId);
    if (mine !== undefined) {
      if (mine.id === input.id) return isSettled ? 'settled' : 'waiting';
      throw new Problem('wrong_state', {
        detail: 'You have decided this comparison. An admin can reopen it once it is settled.',
      });
    }
    if (isSettled) {
      // They are shown what was decided: should it be withdrawn, they are not blind any more.
      await logEvent(db, ctx, { kind: 'revealed', comparisonId, facts: { by: 'conflict' } });
      return 'conflict';
    }
    const settings = await readSettings(db, ctx.projectId);
    if (!settings.ownWork) await refuseOwnWork(db, { comparisonId, userId: ctx.actor.userId });
    const decided = await decisionAsShown(ctx, input, found.responseIds);
    const needed = made[0]?.needed ?? settings.reviewers;
    await insertAdjudication(db, ctx, { input, decided, needed });
    await logEvent(db, ctx, { kind: 'decided', comparisonId, facts: { adjudicationId: input.id } });
    const all = [...made, { ...decided, promoteToGold: input.promoteToGold }] as (Decided & {
      promoteToGold: boolean;
    })[];
    const settled = settle(all, { needed, responses: found.responseIds.length, ranges: decided.ranges });
    if (settled === null) return 'waiting';
    const decisionId = ctx.ids.next();
    // One of those it stands on asked for it.
    const wantsGold = settled.by.some((index) => all[index]?.promoteToGold === true);
    await db
      .insertInto('review_decisions')
      .values({
        id: decisionId,
        project_id: ctx.projectId,
        comparison_id: comparisonId,
        turn: await countTurns(db, comparisonId),
        outcome: settled.outcome,
        strength: settled.strength,
        ranks: settled.ranks as number[] | null,
        details: settled.details == null ? null : JSON.stringify(settled.details),
        promote_to_gold: wantsGold,
      })
      .execute();
    const gold = wantsGold && (await promoteAdjudicated(db, ctx, { comparisonId, ...settled }));
    await logEvent(db, ctx, { kind: 'settled', comparisonId, facts: { decisionId, gold } });
    await relabel(db, { projectId: ctx.projectId, comparisonIds: [comparisonId] });
    return 'settled';
  });
  return { status, case: await getReviewCase(ctx, { comparisonId }) };
}

async function refuseOwnWork(
  db: Tx,
  of: { readonly comparisonId: string; readonly userId: string },
): Promise<void> {
  const own = await findOwnWork(db, of);
  if (own === null) return;
  const what =
    own === 'judged' ? 'You judged this comparison' : 'You wrote or edited an answer of this comparison';
  throw new Problem('own_work', {
    detail: `${what}, so somebody else has to decide it. An admin can allow it in the settings of the review.`,
  });
}

interface ToStore {
  readonly input: NewDecision;
  readonly decided: CanonicalDecision;
  readonly needed: number;
}

async function insertAdjudication(
  db: Tx,
  ctx: ProjectContext,
  { input, decided, needed }: ToStore,
): Promise<void> {
  const { comparisonId } = input;
  const { blind } = await readSettings(db, ctx.projectId);
  const revealed = !blind || (await hasRevealed(db, { comparisonId, userId: ctx.actor.userId }));
  await db
    .insertInto('adjudications')
    .values({
      id: input.id,
      project_id: ctx.projectId,
      comparison_id: comparisonId,
      turn: await countTurns(db, comparisonId),
      reviewer_id: ctx.actor.userId,
      question_version: input.questionVersion,
      outcome: decided.outcome,
      position: decided.position,
      strength: decided.strength,
      ranks: decided.ranks as number[] | null,
      details: decided.details === null ? null : JSON.stringify(decided.details),
      presented_order: decided.order,
      confidence: input.confidence,
      cause: input.cause,
      note: input.note,
      revealed,
      promote_to_gold: input.promoteToGold,
      needed,
    })
    .execute();
}
