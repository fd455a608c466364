import { sql } from 'kysely';
import type { PayRate } from '@pairwright/contract/pay';
import type { Executor } from '@pairwright/db/database';
import { payOf } from '../projects/projects.queries.ts';

/** A rate of a project; without currency nothing was paid by the judgment while it held. */
export interface Rate {
  readonly number: number;
  readonly currency: string | null;
  readonly micros: number | null;
}

/** All rates that a project ever had, in the order they were set. */
export async function readRates(db: Executor, projectId: string): Promise<Rate[]> {
  return db
    .selectFrom('pay_rates')
    .select(['number', 'currency', 'micros'])
    .where('project_id', '=', projectId)
    .orderBy('number')
    .execute();
}

/** Notes for the transaction who sets what it sets of pay. */
export async function actAs(db: Executor, userId: string): Promise<void> {
  await sql`select set_config('pairwright.acting', ${userId}, true)`.execute(db);
}

/** All rates with who set them, the newest first. */
export async function readRateHistory(db: Executor, projectId: string): Promise<PayRate[]> {
  const rows = await db
    .selectFrom('pay_rates as r')
    .leftJoin('users as u', 'u.id', 'r.set_by')
    .select([
      'r.number',
      'r.currency',
      'r.micros',
      sql<string | null>`nullif(r.valid_from, '-infinity')`.as('validFrom'),
      'u.name as setBy',
    ])
    .where('r.project_id', '=', projectId)
    .orderBy('r.number', 'desc')
    .execute();
  return rows.map(({ currency, micros, ...row }) => ({ ...row, pay: payOf(currency, micros) }));
}
