import { sql } from 'kysely';
import type { Tx } from '@pairwright/db/transaction';

export interface CrowdId {
  readonly link: {
    readonly id: string;
    readonly projectId: string;
    readonly idParam: string;
    readonly signed: boolean;
  };
  readonly externalId: string;
}

export interface KnownPerson {
  readonly userId: string;
  readonly isDisabled: boolean;
  /** They came by this very link before, not only by another one. */
  readonly byThisLink: boolean;
}

/** One entry of an id at a time: two links at once make one person. The row of the link is locked before. */
export async function lockId(db: Tx, { link, externalId }: CrowdId): Promise<void> {
  const key = ['crowd', link.projectId, link.idParam, externalId].join(' ');
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(db);
}

/**
 * Who came under this id by this link, else by another one of the project for the same platform: ids of the same parameter that
 * are proved in the same way. An id of a link that does not sign proves nothing to one that does, and the other way round.
 */
export async function findKnown(db: Tx, { link, externalId }: CrowdId): Promise<KnownPerson | undefined> {
  return db
    .selectFrom('crowd_people as p')
    .innerJoin('crowd_links as l', 'l.id', 'p.link_id')
    .innerJoin('users as u', 'u.id', 'p.user_id')
    .select((eb) => [
      'p.user_id as userId',
      sql<boolean>`u.disabled_at is not null`.as('isDisabled'),
      eb('l.id', '=', link.id).$castTo<boolean>().as('byThisLink'),
    ])
    .where('p.external_id', '=', externalId)
    .where('l.project_id', '=', link.projectId)
    .where('l.id_param', '=', link.idParam)
    .where('l.signed', '=', link.signed)
    .orderBy(sql`l.id = ${link.id}`, 'desc')
    .orderBy('p.created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Somebody works by this link from now on, unless they do already. */
export async function noteEntry(db: Tx, userId: string, linkId: string): Promise<void> {
  await sql`
    insert into crowd_entries (user_id, entered_at, link_id) select ${userId}, clock_timestamp(), ${linkId}
    where ${linkId} is distinct from (
      select e.link_id from crowd_entries e where e.user_id = ${userId} order by e.entered_at desc limit 1)`.execute(
    db,
  );
}

/** The person came by this link; who was removed from the project since another study is in it again. */
export async function addToLink(db: Tx, { link, externalId }: CrowdId, userId: string): Promise<void> {
  await db
    .insertInto('crowd_people')
    .values({ link_id: link.id, external_id: externalId, user_id: userId })
    .execute();
  await db
    .insertInto('project_members')
    .values({ project_id: link.projectId, user_id: userId, role: 'annotator' })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
