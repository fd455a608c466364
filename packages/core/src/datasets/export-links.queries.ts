import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';
import { steadyNow } from '@pairwright/db/steady-clock';
import { tokenMaySql } from '../access/still-may.sql.ts';

interface NewLink {
  readonly exportId: string;
  readonly hours: number;
  /** The token that it is made with, and ends with. */
  readonly tokenId: string | null;
  /** The key, should there be none. */
  readonly fresh: Buffer;
}

/** The key that signs the links of an export, kept from now on, and when one that is made now ends: seconds since 1970. */
export async function prepareLink(db: Executor, { exportId, hours, tokenId, fresh }: NewLink) {
  const row = await db
    .updateTable('exports')
    .set({ link_key: sql<Buffer>`coalesce(link_key, ${fresh})` })
    .where('id', '=', exportId)
    .returning([
      'link_key',
      sql<number>`floor(extract(epoch from least(${steadyNow} + make_interval(hours => ${hours}),
        (select t.expires_at from api_tokens t where t.id = ${tokenId}))))::float8`.as('expires'),
    ])
    .executeTakeFirstOrThrow();
  return { stored: row.link_key as Buffer, expires: row.expires };
}

/** Forgets the key, so that no link made so far is good. */
export async function dropLinkKey(db: Executor, exportId: string): Promise<void> {
  await db.updateTable('exports').set({ link_key: null }).where('id', '=', exportId).execute();
}

/**
 * The export of a link that has not ended, with what its maker may do in its project now; undefined when one of the two is gone or
 * shut out, and when the token that the link was made with has ended or is not for this.
 */
export async function findLinkedExport(
  db: Executor,
  of: {
    readonly exportId: string;
    readonly userId: string;
    readonly tokenId: string | null;
    readonly expires: number;
  },
) {
  const asked = { token: sql<string | null>`${of.tokenId}::uuid`, project: sql<string>`e.project_id` };
  return db
    .selectFrom('exports as e')
    .innerJoin('users as u', (join) => join.on('u.id', '=', of.userId).on('u.disabled_at', 'is', null))
    .innerJoin('projects as p', (join) =>
      join.onRef('p.id', '=', 'e.project_id').on('p.deleted_at', 'is', null),
    )
    .leftJoin('project_members as m', (join) =>
      join.onRef('m.project_id', '=', 'e.project_id').onRef('m.user_id', '=', 'u.id'),
    )
    .select(['e.state', 'e.files', 'e.link_key', 'u.is_owner', 'm.role'])
    .where('e.id', '=', of.exportId)
    .where(sql<boolean>`to_timestamp(${of.expires}) > ${steadyNow}`)
    .where(tokenMaySql(asked, 'export'))
    .executeTakeFirst();
}
