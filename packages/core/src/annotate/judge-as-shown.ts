import type { Submission } from '@pairwright/contract/judgment';
import type { Message } from '@pairwright/contract/shapes';
import type { Question } from '@pairwright/contract/projects';
import { Problem } from '@pairwright/contract/errors';
import { canonicalRanks, detailsText, toCanonical } from '@pairwright/domain/judgment/canonical';
import { isPlain } from '@pairwright/domain/judgment/form';
import { decideMain, judgmentFaults, type MainDecision } from '@pairwright/domain/judgment/judge';
import { hasDetails } from '@pairwright/domain/judgment/missing';
import { rewrittenMessages } from '@pairwright/domain/judgment/rewritten';
import type { ProjectContext } from '../context.ts';
import { findShown } from './shown.queries.ts';
import { findShownQuestion, hasGuidelines } from './versions.queries.ts';

const CANONICAL_ORDER = [0, 1];

/** A judgment as it is stored. */
export interface Judged {
  /** As if the responses had been shown in canonical order; the statement turns it round where they were not. */
  readonly main: MainDecision;
  readonly ranks: readonly (number | null)[] | null;
  /** The text of canonical details; null where the form has no parts and none were given. */
  readonly details: string | null;
  readonly rewrite: NewRewrite | null;
}

/** The response a rewrite becomes. */
export interface NewRewrite {
  readonly id: string;
  readonly promptId: string;
  readonly parentId: string | null;
  /** The conversation up to the last turn as its parent has it, then the new words. */
  readonly messages: readonly Message[];
}

/**
 * Checks a judgment against the version of the question it answers, and turns it into canonical terms. A plain preference
 * needs no look-up. Throws Problem not_found, invalid_request (a version the project does not have),
 * outcome_not_allowed or judgment_incomplete.
 */
export async function judgeAsShown(
  ctx: ProjectContext,
  given: Submission & { assignmentId: string },
): Promise<Judged> {
  const question = await findShownQuestion(ctx.db, ctx.projectId, given.questionVersion);
  if (question === undefined) throw unknownVersion('questionVersion', given.questionVersion);
  if (!(await hasGuidelines(ctx.db, ctx.projectId, given.guidelinesVersion)))
    throw unknownVersion('guidelinesVersion', given.guidelinesVersion);
  const { form } = question;
  const main = decideMain(form.main, given.answer, CANONICAL_ORDER);
  if (main === null) throw notOffered(question, given);
  const judgment = {
    answer: given.answer,
    details: given.details ?? {},
    rationale: given.rationale ?? '',
  };
  if (isPlain(form) && !hasDetails(judgment.details)) {
    refuse(judgmentFaults(form, judgment, [[], []]));
    return { main, ranks: null, details: null, rewrite: null };
  }
  const shown = await findShown(ctx.db.db, {
    projectId: ctx.projectId,
    annotatorId: ctx.actor.userId,
    assignmentId: given.assignmentId,
  });
  if (shown === undefined) throw new Problem('not_found');
  const { order } = shown;
  const texts = order.map((index) => contentsOf(shown.responses[index] ?? null));
  refuse(judgmentFaults(form, judgment, texts));
  const details = toCanonical({ form, ...judgment, order, content: texts[0]?.at(-1) ?? '' });
  return {
    main,
    ranks: given.answer.outcome === 'ranking' ? canonicalRanks(given.answer.ranks, order) : null,
    details: detailsText(details),
    rewrite:
      details.rewrite === null
        ? null
        : {
            id: details.rewrite.response_id,
            promptId: shown.promptId,
            parentId:
              details.rewrite.parent === null ? null : (shown.responseIds[details.rewrite.parent] as string),
            messages: rewrittenMessages(
              shown.responses[details.rewrite.parent ?? -1] ?? null,
              details.rewrite.content,
            ),
          },
  };
}

function contentsOf(messages: readonly Message[] | null): (string | null)[] {
  return (messages ?? []).map((message) => message.content);
}

const again = 'Load the project again and answer the question as it stands there.';

function refuse(faults: ReturnType<typeof judgmentFaults>): void {
  const [first] = faults;
  if (first === undefined) return;
  throw new Problem('judgment_incomplete', {
    detail: `${first.path}: ${first.rule}. ${again}`,
    faults: faults.map((fault) => ({ ...fault, fix: again })),
  });
}

function notOffered(question: Question, { answer }: Submission): Problem {
  const { main } = question.form;
  const fault =
    answer.outcome === 'scale' && main.kind === 'pair'
      ? {
          path: 'body.answer.position',
          value: String(answer.position),
          rule: `question version ${question.version} has the positions 1 to ${main.scale.points}`,
        }
      : {
          path: 'body.answer.outcome',
          value: answer.outcome,
          rule: `question version ${question.version} does not offer this outcome`,
        };
  return new Problem('outcome_not_allowed', {
    detail: `${fault.path}: ${fault.rule}. ${again}`,
    faults: [{ ...fault, fix: again }],
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
