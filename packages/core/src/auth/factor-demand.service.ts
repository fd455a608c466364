import { sql } from 'kysely';
import type { FactorDemand } from '@pairwright/contract/registrations';
import { inTransaction } from '@pairwright/db/transaction';
import type { Context } from '../context.ts';
import { FACTOR_DEMAND_KEY } from './factor-demand.queries.ts';
import { type Proof, requireProof } from './proof.service.ts';

/** Counts from the next request on, for people and tokens. Throws as `requireProof`. */
export async function demandSecondFactor(
  ctx: Context,
  { of, proof }: { of: FactorDemand; proof: Proof },
): Promise<{ secondFactor: FactorDemand }> {
  await requireProof(ctx, proof);
  const value = JSON.stringify(of);
  return inTransaction(ctx.db.db, async (db) => {
    await db
      .insertInto('instance_settings')
      .values({ key: FACTOR_DEMAND_KEY, value })
      .onConflict((on) => on.column('key').doUpdateSet({ value, updated_at: sql<string>`now()` }))
      .execute();
    return { secondFactor: of };
  });
}
