import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';
import { type ComparisonPage, narrowed, selectSummaries, type SummaryRow } from './comparisons.queries.ts';

/** Prompts that one request looks through. No index helps with two Chinese characters, so the search is bounded and says so. */
export const SEARCHED_AT_ONCE = 20_000;

export interface Searched {
  /** At most `limit + 1`. */
  readonly rows: SummaryRow[];
  /** The last that was looked at, and how many were, where the search stopped before its page was full. */
  readonly stoppedAt: { readonly rank: number; readonly id: string; readonly looked: number } | null;
}

/** Comparisons in routing order with a prompt in which the text stands, among the next so many that pass the other filters. */
export async function searchComparisons(
  db: Executor,
  page: ComparisonPage & { readonly search: string },
  atOnce: number = SEARCHED_AT_ONCE,
): Promise<Searched> {
  const looked = narrowed(db, page)
    .clearSelect()
    .select(['c.id', 'c.rank', 'c.prompt_id'])
    .orderBy('c.rank')
    .orderBy('c.id')
    .limit(atOnce);
  const { rows: hits } = await sql<{ id: string }>`
    select l.id from ${looked} l
    where exists (
      select from prompts t cross join lateral json_array_elements(t.messages) m
      where t.id = l.prompt_id and strpos(lower(m.value ->> 'content'), lower(${page.search})) > 0)
    order by l.rank, l.id limit ${page.limit + 1}`.execute(db);
  const rows = await findSummaries(
    db,
    hits.map(({ id }) => id),
  );
  if (hits.length > page.limit) return { rows, stoppedAt: null };
  const { rows: last } = await sql<{ rank: number; id: string; looked: number }>`
    select l.rank, l.id, count(*) over () as looked from ${looked} l order by l.rank desc, l.id desc limit 1`.execute(
    db,
  );
  return { rows, stoppedAt: last[0] === undefined || last[0].looked < atOnce ? null : last[0] };
}

async function findSummaries(db: Executor, ids: readonly string[]): Promise<SummaryRow[]> {
  if (ids.length === 0) return [];
  return selectSummaries(db).where('c.id', 'in', ids).orderBy('c.rank').orderBy('c.id').execute();
}
