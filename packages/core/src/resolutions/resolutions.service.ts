import type { ExplainedResolution, Resolution } from '@pairwright/contract/resolutions';
import { Problem } from '@pairwright/contract/errors';
import { type Page, toPage } from '@pairwright/db/cursor';
import { inTransaction } from '@pairwright/db/transaction';
import type { ProjectContext } from '../context.ts';
import { explainParts } from './compute.ts';
import { findNewestModel, readWeighing } from './model.queries.ts';
import { relabel, takeInChanges } from './refresh.service.ts';
import {
  findNames,
  findResolution,
  findResolutions,
  findVersions,
  hasPending,
  type ResolutionPage,
  type ResolutionRow,
} from './resolutions.queries.ts';
import { readVotes } from './votes.queries.ts';

/** Notes of judgments that reading a list takes in first; what is more waits for a worker. */
const TAKEN_IN_ON_READING = 1_000;

type ExplainedPart = Pick<
  ExplainedResolution['judgments'][number],
  'counted' | 'reason' | 'weight' | 'accuracy'
>;
type Listed = Resolution & { promptExcerpt: string; models: string[] };

/** Labels by the comparison's id. Throws InvalidCursor. */
export async function listResolutions(
  ctx: ProjectContext,
  page: Omit<ResolutionPage, 'projectId'>,
): Promise<Page<Listed> & { pending: boolean }> {
  const { projectId } = ctx;
  await takeInChanges(ctx, { projectId, limit: TAKEN_IN_ON_READING });
  const rows = await findResolutions(ctx.db.db, { ...page, projectId });
  const { items, nextCursor } = toPage(rows, page.limit, (row) => [row.comparisonId]);
  return {
    items: items.map((row) => ({
      ...toResolution(row),
      promptExcerpt: row.promptExcerpt ?? '',
      models: row.models,
    })),
    nextCursor,
    pending: await hasPending(ctx.db.db, projectId),
  };
}

/** The label of a comparison as it is at this moment, and how it came about. Throws Problem not_found. */
export async function getResolution(
  ctx: ProjectContext,
  { comparisonId }: { readonly comparisonId: string },
): Promise<ExplainedResolution> {
  const { projectId } = ctx;
  return inTransaction(ctx.db.db, async (db) => {
    const of = { projectId, comparisonIds: [comparisonId] };
    await relabel(db, of);
    const [comparison] = await readVotes(db, of);
    if (comparison === undefined) throw new Problem('not_found');
    const row = await findResolution(db, { projectId, comparisonId });
    const weighing = await readWeighing(db, projectId);
    const parts = explainParts(comparison, weighing);
    const names = await findNames(
      db,
      comparison.votes.map(({ annotatorId }) => annotatorId),
    );
    const isWeighed = [...parts.values()].some(({ accuracy }) => accuracy !== null);
    return {
      ...(row === undefined
        ? neverJudged(comparisonId, new Date(ctx.clock.now()).toISOString())
        : toResolution(row)),
      judgments: comparison.votes.map((vote) => ({
        judgmentId: vote.id,
        annotator: names.get(vote.annotatorId) ?? '',
        outcome: vote.outcome,
        strength: vote.strength,
        ...(parts.get(vote.id) as ExplainedPart),
        createdAt: vote.createdAt,
      })),
      model: isWeighed ? await findNewestModel(db, projectId) : null,
      versions: (await findVersions(db, comparisonId)).map(toVersion),
    };
  });
}

function toVersion({
  version,
  resolution,
  changed,
  createdAt,
}: Awaited<ReturnType<typeof findVersions>>[number]): ExplainedResolution['versions'][number] {
  const { method, result, winner, strength, votes_used: votesUsed } = resolution;
  return { version, method, result, winner, strength, votesUsed, changed, createdAt } as never;
}

function toResolution(row: ResolutionRow): Resolution {
  const { probability, low, high, shares, responses, promptExcerpt: _p, models: _m, ...rest } = row;
  const reason = probability !== null ? null : shares === null || responses === 2 ? 'no_data' : 'no_pair';
  return { ...rest, question: 'main', soft: { probability, low, high, shares, reason } };
}

function neverJudged(comparisonId: string, computedAt: string): Resolution {
  return {
    comparisonId,
    question: 'main',
    version: 0,
    method: null,
    result: 'unresolved',
    reason: 'too_few_judgments',
    winner: null,
    strength: null,
    agreement: null,
    soft: { probability: null, low: null, high: null, shares: null, reason: 'no_data' },
    votesUsed: 0,
    disagreement: 0,
    computedAt,
  };
}

export async function getAnnotatorModel(ctx: ProjectContext) {
  return { model: await findNewestModel(ctx.db.db, ctx.projectId) };
}

/** Has the model learnt anew and all labels with it. */
export async function refreshResolutions(ctx: ProjectContext): Promise<void> {
  await ctx.queue.enqueue('resolutions.refresh', { projectId: ctx.projectId, learn: true });
}
