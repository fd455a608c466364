import type { Receipt, Submission } from '@pairwright/contract/annotate';
import { Problem } from '@pairwright/contract/errors';
import { violatesUnique } from '@pairwright/db/errors';
import { decide, type Decision } from '@pairwright/domain/scale';
import type { ProjectContext } from '../context.ts';
import { payloadHash } from './payload-hash.ts';
import { storeJudgment, type Stored } from './submit-judgment.queries.ts';
import { findShownScale } from './versions.queries.ts';

const CANONICAL_ORDER = [0, 1];

export interface SubmitJudgment extends Submission {
  readonly assignmentId: string;
}

/**
 * Stores my judgment of an assignment. Sending the same again gives the first receipt; another judgment on the same
 * assignment replaces the earlier one; one that comes after its lease ended is kept. Also in a paused or archived
 * project: work that was done is never refused. Throws Problem not_found, judgment_conflict, outcome_not_allowed or
 * invalid_request (versions the project does not have).
 */
export async function submitJudgment(ctx: ProjectContext, input: SubmitJudgment): Promise<Receipt> {
  const { id, ...payload } = input;
  const stored = await store(ctx, input, {
    id,
    projectId: ctx.projectId,
    assignmentId: input.assignmentId,
    annotatorId: ctx.actor.userId,
    questionVersion: input.questionVersion,
    guidelinesVersion: input.guidelinesVersion,
    rationale: input.rationale ?? null,
    view: JSON.stringify(input.view),
    activeMs: input.activeMs,
    payloadHash: payloadHash({ ...payload, annotatorId: ctx.actor.userId }),
  });
  if (stored.status === 'not_found') throw new Problem('not_found');
  if (stored.status === 'conflict') throw idTaken(id);
  return { judgmentId: id, status: stored.status, createdAt: stored.created_at };
}

async function store(
  ctx: ProjectContext,
  input: SubmitJudgment,
  judgment: Omit<Parameters<typeof storeJudgment>[1], 'decision'>,
): Promise<Stored> {
  const decision = await decideAsShown(ctx, input);
  try {
    return await storeJudgment(ctx.db.pool, { ...judgment, decision });
  } catch (error) {
    // The id is on another assignment: the statement looks for it only among this one's judgments.
    if (violatesUnique(error, 'judgments_pkey')) throw idTaken(input.id);
    throw error;
  }
}

async function decideAsShown(ctx: ProjectContext, input: SubmitJudgment): Promise<Decision> {
  const { questionVersion, guidelinesVersion } = input;
  const scale = await findShownScale(ctx.db, {
    projectId: ctx.projectId,
    questionVersion,
    guidelinesVersion,
  });
  if (scale === 'no_question') throw unknownVersion('questionVersion', questionVersion);
  if (scale === 'no_guidelines') throw unknownVersion('guidelinesVersion', guidelinesVersion);
  const decision = decide(scale, input.answer, CANONICAL_ORDER);
  if (decision !== null) return decision;
  const { answer } = input;
  const isPosition = answer.outcome === 'scale';
  const fault = isPosition
    ? {
        path: 'body.answer.position',
        value: String(answer.position),
        rule: `question version ${questionVersion} has the positions 1 to ${scale.points}`,
      }
    : {
        path: 'body.answer.outcome',
        value: answer.outcome,
        rule: `question version ${questionVersion} does not offer this outcome`,
      };
  const fix = 'Load the project again and answer the question as it stands there.';
  throw new Problem('outcome_not_allowed', {
    detail: `${fault.path}: ${fault.rule}. ${fix}`,
    faults: [{ ...fault, fix }],
  });
}

function unknownVersion(field: string, value: number): Problem {
  const rule = 'the project has no such version';
  const fix = 'Send the version that was shown, as the project and the assignment gave it.';
  return new Problem('invalid_request', {
    detail: `body.${field}: ${rule}. ${fix}`,
    faults: [{ path: `body.${field}`, value: String(value), rule, fix }],
  });
}

function idTaken(id: string): Problem {
  return new Problem('judgment_conflict', {
    detail: `A judgment with the id ${id} and another content exists. Use a new id for a new judgment.`,
  });
}
