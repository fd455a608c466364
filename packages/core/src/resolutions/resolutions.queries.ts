import { sql } from 'kysely';
import type {
  LabelAgreement,
  LabelSort,
  Resolution,
  ResolutionMethod,
  ResolutionResult,
} from '@pairwright/contract/resolutions';
import { afterCursor } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';
import { modelsOf, promptExcerpt } from '../browse/comparisons.queries.ts';

export interface ResolutionPage {
  readonly projectId: string;
  readonly question: string;
  readonly result?: ResolutionResult | 'settled' | undefined;
  readonly method?: ResolutionMethod | undefined;
  readonly agreement?: LabelAgreement | undefined;
  readonly sort: LabelSort;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export type ResolutionRow = Omit<Resolution, 'soft'> & {
  probability: number | null;
  low: number | null;
  high: number | null;
  shares: number[] | null;
  /** How many responses the comparison has. */
  size: number;
  promptExcerpt: string | null;
  models: string[];
};

const id = { ref: 's.comparison_id', type: 'uuid' } as const;
const byDisagreement = [{ ref: 's.disagreement', type: 'double precision' }, id] as const;
const keysets = {
  comparison: { columns: [id], direction: 'asc' },
  most_disagreement: { columns: byDisagreement, direction: 'desc' },
  least_disagreement: { columns: byDisagreement, direction: 'asc' },
} as const satisfies Readonly<Record<LabelSort, unknown>>;

/** Results of labels that are settled. */
const settled = ['winner', 'tie', 'both_bad', 'answered'] as const satisfies readonly ResolutionResult[];

function selectResolutions(db: Executor, projectId: string) {
  return db
    .selectFrom('resolutions as s')
    .innerJoin('comparisons as c', 'c.id', 's.comparison_id')
    .innerJoin('prompts as p', 'p.id', 'c.prompt_id')
    .select([
      's.comparison_id as comparisonId',
      's.question',
      's.version',
      's.method',
      's.result',
      's.reason',
      's.winner',
      's.strength',
      's.agreement',
      's.probability',
      's.probability_low as low',
      's.probability_high as high',
      's.shares',
      's.per_response as responses',
      's.steps',
      's.ranking',
      's.votes_used as votesUsed',
      's.disagreement',
      's.computed_at as computedAt',
      sql<number>`cardinality(c.response_ids)`.as('size'),
      promptExcerpt.as('promptExcerpt'),
      modelsOf.as('models'),
    ])
    .where('s.project_id', '=', projectId);
}

/** `limit + 1` labels in the order that is asked for. */
export async function findResolutions(db: Executor, page: ResolutionPage): Promise<ResolutionRow[]> {
  const { result, agreement } = page;
  const keyset = keysets[page.sort];
  let query = selectResolutions(db, page.projectId)
    .where('s.question', '=', page.question)
    .where('c.state', '<>', 'withdrawn')
    .where(afterCursor<DB & { s: DB['resolutions'] }, 's'>(keyset, page.cursor) as never);
  if (result === 'settled') query = query.where('s.result', 'in', settled);
  else if (result !== undefined) query = query.where('s.result', '=', result);
  if (page.method !== undefined) query = query.where('s.method', '=', page.method);
  if (agreement === 'full') query = query.where('s.agreement', '=', 1);
  if (agreement === 'partial') query = query.where('s.agreement', '<', 1);
  if (agreement === 'none') query = query.where('s.agreement', 'is', null);
  for (const { ref } of keyset.columns) query = query.orderBy(ref, keyset.direction);
  return query.limit(page.limit + 1).execute() as Promise<ResolutionRow[]>;
}

/** What continues after a row. */
export function keyOfRow(
  sort: LabelSort,
  { comparisonId, disagreement }: ResolutionRow,
): (string | number)[] {
  return sort === 'comparison' ? [comparisonId] : [disagreement, comparisonId];
}

/** Labels of a question by result, from the index alone, less those of comparisons that are withdrawn. */
export async function countResults(
  db: Executor,
  of: { readonly projectId: string; readonly question: string },
): Promise<Record<ResolutionResult, number>> {
  const { rows } = await sql<{ result: ResolutionResult; n: number }>`
    select result, sum(n)::int as n from (
      select result, count(*) as n from resolutions where project_id = ${of.projectId} and question = ${of.question} group by result
      union all
      select r.result, -count(*) from comparisons c join resolutions r on r.comparison_id = c.id and r.question = ${of.question}
      where c.project_id = ${of.projectId} and c.state = 'withdrawn' group by r.result
    ) x group by result`.execute(db);
  const counts = { winner: 0, tie: 0, both_bad: 0, contested: 0, unresolved: 0, answered: 0 };
  for (const { result, n } of rows) counts[result] = n;
  return counts;
}

/** Every label of a comparison, by its question. */
export async function findLabels(
  db: Executor,
  of: { readonly projectId: string; readonly comparisonId: string },
): Promise<ReadonlyMap<string, ResolutionRow>> {
  const rows = (await selectResolutions(db, of.projectId)
    .where('s.comparison_id', '=', of.comparisonId)
    .execute()) as ResolutionRow[];
  return new Map(rows.map((row) => [row.question, row]));
}

export async function hasPending(db: Executor, projectId: string): Promise<boolean> {
  const row = await db
    .selectFrom('resolution_changes')
    .select('id')
    .where('project_id', '=', projectId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export interface VersionRow {
  readonly question: string;
  readonly version: number;
  readonly resolution: Record<string, unknown>;
  readonly changed: string[];
  readonly createdAt: string;
}

/** The labels a comparison had of each question, newest first, up to 50. */
export async function findVersions(
  db: Executor,
  comparisonId: string,
): Promise<(question: string) => VersionRow[]> {
  const rows = (await db
    .selectFrom('resolution_versions')
    .select(['question', 'version', 'resolution', 'changed', 'created_at as createdAt'])
    .where('comparison_id', '=', comparisonId)
    .orderBy('version', 'desc')
    .execute()) as VersionRow[];
  return (question) => rows.filter((row) => row.question === question).slice(0, 50);
}

export async function findNames(db: Executor, userIds: readonly string[]): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map();
  const rows = await db.selectFrom('users').select(['id', 'name']).where('id', 'in', userIds).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
