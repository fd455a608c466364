import type { Assignment, KeptDraft } from '@pairwright/contract/annotate';
import { Problem } from '@pairwright/contract/errors';
import type { Question } from '@pairwright/contract/projects';
import type { NothingNow } from '@pairwright/contract/routing';
import type { ProjectContext } from '../context.ts';
import { requireConsent } from '../consent/consent.service.ts';
import { shownText } from './assignment-text.ts';
import { type ClaimedRow, findProjectState, takeAssignments } from './claim-assignments.queries.ts';
import { hasReachedWanted } from '../crowd/standing.queries.ts';
import { endSitting } from '../routing/gold-rules.service.ts';
import { findNothingReason } from '../routing/nothing-now.queries.ts';
import { findShownQuestions } from './versions.queries.ts';

/**
 * Leases up to `count` (1..20) assignments to me: my live ones first, then the next comparisons that want a judgment. An
 * empty list means there is nothing for me now, and `nothing` says why. Throws Problem project_not_active, and consent_needed
 * to whom has still to agree to the text of the project.
 *
 * A new annotator starts at the lowest rank, not at a random one: comparisons then get their last judgment in the order
 * of rank, so results come early, and concurrent claims step over each other's rows instead of waiting for them. The
 * cursor of each annotator keeps later searches away from the finished head of the list.
 */
export async function claimAssignments(
  ctx: ProjectContext,
  input: { count: number },
): Promise<{ items: Assignment[]; questions: Question[]; nothing: NothingNow | null }> {
  const newIds = Array.from({ length: input.count }, () => ctx.ids.next());
  const rows = await takeAssignments(ctx.db.pool, {
    projectId: ctx.projectId,
    annotatorId: ctx.actor.userId,
    count: input.count,
    newIds,
  });
  if (rows.length === 0) await requireWork(ctx);
  // The sitting is over: what waits for it comes now, and may be the reason.
  if (rows.length === 0) await endSitting(ctx);
  if (rows.length === 0) return { items: [], questions: [], nothing: await whyNothing(ctx) };
  const versions = new Set(rows.map((row) => row.question_version));
  return {
    items: rows.map((row) => toAssignment(row, ctx.projectId)),
    questions: await findShownQuestions(ctx.db, ctx.projectId, [...versions]),
    nothing: null,
  };
}

function toAssignment(row: ClaimedRow, projectId: string): Assignment {
  return {
    id: row.id,
    projectId,
    ...shownText(row),
    judgeTurn: row.judge_turn,
    sensitive: row.sensitive,
    leaseExpiresAt: row.lease_expires_at,
    questionVersion: row.question_version,
    draft: row.draft as KeptDraft | null,
  };
}

/** Throws Problem project_not_active and consent_needed. */
async function requireWork(ctx: ProjectContext): Promise<void> {
  const state = await findProjectState(ctx.db.db, ctx.projectId);
  if (state !== 'active')
    throw new Problem('project_not_active', {
      detail: `The project is ${state ?? 'gone'}. Assignments come again when somebody resumes it; judgments of those you hold are still kept.`,
    });
  await requireConsent(ctx.db.db, { projectId: ctx.projectId, annotatorId: ctx.actor.userId });
}

/** What stands in the way of new work. */
async function whyNothing(ctx: ProjectContext): Promise<NothingNow> {
  const of = { projectId: ctx.projectId, annotatorId: ctx.actor.userId };
  if (await hasReachedWanted(ctx.db.db, of)) return { reason: 'crowd_done', backAt: null };
  const { reason, backAt } = await findNothingReason(ctx.db.db, of);
  return { reason, backAt };
}
