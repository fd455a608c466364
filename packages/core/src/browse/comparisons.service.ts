import type { getComparison as getComparisonEndpoint, ComparisonSummary } from '@pairwright/contract/browse';
import type { ResponseOf } from '@pairwright/contract/endpoint';
import { Problem } from '@pairwright/contract/errors';
import type { Message } from '@pairwright/contract/shapes';
import type { VoteRows } from '@pairwright/contract/vote-rows';
import { encodeCursor, type Page, toPage } from '@pairwright/db/cursor';
import type { ProjectContext } from '../context.ts';
import { findFlagsOf } from '../flags/flags.queries.ts';
import { toFlag } from '../flags/flags.service.ts';
import { annotatorNaming } from '../people/annotator-names.ts';
import { isKeptBack } from '../review/blindness.service.ts';
import { findWithdrawal } from '../withdrawals/withdrawals.queries.ts';
import {
  findComparison,
  findComparisons,
  findExample,
  findGoldAnswer,
  findJudgments,
  findResponses,
  type ProgressFilter,
  type SummaryRow,
} from './comparisons.queries.ts';
import { searchComparisons } from './search.queries.ts';

/** Comparisons in routing order, narrowed to how far they are and to those that a number was made from. */
export async function listComparisons(
  ctx: ProjectContext,
  page: VoteRows & {
    progress: ProgressFilter;
    /** Two annotators, separated by a comma. */
    disputed?: string | undefined;
    batch?: string | undefined;
    tag?: string | undefined;
    flag?: string | undefined;
    /** Stands in a message of the prompt. */
    search?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<Page<ComparisonSummary> & { looked: number | null }> {
  const { progress, disputed, batch, tag, flag, search, cursor, limit, ...ofVotes } = page;
  const wanted = {
    projectId: ctx.projectId,
    progress,
    disputed: disputed?.split(',') as [string, string] | undefined,
    batch,
    tag,
    flag,
    rows: ofVotes,
    cursor,
    limit,
  };
  const { db } = ctx.db;
  const { rows, stoppedAt } =
    search === undefined
      ? { rows: await findComparisons(db, wanted), stoppedAt: null }
      : await searchComparisons(db, { ...wanted, search });
  const { items, nextCursor } = toPage(rows, limit, (row) => [row.rank, row.id]);
  return {
    items: items.map(toSummary),
    // What comes after the last that was looked at is looked through from there on.
    nextCursor: stoppedAt === null ? nextCursor : encodeCursor([stoppedAt.rank, stoppedAt.id]),
    looked: stoppedAt?.looked ?? null,
  };
}

/**
 * One comparison with its text, all judgments and flags; of these and of the models nothing for who reviews it blind. Throws
 * `not_found`.
 */
export async function getComparison(
  ctx: ProjectContext,
  comparisonId: string,
): Promise<ResponseOf<typeof getComparisonEndpoint>> {
  const { db } = ctx.db;
  const row = await findComparison(db, { projectId: ctx.projectId, comparisonId });
  if (row === undefined) throw new Problem('not_found');
  const { prompt, responseIds, ...summary } = row;
  if (await isKeptBack(ctx, { comparisonId })) return withoutVotes(ctx, row);
  const [nameOf, responses, judgments, flags, practice, gold, withdrawal] = await Promise.all([
    annotatorNaming(ctx),
    findResponses(db, responseIds),
    findJudgments(db, comparisonId),
    findFlagsOf(db, comparisonId),
    findExample(db, comparisonId),
    findGoldAnswer(db, comparisonId),
    findWithdrawal(db, comparisonId),
  ]);
  const shown = (by: { annotatorId: string; annotator: string }): string =>
    nameOf({ id: by.annotatorId, name: by.annotator });
  const details = (value: unknown) => value as Record<string, unknown> | null;
  return {
    ...toSummary(summary),
    keptBack: false,
    prompt,
    responses,
    judgments: judgments.map((judgment) => ({
      ...judgment,
      annotator: shown(judgment),
      details: details(judgment.details),
    })),
    practice,
    gold,
    flags: flags.map((flag) => toFlag(flag, nameOf)),
    withdrawal: withdrawal ?? null,
  };
}

/** What can be known of a comparison without knowing what people said of it, and of which models it is. */
async function withoutVotes(
  { db }: ProjectContext,
  { prompt, responseIds, ...summary }: SummaryRow & { prompt: Message[]; responseIds: string[] },
): Promise<ResponseOf<typeof getComparisonEndpoint>> {
  const [responses, withdrawal] = await Promise.all([
    findResponses(db.db, responseIds),
    findWithdrawal(db.db, summary.id),
  ]);
  return {
    ...toSummary(summary),
    models: [],
    keptBack: true,
    prompt,
    responses: responses.map((response) => ({ ...response, model: null })),
    judgments: [],
    practice: null,
    gold: null,
    flags: [],
    withdrawal: withdrawal ?? null,
  };
}

function toSummary({ rank: _rank, ...row }: SummaryRow): ComparisonSummary {
  return { ...row, promptExcerpt: row.promptExcerpt ?? '' };
}
