import type { ReviewCase } from '@pairwright/contract/review';
import { Problem } from '@pairwright/contract/errors';
import { presentedOrder } from '@pairwright/domain/order';
import { findComparison, findResponses } from '../browse/comparisons.queries.ts';
import type { ProjectContext } from '../context.ts';
import { readProject } from '../projects/projects.queries.ts';
import { getResolution } from '../resolutions/explain.service.ts';
import { readSettings } from '../resolutions/settings.queries.ts';
import {
  type AdjudicationRow,
  findAdjudications,
  findOwnWork,
  findReviewedVotes,
  findValidDecision,
} from './case.queries.ts';
import { hasRevealed, logEvent, madeGold } from './events.queries.ts';

interface CaseOf {
  readonly comparisonId: string;
}

/**
 * A comparison as a reviewer sees it. Until it is settled, who has not decided, where reviews are blind, and has not asked
 * to see them, gets no votes, names, models or decisions of others. Throws Problem not_found.
 */
export async function getReviewCase(ctx: ProjectContext, { comparisonId }: CaseOf): Promise<ReviewCase> {
  const { db } = ctx.db;
  const comparison = await findComparison(db, { projectId: ctx.projectId, comparisonId });
  if (comparison === undefined) throw new Problem('not_found');
  const settings = await readSettings(db, ctx.projectId);
  const { question } = await readProject(db, ctx.projectId);
  const responses = await findResponses(db, comparison.responseIds);
  const adjudications = await findAdjudications(db, comparisonId);
  const mine = adjudications.find(({ reviewerId }) => reviewerId === ctx.actor.userId);
  const order = reviewOrder({ comparisonId, reviewerId: ctx.actor.userId, responses: responses.length });
  const decision = await findValidDecision(db, comparisonId);
  const settled = decision !== undefined;
  const sees =
    mine !== undefined ||
    settled ||
    !settings.blind ||
    (await hasRevealed(db, { comparisonId, userId: ctx.actor.userId }));
  return {
    comparisonId,
    language: comparison.language,
    prompt: comparison.prompt,
    responses: order.map((index) => responses[index]?.messages ?? null),
    presentedOrder: order,
    question,
    blind: settings.blind,
    needed: adjudications[0]?.needed ?? settings.reviewers,
    decisions: adjudications.length,
    settled,
    ownWork: settings.ownWork ? null : await findOwnWork(db, { comparisonId, userId: ctx.actor.userId }),
    gold:
      decision?.promoteToGold === true ? await madeGold(db, { comparisonId, decisionId: decision.id }) : null,
    mine: mine === undefined ? null : toAdjudication(mine, ctx.actor.userId),
    revealed: sees
      ? {
          models: responses.map(({ model }) => model),
          votes: await findReviewedVotes(db, comparisonId),
          adjudications: adjudications.map((row) => toAdjudication(row, ctx.actor.userId)),
          resolution: await getResolution(ctx, { comparisonId }),
        }
      : null,
  };
}

/** Shows the votes to somebody who has not decided; that they saw them is written down. Throws Problem not_found. */
export async function revealVotes(ctx: ProjectContext, { comparisonId }: CaseOf): Promise<ReviewCase> {
  const before = await getReviewCase(ctx, { comparisonId });
  if (before.revealed !== null) return before;
  await logEvent(ctx.db.db, ctx, { kind: 'revealed', comparisonId, facts: {} });
  return getReviewCase(ctx, { comparisonId });
}

function toAdjudication({ needed: _needed, ...row }: AdjudicationRow, userId: string) {
  return { ...row, mine: row.reviewerId === userId };
}

/**
 * The order a reviewer sees the responses in: always the same for one person and comparison, and turned for about half of
 * all, so that sides decide nothing. Both ids end in random digits.
 */
export function reviewOrder(of: {
  readonly comparisonId: string;
  readonly reviewerId: string;
  readonly responses: number;
}): number[] {
  if (of.responses < 2) return [0];
  const seed = [of.comparisonId, of.reviewerId].reduce(
    (sum, id) => sum + Number.parseInt(id.slice(-6), 16),
    0,
  );
  return presentedOrder(of.responses, seed, 0);
}
