import { sql } from 'kysely';
import type { ActivePool } from '@pairwright/contract/routing';
import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';

/** So many comparisons a draw looks at, of the pool and of the order. */
export const HANDFUL = 32;

/**
 * Projects whose pool is to be made anew: there is none; or, after at least five times as long as making it took,
 * comparisons came, or as many judgments as `votesBetween` says, or any of them ten minutes ago.
 */
export async function findDue(db: Executor, projectId?: string): Promise<string[]> {
  const only = projectId === undefined ? sql`true` : sql`p.id = ${projectId}`;
  const { rows } = await sql<{ id: string }>`
    select p.id from projects p left join active_pools k on k.project_id = p.id
    cross join lateral (select ${votesBetween} as votes) between_two
    where jsonb_typeof(p.routing -> 'active') = 'object' and p.state = 'active' and p.deleted_at is null and ${only} and (
      k.project_id is null or (
        clock_timestamp() > k.as_of + make_interval(secs => 5 * k.took_ms / 1000.0) and (
          (select max(c.rank) from comparisons c where c.project_id = p.id) is distinct from k.last_rank
          or (select count(*) from (
            select from judgments j where j.project_id = p.id and j.created_at > k.as_of limit between_two.votes) new) >= between_two.votes
          or (k.as_of < clock_timestamp() - interval '10 minutes' and (
            exists (select from judgments j where j.project_id = p.id and j.created_at > k.as_of)
            or exists (select from exclusions e where e.project_id = p.id and greatest(e.created_at, e.heartbeat_at, e.ended_at) > k.as_of))))))
    order by p.id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Judgments until a pool that was made from so many votes is made anew: a twentieth of them, 10 to 500. */
export function votesUntilNext(votes: number): number {
  return Math.min(500, Math.max(10, Math.floor(votes / 20)));
}

/** The same in the database. */
const votesBetween = sql<number>`least(500, greatest(10, coalesce(k.votes, 0) / 20))`;

/** As many comparisons as four times the judgments until the pool is made anew, and 128 at least: many people draw at once. */
export function poolSize(votes: number): number {
  return Math.max(128, 4 * votesUntilNext(votes));
}

/** What the pool of a project is, null where none was made. */
export async function readPool(db: Executor, projectId: string): Promise<ActivePool | null> {
  const row = await db
    .selectFrom('active_pools')
    .select(['as_of', 'took_ms', 'votes', 'islands', 'open_comparisons', 'pooled'])
    .where('project_id', '=', projectId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    asOf: row.as_of,
    tookMs: row.took_ms,
    votes: row.votes,
    islands: row.islands,
    openComparisons: row.open_comparisons,
    pooled: row.pooled,
  };
}

export interface Measured {
  readonly asOf: string;
  readonly openComparisons: number;
  /** Places of the order for each open comparison, over all priorities. */
  readonly placesEach: number;
  readonly lastRank: number | null;
}

/** What there is, in the snapshot of the transaction. */
export async function measureProject(db: Tx, projectId: string): Promise<Measured> {
  const { rows } = await sql<Measured>`
    select now() as "asOf", coalesce(sum(n), 0)::int as "openComparisons", coalesce(sum(places) / sum(n), 1)::float8 as "placesEach",
      (select max(c.rank) from comparisons c where c.project_id = ${projectId}) as "lastRank"
    from (
      select count(*) as n, max(c.route) - min(c.route) + 1 as places from comparisons c
      where c.project_id = ${projectId} and c.routable group by c.route >> 40
    ) priorities`.execute(db);
  return rows[0]!;
}

export interface Pool extends Measured {
  readonly projectId: string;
  readonly tookMs: number;
  readonly votes: number;
  readonly islands: number;
  /** Best first. */
  readonly items: readonly { readonly comparisonId: string; readonly value: number }[];
}

/** Puts a pool into the place of the one before. */
export async function writePool(db: Tx, pool: Pool): Promise<void> {
  const { projectId, items } = pool;
  const hands = Math.ceil(items.length / HANDFUL);
  const state = {
    as_of: pool.asOf,
    took_ms: pool.tookMs,
    votes: pool.votes,
    islands: pool.islands,
    open_comparisons: pool.openComparisons,
    pooled: items.length,
    hands,
    block_width: Math.max(1, Math.round(HANDFUL * pool.placesEach)),
    last_rank: pool.lastRank,
  };
  await db
    .insertInto('active_pools')
    .values({ project_id: projectId, ...state })
    .onConflict((conflict) => conflict.column('project_id').doUpdateSet(state))
    .execute();
  await db.deleteFrom('active_pool_items').where('project_id', '=', projectId).execute();
  // Dealt out in turns: every hand is worth about the same.
  await sql`
    insert into active_pool_items (project_id, hand, comparison_id, value)
    select ${projectId}, (u.place - 1) % ${Math.max(1, hands)}::int, c.id, u.value
    from unnest(${items.map(({ comparisonId }) => comparisonId)}::uuid[], ${items.map(({ value }) => value)}::float8[])
      with ordinality as u (id, value, place)
    join comparisons c on c.id = u.id`.execute(db);
}
