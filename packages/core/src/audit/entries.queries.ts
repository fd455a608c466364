import { type Expression, type SqlBool, sql } from 'kysely';
import type { AuditAction, AuditObject } from '@pairwright/contract/audit-actions';
import { afterCursor, type Keyset } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';
import { holds } from '../people/named-like.sql.ts';
import type { ChainedEntry, PrivateData, PrivatePart } from '@pairwright/domain/audit/chain';

export interface AuditFilter {
  readonly projectId?: string | undefined;
  readonly actorId?: string | undefined;
  /** In the name or e-mail of who did it. */
  readonly actor?: string | undefined;
  readonly action?: AuditAction | undefined;
  readonly objectKind?: AuditObject | undefined;
  readonly objectId?: string | undefined;
  readonly requestId?: string | undefined;
  /** Where the request came from. */
  readonly address?: string | undefined;
  /** Days in UTC, YYYY-MM-DD, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const newestFirst: Keyset<{ e: DB['audit_events'] }, 'e'> = {
  columns: [{ ref: 'e.seq', type: 'bigint' }],
  direction: 'desc',
};

/** One more than `limit`, newest first, with the names that people have today. Throws InvalidCursor. */
export async function findEntries(db: Executor, filter: AuditFilter): Promise<EntryRow[]> {
  // People first: there are few, and their entries are found by index; names are not compared entry by entry.
  const actors =
    filter.actor === undefined ? undefined : await findActors(db, filter.actor, filter.projectId);
  if (actors?.length === 0) return [];
  return selectEntries(db, filter, actors).execute();
}

export type EntryRow = Awaited<ReturnType<ReturnType<typeof selectEntries>['execute']>>[number];

function selectEntries(db: Executor, filter: AuditFilter, actors: readonly string[] | undefined) {
  const narrowed: Expression<SqlBool>[] = [
    filter.projectId === undefined ? undefined : sql<SqlBool>`e.project_id = ${filter.projectId}`,
    filter.actorId === undefined ? undefined : sql<SqlBool>`e.actor_id = ${filter.actorId}`,
    actors === undefined ? undefined : isBy(actors, filter),
    filter.action === undefined ? undefined : sql<SqlBool>`e.action = ${filter.action}`,
    filter.objectKind === undefined ? undefined : sql<SqlBool>`e.object_kind = ${filter.objectKind}`,
    filter.objectId === undefined ? undefined : sql<SqlBool>`e.object_id = ${filter.objectId}`,
    filter.requestId === undefined ? undefined : sql<SqlBool>`e.request_id = ${filter.requestId}`,
    filter.address === undefined
      ? undefined
      : sql<SqlBool>`origin.part = 'origin' and origin.data ->> 'address' = ${filter.address}`,
    filter.from === undefined
      ? undefined
      : sql<SqlBool>`e.occurred_at >= ${filter.from}::date::timestamp at time zone 'UTC'`,
    filter.to === undefined
      ? undefined
      : sql<SqlBool>`e.occurred_at < (${filter.to}::date + 1)::timestamp at time zone 'UTC'`,
  ].filter((part) => part !== undefined);
  return db
    .selectFrom('audit_events as e')
    .leftJoin('users as actor', 'actor.id', 'e.actor_id')
    .leftJoin('projects as p', 'p.id', 'e.project_id')
    .leftJoin('users as of', (join) =>
      join.on(
        // By the key: compared as text, everybody would be read for each entry.
        sql<SqlBool>`of.id = case when e.object_kind in ('account', 'member', 'annotator_settings', 'reply')
          and e.object_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then e.object_id::uuid end`,
      ),
    )
    .leftJoin('audit_private as origin', (join) =>
      join.onRef('origin.seq', '=', 'e.seq').on('origin.part', '=', 'origin'),
    )
    .leftJoin('audit_private as person', (join) =>
      join.onRef('person.seq', '=', 'e.seq').on('person.part', '=', 'person'),
    )
    .select([
      'e.seq',
      'e.occurred_at as occurredAt',
      'e.actor_id as actorId',
      'actor.name as actorName',
      'e.via',
      'e.action',
      'e.object_kind as objectKind',
      'e.object_id as objectId',
      'of.name as objectName',
      'e.project_id as projectId',
      'p.name as projectName',
      'e.request_id as requestId',
      sql<string | null>`origin.data ->> 'address'`.as('address'),
      'e.before',
      'e.after',
      'person.data as person',
    ])
    .where((eb) => eb.and(narrowed))
    .where(afterCursor(newestFirst, filter.cursor))
    .orderBy('e.seq', 'desc')
    .limit(filter.limit + 1);
}

/** So many people are looked up by index; the newest entries of more are soon found where they stand. */
const MOST_BY_INDEX = 100;

function isBy(actors: readonly string[], { actor = '', projectId }: AuditFilter): Expression<SqlBool> {
  return actors.length <= MOST_BY_INDEX
    ? sql<SqlBool>`e.actor_id = any(${actors}::uuid[])`
    : isNamed(actor, projectId);
}

/** An e-mail is found in a project by those who see it there: of its members. */
function isNamed(searched: string, projectId: string | undefined): Expression<SqlBool> {
  const isMember =
    projectId === undefined
      ? sql<SqlBool>`true`
      : sql<SqlBool>`exists (select from project_members m where m.project_id = ${projectId} and m.user_id = actor.id)`;
  return sql<SqlBool>`(${holds('actor.name', searched)} or (${holds('actor.email', searched)} and ${isMember}))`;
}

/** Who has this in name or e-mail; one more than are looked up by index at most. */
async function findActors(db: Executor, searched: string, projectId: string | undefined): Promise<string[]> {
  const rows = await db
    .selectFrom('users as actor')
    .select('actor.id')
    .where('actor.kind', '=', 'person')
    .where((eb) => eb.and([isNamed(searched, projectId)]))
    .limit(MOST_BY_INDEX + 1)
    .execute();
  return rows.map(({ id }) => id);
}

/** Entries behind `after`, oldest first, as the chain sees them. */
export async function readChain(
  db: Executor,
  {
    after,
    limit,
    projectId,
  }: { readonly after: number; readonly limit: number; readonly projectId?: string },
): Promise<ChainedEntry[]> {
  const { rows } = await sql<
    Omit<ChainedEntry, 'private'> & { parts: ({ part: PrivatePart } & PrivateData)[] | null }
  >`
    select e.seq, e.occurred_at as "occurredAt", e.actor_id as "actorId", e.via, e.action, e.object_kind as "objectKind",
      e.object_id as "objectId", e.project_id as "projectId", e.request_id as "requestId", e.before, e.after,
      encode(e.origin_hash, 'hex') as "originHash", encode(e.person_hash, 'hex') as "personHash",
      encode(e.previous_hash, 'hex') as "previousHash", encode(e.hash, 'hex') as hash,
      (select json_agg(json_build_object('part', x.part, 'salt', encode(x.salt, 'hex'), 'data', x.data))
        from audit_private x where x.seq = e.seq) as parts
    from audit_events e where e.seq > ${after} ${projectId === undefined ? sql`` : sql`and e.project_id = ${projectId}`} order by e.seq limit ${limit}`.execute(
    db,
  );
  return rows.map(({ parts, ...entry }) => ({
    ...entry,
    private: Object.fromEntries((parts ?? []).map(({ part, salt, data }) => [part, { salt, data }])),
  }));
}
