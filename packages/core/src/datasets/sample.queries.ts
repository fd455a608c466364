import { sql } from 'kysely';
import type { Tx } from '@pairwright/db/transaction';

/** With more comparisons than this, between half of `SAMPLE` and `SAMPLE` of them are looked at. */
const MOST_EXACT = 12_000;
const SAMPLE = 4_000;

export interface Sample {
  /** Comparisons of the project. */
  readonly of: number;
  /** Null: all of them are few enough. */
  readonly sample: readonly string[] | null;
}

/**
 * The comparisons that a preview looks at: all, or those with the lowest hashes, which are the same ones from call to call. A
 * power of two keeps them so while the project grows, and the planner's estimate spares a pass only to count.
 */
export async function pickSample(db: Tx, projectId: string, mostExact = MOST_EXACT): Promise<Sample> {
  const guess = await estimate(db, projectId);
  const first = await scan(db, projectId, guess > mostExact ? oneInOf(guess, mostExact) : null);
  if (first.of <= mostExact) return { of: first.of, sample: null };
  return first.sample === null ? scan(db, projectId, oneInOf(first.of, mostExact)) : first;
}

function oneInOf(comparisons: number, mostExact: number): number {
  return 2 ** Math.max(1, Math.ceil(Math.log2(comparisons / Math.min(SAMPLE, mostExact))));
}

async function estimate(db: Tx, projectId: string): Promise<number> {
  const { rows } = await sql<{
    'QUERY PLAN': readonly { Plan: { 'Plan Rows': number } }[];
  }>`explain (format json) select from comparisons where project_id = ${projectId}`.execute(db);
  return rows[0]?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0;
}

/** Hashes are spread evenly over 64 bits: the lowest part of them is a share, and the index finds it without the rest. */
async function scan(db: Tx, projectId: string, oneIn: number | null): Promise<Sample> {
  const picked =
    oneIn === null
      ? sql`null::uuid[]`
      : sql`(select coalesce(array_agg(id), '{}') from comparisons
          where project_id = ${projectId} and uuid_hash_extended(id, 1) < ${lowest(oneIn)}::bigint)`;
  const { rows } = await sql<Sample>`
    select count(*) as of, ${picked} as sample from comparisons where project_id = ${projectId}`.execute(db);
  return rows[0] ?? { of: 0, sample: null };
}

/** What one in `oneIn` signed 64-bit numbers are below; `oneIn` is a power of two. */
function lowest(oneIn: number): string {
  return (-(2n ** 63n) + 2n ** 64n / BigInt(oneIn)).toString();
}
