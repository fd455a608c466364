import type { ExplainedQuestion, ExplainedResolution } from '@pairwright/contract/resolutions';
import { Problem } from '@pairwright/contract/errors';
import { inTransaction } from '@pairwright/db/transaction';
import type { ProjectContext } from '../context.ts';
import { annotatorNaming } from '../people/annotator-names.ts';
import { explainMain } from './compute-main.ts';
import { findNewestModel, readWeighing } from './model.queries.ts';
import { answerWeights, type BesideWeighing, readBesideWeighing } from './questions/beside-model.ts';
import { computeQuestions, type QuestionLabel } from './questions/compute-questions.ts';
import { readAnswersOf, relabel } from './refresh.service.ts';
import { findStoppingLook } from './stopping.queries.ts';
import { findLabels, findNames, findVersions, type VersionRow } from './resolutions.queries.ts';
import { neverJudged, toResolution, toResponses } from './to-resolution.ts';
import { readVotes } from './votes.queries.ts';

type ExplainedPart = Pick<
  ExplainedResolution['judgments'][number],
  'counted' | 'reason' | 'weight' | 'accuracy'
>;

/** The labels of a comparison as they are at this moment, and how they came about. Throws Problem not_found. */
export async function getResolution(
  ctx: ProjectContext,
  { comparisonId }: { readonly comparisonId: string },
): Promise<ExplainedResolution> {
  const { projectId } = ctx;
  const nameOf = await annotatorNaming(ctx);
  return inTransaction(ctx.db.db, async (db) => {
    const of = { projectId, comparisonIds: [comparisonId] };
    await relabel(db, of);
    const [comparison] = await readVotes(db, of);
    if (comparison === undefined) throw new Problem('not_found');
    const rows = await findLabels(db, { projectId, comparisonId });
    const versionsOf = await findVersions(db, comparisonId);
    const weighing = await readWeighing(db, projectId);
    const parts = explainMain(comparison, weighing);
    const found = await findNames(
      db,
      comparison.votes.map(({ annotatorId }) => annotatorId),
    );
    const names = new Map(Array.from(found, ([id, name]) => [id, nameOf({ id, name })]));
    const isWeighed = [...parts.values()].some(({ accuracy }) => accuracy !== null);
    const now = new Date(ctx.clock.now()).toISOString();
    const labelOf = (question: string) => {
      const row = rows.get(question);
      return {
        ...(row === undefined ? neverJudged({ comparisonId, question }, now) : toResolution(row)),
        versions: versionsOf(question).map(toVersion),
      };
    };
    const beside = await readBesideWeighing(db, projectId);
    const questions = computeQuestions(comparison, await readAnswersOf(db, of), {
      decision: null,
      weighing: beside,
    });
    return {
      ...labelOf('main'),
      stopping: await findStoppingLook(db, comparisonId),
      judgments: comparison.votes.map((vote) => ({
        judgmentId: vote.id,
        annotator: names.get(vote.annotatorId) ?? '',
        outcome: vote.outcome,
        strength: vote.strength,
        ...(parts.get(vote.id) as ExplainedPart),
        createdAt: vote.createdAt,
      })),
      model: isWeighed ? await findNewestModel(db, projectId) : null,
      questions: questions.map((one) => ({
        ...labelOf(one.asked.question),
        label: one.asked.label,
        answers: explainAnswers(one, { names, weighing: beside }),
      })),
    };
  });
}

function explainAnswers(
  { asked, said, computed }: QuestionLabel,
  { names, weighing }: { names: ReadonlyMap<string, string>; weighing: BesideWeighing | null },
): ExplainedQuestion['answers'] {
  const weightOf = answerWeights(asked, computed.method === 'weighted' ? weighing : null);
  return said.map(({ vote, reason, strength, values }) => ({
    judgmentId: vote.id,
    annotator: names.get(vote.annotatorId) ?? '',
    reason: (reason === null && asked.kind === 'criterion' && strength === null
      ? 'not_applicable'
      : reason) as ExplainedQuestion['answers'][number]['reason'],
    strength,
    values: values === null ? null : [...values],
    weight: strength === null && values === null ? null : weightOf(vote.annotatorId),
  }));
}

function toVersion({
  version,
  resolution,
  changed,
  createdAt,
}: VersionRow): ExplainedResolution['versions'][number] {
  const { method, result, winner, strength, votes_used: votesUsed, per_response, steps } = resolution;
  const told = { responses: toResponses(per_response), steps: steps ?? null };
  return { version, method, result, winner, strength, ...told, votesUsed, changed, createdAt } as never;
}
