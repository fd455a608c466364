import { sql } from 'kysely';
import type { Resolution, ResolutionMethod, ResolutionResult } from '@pairwright/contract/resolutions';
import { afterCursor } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';
import { modelsOf, promptExcerpt } from '../browse/comparisons.queries.ts';

export interface ResolutionPage {
  readonly projectId: string;
  readonly question: string;
  readonly result?: ResolutionResult | undefined;
  readonly method?: ResolutionMethod | undefined;
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

const byId = { columns: [{ ref: 's.comparison_id', type: 'uuid' }], direction: 'asc' } as const;

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
      's.votes_used as votesUsed',
      's.disagreement',
      's.computed_at as computedAt',
      sql<number>`cardinality(c.response_ids)`.as('size'),
      promptExcerpt.as('promptExcerpt'),
      modelsOf.as('models'),
    ])
    .where('s.project_id', '=', projectId);
}

/** `limit + 1` labels by the comparison's id. */
export async function findResolutions(db: Executor, page: ResolutionPage): Promise<ResolutionRow[]> {
  let query = selectResolutions(db, page.projectId)
    .where('s.question', '=', page.question)
    .where(afterCursor<DB & { s: DB['resolutions'] }, 's'>(byId, page.cursor) as never);
  if (page.result !== undefined) query = query.where('s.result', '=', page.result);
  if (page.method !== undefined) query = query.where('s.method', '=', page.method);
  return query
    .orderBy('s.comparison_id')
    .limit(page.limit + 1)
    .execute() as Promise<ResolutionRow[]>;
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
