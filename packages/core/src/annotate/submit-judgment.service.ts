import type { Receipt } from '@pairwright/contract/annotate';
import type { Submission } from '@pairwright/contract/judgment';
import { Problem } from '@pairwright/contract/errors';
import { violatesUnique } from '@pairwright/db/errors';
import type { ProjectContext } from '../context.ts';
import { noteAnswer } from '../routing/gold-rules.service.ts';
import { judgeAsShown } from './judge-as-shown.ts';
import { payloadHash } from './payload-hash.ts';
import { type NewJudgment, storeJudgment, storeWithRewrite, type Stored } from './submit-judgment.queries.ts';

export interface SubmitJudgment extends Submission {
  readonly assignmentId: string;
}

/**
 * Stores my judgment of an assignment. Sending the same again gives the first receipt; another judgment on the same
 * assignment replaces the earlier one until that is locked; one that comes after its lease ended is kept. Also in a
 * paused or archived project: work that was done is never refused. Throws Problem not_found, judgment_conflict,
 * judgment_locked, outcome_not_allowed, judgment_incomplete or invalid_request (versions the project does not have).
 */
export async function submitJudgment(ctx: ProjectContext, input: SubmitJudgment): Promise<Receipt> {
  const { id, ...payload } = input;
  const judged = await judgeAsShown(ctx, input);
  const stored = await store(ctx, {
    id,
    projectId: ctx.projectId,
    assignmentId: input.assignmentId,
    annotatorId: ctx.actor.userId,
    questionVersion: input.questionVersion,
    guidelinesVersion: input.guidelinesVersion,
    judged,
    rationale: input.rationale ?? null,
    view: JSON.stringify(input.view),
    activeMs: input.activeMs,
    payloadHash: payloadHash({ ...payload, annotatorId: ctx.actor.userId }),
  });
  if (stored.status === 'not_found') throw new Problem('not_found');
  if (stored.status === 'conflict') throw idTaken(id);
  if (stored.status === 'locked') throw locked();
  if (stored.graded || stored.rules_in !== null)
    await noteAnswer(ctx, { graded: stored.graded, isNew: stored.status !== 'revised' });
  return { judgmentId: id, status: stored.status, createdAt: stored.created_at };
}

async function store(ctx: ProjectContext, judgment: NewJudgment): Promise<Stored> {
  try {
    return judgment.judged.rewrite === null
      ? await storeJudgment(ctx.db.pool, judgment)
      : await storeWithRewrite(ctx.db.db, judgment);
  } catch (error) {
    // The id is on another assignment: the statement looks for it only among this one's judgments.
    if (violatesUnique(error, 'judgments_pkey') || violatesUnique(error, 'responses_pkey'))
      throw idTaken(judgment.id);
    throw error;
  }
}

/** Why a judgment that stands takes no more changes. */
export function locked(): Problem {
  return new Problem('judgment_locked', {
    detail:
      'The earlier judgment stands: the project is archived, or the time for changes is over. Ask an admin of the project to open it again.',
  });
}

function idTaken(id: string): Problem {
  return new Problem('judgment_conflict', {
    detail: `A judgment with the id ${id} and another content exists. Use a new id for a new judgment.`,
  });
}
