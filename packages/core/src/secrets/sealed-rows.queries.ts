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

const startsWith = (column: string, prefix: string) => {
  const begin = Buffer.from(prefix);
  return sql<boolean>`substring(${sql.ref(column)} from 1 for ${begin.length}::int) = ${begin}`;
};

/** Keys of crowd links that do not begin with this. */
export function findStaleCrowdKeys(db: Executor, prefix: string): Promise<{ id: string; stored: Buffer }[]> {
  return db
    .selectFrom('crowd_links')
    .select(['id', 'signing_key as stored'])
    .where((eb) => eb.not(startsWith('signing_key', prefix)))
    .orderBy('id')
    .execute();
}

/** Keys of export links that do not begin with this. */
export async function findStaleExportKeys(
  db: Executor,
  prefix: string,
): Promise<{ id: string; stored: Buffer }[]> {
  const rows = await db
    .selectFrom('exports')
    .select(['id', 'link_key as stored'])
    .where('link_key', 'is not', null)
    .where((eb) => eb.not(startsWith('link_key', prefix)))
    .orderBy('id')
    .execute();
  return rows.map(({ id, stored }) => ({ id, stored: stored as Buffer }));
}

/** Secrets of webhooks, with the ones before, of which one does not begin with this. */
export function findStaleWebhookKeys(
  db: Executor,
  prefix: string,
): Promise<{ id: string; stored: Buffer; old: Buffer | null }[]> {
  return db
    .selectFrom('webhooks')
    .select(['id', 'secret as stored', 'old_secret as old'])
    .where((eb) =>
      eb.or([
        eb.not(startsWith('secret', prefix)),
        eb.and([eb('old_secret', 'is not', null), eb.not(startsWith('old_secret', prefix))]),
      ]),
    )
    .orderBy('id')
    .execute();
}

/** Keys of pseudonyms that do not begin with this, those that lie plain among them. */
export async function findStalePseudonymKeys(
  db: Executor,
  prefix: string,
): Promise<{ id: string; column: 'pseudonym_key' | 'sealed_pseudonym_key'; stored: Buffer }[]> {
  const rows = await db
    .selectFrom('datasets')
    .select(['id', 'pseudonym_key as plain', 'sealed_pseudonym_key as sealed'])
    .where((eb) =>
      eb.or([eb('pseudonym_key', 'is not', null), eb.not(startsWith('sealed_pseudonym_key', prefix))]),
    )
    .orderBy('id')
    .execute();
  return rows.map(({ id, plain, sealed }) =>
    plain === null
      ? { id, column: 'sealed_pseudonym_key', stored: sealed as Buffer }
      : { id, column: 'pseudonym_key', stored: plain },
  );
}

/** How many datasets have their key sealed with each key. */
export async function findDatasetKeys(db: Executor): Promise<{ keyId: string; rows: number }[]> {
  const { rows } = await sql<{ keyId: string; rows: number }>`
    select split_part(encode(sealed_pseudonym_key, 'escape'), ':', 3) as "keyId", count(*)::int as rows
    from datasets where ${startsWith('sealed_pseudonym_key', 'sealed:1:')} group by 1 order by 1`.execute(db);
  return rows;
}

/** The keys that something is sealed with, and how many secrets each. */
export async function findSealingKeys(db: Executor): Promise<{ keyId: string; rows: number }[]> {
  const { rows } = await sql<{ keyId: string; rows: number }>`
    select split_part(sealed, ':', 3) as "keyId", count(*)::int as rows
    from (
      select secret as sealed from totp_factors where starts_with(secret, 'sealed:1:')
      union all
      select encode(signing_key, 'escape') from crowd_links where ${startsWith('signing_key', 'sealed:1:')}
      union all
      select encode(link_key, 'escape') from exports where ${startsWith('link_key', 'sealed:1:')}
      union all
      select encode(secret, 'escape') from webhooks where ${startsWith('secret', 'sealed:1:')}
    ) s group by 1 order by 1`.execute(db);
  return rows;
}
