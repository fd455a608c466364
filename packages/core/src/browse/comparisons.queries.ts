import { type RawBuilder, sql } from 'kysely';
import type { GoldItem } from '@pairwright/contract/gold';
import type { ComparisonSummary } from '@pairwright/contract/browse';
import type { Answer } from '@pairwright/contract/judgment';
import type { LocalText } from '@pairwright/contract/question-form';
import type { Message } from '@pairwright/contract/shapes';
import type { VoteRows } from '@pairwright/contract/vote-rows';
import { afterCursor } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';
import { tagsOf } from '../datasets/filters.sql.ts';
import { judgmentsWithReason } from '../datasets/resolution.sql.ts';
import { newestVersions } from '../projects/counts.queries.ts';
import { STUCK_LOOKED_AT } from '../statistics/overview/actions.queries.ts';
import { hasVote, valuesOf } from './vote-rows.sql.ts';

export type ProgressFilter =
  | 'all'
  | 'open'
  | 'stuck'
  | 'complete'
  | 'leased'
  | 'flagged'
  | 'reported'
  | 'skipped'
  | 'unfit'
  | 'exported'
  | 'withdrawn';

const EXCERPT = 300;
const order = {
  columns: [
    { ref: 'c.rank', type: 'bigint' },
    { ref: 'c.id', type: 'uuid' },
  ],
  direction: 'asc',
} as const;

/** The last thing the user says: in a dialogue it tells comparisons apart better than the first. */
export const promptExcerpt = sql<string | null>`(
  select left(m.value ->> 'content', ${sql.lit(EXCERPT)}) from json_array_elements(p.messages) with ordinality as m (value, place)
  where m.value ->> 'role' = 'user' order by m.place desc limit 1)`;

/** The models of a comparison's responses, in canonical order. */
export const modelsOf = sql<string[]>`array(
  select r.model from unnest(c.response_ids) with ordinality as o (id, place) join responses r on r.id = o.id order by o.place)`;

export type SummaryRow = Omit<ComparisonSummary, 'promptExcerpt'> & {
  promptExcerpt: string | null;
  rank: number;
};

export function selectSummaries(db: Executor) {
  return db
    .selectFrom('comparisons as c')
    .innerJoin('prompts as p', 'p.id', 'c.prompt_id')
    .select([
      'c.id',
      promptExcerpt.as('promptExcerpt'),
      modelsOf.as('models'),
      'p.language',
      'p.language_detected as languageDetected',
      'p.category',
      'c.state',
      'c.target_judgments as targetJudgments',
      'c.judged',
      'c.leased',
      'c.skipped',
      'c.flagged',
      'c.rank',
    ]);
}

export interface ComparisonPage {
  readonly projectId: string;
  readonly progress: ProgressFilter;
  /** Two annotators that do not agree. */
  readonly disputed?: readonly [string, string] | undefined;
  readonly rows: VoteRows;
  readonly batch?: string | undefined;
  readonly tag?: string | undefined;
  /** A reason of flags. */
  readonly flag?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** `limit + 1` comparisons in routing order, whatever is searched for: see `searchComparisons`. */
export async function findComparisons(db: Executor, page: ComparisonPage): Promise<SummaryRow[]> {
  return narrowed(db, page)
    .orderBy('c.rank')
    .orderBy('c.id')
    .limit(page.limit + 1)
    .execute();
}

/** Comparisons that pass all filters but the search, in no order yet. */
export function narrowed(db: Executor, page: ComparisonPage) {
  let query = selectSummaries(db)
    .where('c.project_id', '=', page.projectId)
    .where(afterCursor<DB & { c: DB['comparisons'] }, 'c'>(order, page.cursor) as never);
  const progress = ofProgress(page);
  if (progress !== null) query = query.where(progress);
  if (page.batch !== undefined) query = query.where('c.batch_id', '=', page.batch);
  if (page.tag !== undefined) query = query.where(sql<boolean>`(${tagsOf('p')} ? ${page.tag}) is true`);
  if (page.flag !== undefined)
    query = query.where(
      sql<boolean>`exists (select from flags f where f.comparison_id = c.id and f.reason = ${page.flag} and flag_counts(f))`,
    );
  const vote = hasVote(page.rows);
  if (vote !== null) query = query.where(vote);
  if (page.disputed) query = query.where('c.id', 'in', disputedBetween(page.projectId, page.disputed));
  return query;
}

/** How far a comparison is. What is withdrawn stands under its own name, and where numbers of votes lead. */
function ofProgress(page: ComparisonPage): RawBuilder<boolean> | null {
  const { projectId } = page;
  const said: Readonly<Record<ProgressFilter, RawBuilder<boolean> | null>> = {
    all: null,
    open: sql`c.state = 'open' and c.judged < c.target_judgments`,
    stuck: sql`c.id in (select comparison_id from stuck_comparisons(${projectId}, ${STUCK_LOOKED_AT}))`,
    complete: sql`c.judged >= c.target_judgments`,
    leased: sql`c.leased > 0`,
    flagged: sql`c.flagged > 0`,
    reported: sql`c.id in (select f.comparison_id from flags f where f.project_id = ${projectId} and f.state = 'open' and flag_counts(f))`,
    skipped: sql`c.skipped > 0`,
    unfit: sql`c.state = 'unfit'`,
    exported: sql`c.id in (select comparison_id from dataset_rows where version_id in (${newestVersions(projectId)}))`,
    withdrawn: sql`c.state = 'withdrawn'`,
  };
  const { language: _l, category: _c, length: _n, formatting: _f, texts: _t, ...ofVotes } = page.rows;
  const isOfVotes =
    page.disputed !== undefined || Object.values(ofVotes).some((given) => given !== undefined);
  if (page.progress === 'withdrawn' || isOfVotes) return said[page.progress];
  const inWork = sql<boolean>`c.state <> 'withdrawn'`;
  const progress = said[page.progress];
  return progress === null ? inWork : sql<boolean>`(${progress}) and ${inWork}`;
}

/** What both judged in different ways: for one answer and for the other, a tie or both bad, other ranks, ratings or steps. */
function disputedBetween(projectId: string, [one, other]: readonly [string, string]) {
  const votesOf = (annotator: string) => sql`
    select x.comparison_id, x.outcome, sign(coalesce(x.strength, 0)) as side, x.ranks, ${valuesOf('x')} as given
    from (${judgmentsWithReason(projectId, sql`j.annotator_id = ${annotator}::uuid`)}) x
    where x.reason is null and x.outcome <> 'cannot_judge'`;
  return sql<string>`(
    select a.comparison_id from (${votesOf(one)}) a join (${votesOf(other)}) b on b.comparison_id = a.comparison_id
    where (a.outcome, a.side, a.ranks, a.given) is distinct from (b.outcome, b.side, b.ranks, b.given))`;
}

export async function findComparison(db: Executor, of: { projectId: string; comparisonId: string }) {
  return selectSummaries(db)
    .select(['p.messages as prompt', 'c.response_ids as responseIds'])
    .where('c.project_id', '=', of.projectId)
    .where('c.id', '=', of.comparisonId)
    .executeTakeFirst() as Promise<(SummaryRow & { prompt: Message[]; responseIds: string[] }) | undefined>;
}

/** The beginning of the prompt of each of these comparisons. */
export async function findExcerpts(
  db: Executor,
  comparisonIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('comparisons as c')
    .innerJoin('prompts as p', 'p.id', 'c.prompt_id')
    .select(['c.id', promptExcerpt.as('excerpt')])
    .where('c.id', '=', sql<string>`any(${sql.val(comparisonIds)}::uuid[])`)
    .execute();
  return new Map(rows.map(({ id, excerpt }) => [id, excerpt ?? '']));
}

export async function findResponses(
  db: Executor,
  ids: readonly string[],
): Promise<{ id: string; model: string; messages: Message[] | null }[]> {
  const rows = await db
    .selectFrom('responses')
    .select(['id', 'model', 'messages'])
    .where('id', 'in', ids)
    .execute();
  return ids.flatMap((id) => rows.filter((row) => row.id === id)) as {
    id: string;
    model: string;
    messages: Message[] | null;
  }[];
}

/** Everything that was decided about a comparison, the superseded and retracted too, in the order it happened. */
export function findJudgments(db: Executor, comparisonId: string) {
  return db
    .selectFrom('judgments as j')
    .innerJoin('assignments as a', 'a.id', 'j.assignment_id')
    .innerJoin('users as u', 'u.id', 'j.annotator_id')
    .select([
      'j.id',
      'u.id as annotatorId',
      'u.name as annotator',
      'j.outcome',
      'j.strength',
      'j.ranks',
      'j.details',
      'a.presented_order as presentedOrder',
      'j.question_version as questionVersion',
      'j.rationale',
      'j.source',
      'j.created_at as createdAt',
      sql<boolean>`a.state = 'submitted' and a.judgment_id is not distinct from j.id and not j.surplus and a.set_aside is null and j.outcome <> 'retracted' and takes_place(a.kind)
        and not exists (select from comparisons w where w.id = j.comparison_id and w.state = 'withdrawn')`.as(
        'counted',
      ),
    ])
    .where('j.comparison_id', '=', comparisonId)
    .orderBy('j.created_at')
    .orderBy('j.id')
    .execute();
}

/** What is expected of a comparison that is an example of the practice round. */
export async function findExample(
  db: Executor,
  comparisonId: string,
): Promise<(Pick<GoldItem, 'ratings' | 'ranking'> & { answer: Answer; explanation: LocalText }) | null> {
  const row = await db
    .selectFrom('practice_examples')
    .select(['expected', 'ratings', 'ranking', 'explanation_en', 'explanation_zh'])
    .where('comparison_id', '=', comparisonId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    answer: row.expected as Answer,
    ratings: row.ratings as GoldItem['ratings'],
    ranking: row.ranking as GoldItem['ranking'],
    explanation: { en: row.explanation_en, 'zh-CN': row.explanation_zh },
  };
}

/** The known answer of a gold comparison. */
export async function findGoldAnswer(
  db: Executor,
  comparisonId: string,
): Promise<
  (Pick<GoldItem, 'explanation' | 'exam' | 'source' | 'ratings' | 'ranking'> & { answer: Answer }) | null
> {
  const row = await db
    .selectFrom('gold_items')
    .select(['expected', 'ratings', 'ranking', 'explanation', 'exam', 'source'])
    .where('comparison_id', '=', comparisonId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    answer: row.expected as Answer,
    ratings: row.ratings as GoldItem['ratings'],
    ranking: row.ranking as GoldItem['ranking'],
    explanation: row.explanation as GoldItem['explanation'],
    exam: row.exam,
    source: row.source,
  };
}
