import { sql } from 'kysely';
import type { FactorDemand } from '@pairwright/contract/registrations';
import type { Executor } from '@pairwright/db/database';

/** Key of the setting of the installation. */
export const FACTOR_DEMAND_KEY = 'second_factor';

/**
 * Whether a second factor is demanded of the person `u` who has none. Who has no password comes by a provider or a platform,
 * which has to demand it there. The setting is read once for a statement, and nothing more while nobody is asked.
 */
export const mustAddFactorSql = `(u.password_hash is not null
    and case (select value #>> '{}' from instance_settings where key = '${FACTOR_DEMAND_KEY}')
      when 'everybody' then true
      when 'managers' then u.is_owner or exists (select from project_members a where a.user_id = u.id and a.role = 'admin')
      else false end
    and not exists (select from totp_factors f where f.user_id = u.id and f.confirmed_at is not null)
    and not exists (select from passkeys k where k.user_id = u.id))`;

/** The same for one person. */
export async function mustAddFactor(db: Executor, userId: string): Promise<boolean> {
  const { rows } = await sql<{ must: boolean }>`
    select ${sql.raw(mustAddFactorSql)} as must from users u where u.id = ${userId}`.execute(db);
  return rows[0]?.must === true;
}

/** Of whom a second factor is demanded; of nobody until an owner says otherwise. */
export async function factorDemand(db: Executor): Promise<FactorDemand> {
  const row = await db
    .selectFrom('instance_settings')
    .select('value')
    .where('key', '=', FACTOR_DEMAND_KEY)
    .executeTakeFirst();
  return row?.value === 'managers' || row?.value === 'everybody' ? row.value : 'nobody';
}
