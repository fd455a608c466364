import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';
import { readRates } from '../../pay/rates.queries.ts';
import { findPolicy } from '../../routing/policy.queries.ts';
import type { CostFacts } from './cost.ts';

/** What the cost of a project is told from, beside how much was done. */
export async function findCostFacts(db: Executor, projectId: string): Promise<CostFacts> {
  const [rates, policy] = await Promise.all([readRates(db, projectId), findPolicy(db, projectId)]);
  const { gold = null, repeats = null } = policy ?? {};
  return {
    rates,
    goldPercent: gold?.percent ?? 0,
    goldPlaces: gold === null ? 0 : await countGoldPlaces(db, projectId, gold.exposures),
    repeatPercent: repeats?.percent ?? 0,
  };
}

/** How often gold comparisons may still be given, each to so many people at most. */
async function countGoldPlaces(db: Executor, projectId: string, exposures: number): Promise<number> {
  const { rows } = await sql<{ places: number }>`
    select coalesce(sum(greatest(${exposures}::int - exposures, 0)), 0)::bigint as places
    from gold_items where project_id = ${projectId} and not exam`.execute(db);
  return rows[0]!.places;
}
