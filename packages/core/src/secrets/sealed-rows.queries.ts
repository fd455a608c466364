import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';

/** Secrets of apps that do not begin with this. */
export function findStaleTotp(db: Executor, prefix: string): Promise<{ userId: string; stored: string }[]> {
  return db
    .selectFrom('totp_factors')
    .select(['user_id as userId', 'secret as stored'])
    .where(sql<boolean>`not starts_with(secret, ${prefix})`)
    .orderBy('user_id')
    .execute();
}

/** Keys of crowd links that do not begin with this. */
export function findStaleCrowdKeys(db: Executor, prefix: string): Promise<{ id: string; stored: Buffer }[]> {
  const begin = Buffer.from(prefix);
  return db
    .selectFrom('crowd_links')
    .select(['id', 'signing_key as stored'])
    .where(sql<boolean>`substring(signing_key from 1 for ${begin.length}::int) <> ${begin}`)
    .orderBy('id')
    .execute();
}

/** The keys that something is sealed with, and how many secrets each. */
export async function findSealingKeys(db: Executor): Promise<{ keyId: string; rows: number }[]> {
  const { rows } = await sql<{ keyId: string; rows: number }>`
    select split_part(sealed, ':', 3) as "keyId", count(*)::int as rows
    from (
      select secret as sealed from totp_factors where starts_with(secret, 'sealed:1:')
      union all
      select encode(substring(signing_key from 1 for 26), 'escape') from crowd_links
      where substring(signing_key from 1 for 9) = 'sealed:1:'::bytea
    ) s group by 1 order by 1`.execute(db);
  return rows;
}
