import { sql } from 'kysely';
import type { ErasureRequest, MyErasureRequest } from '@pairwright/contract/erasure-requests';
import { afterCursor, type Page, toPage } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';
import type { Tx } from '@pairwright/db/transaction';
import { type ErasureEvent, type ErasureState, erasureTable } from '@pairwright/domain/erasure-lifecycle';
import { statesAccepting } from '@pairwright/domain/lifecycle';

const own = [
  'r.id',
  'r.state',
  'r.note',
  'r.asked_at as askedAt',
  'r.decided_at as decidedAt',
  'r.reason',
] as const;

/** The newest request of a person. */
export function findMine(db: Executor, userId: string): Promise<MyErasureRequest | undefined> {
  return db
    .selectFrom('erasure_requests as r')
    .select(own)
    .where('r.user_id', '=', userId)
    .orderBy('r.id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

function selectRequests(db: Executor) {
  return db
    .selectFrom('erasure_requests as r')
    .innerJoin('users as u', 'u.id', 'r.user_id')
    .leftJoin('users as d', 'd.id', 'r.decided_by')
    .select([...own, 'u.id as userId', 'u.name', 'u.email', 'd.name as decidedBy']);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectRequests>['execute']>>[number];

function toRequest({ userId, name, email, ...row }: Row): ErasureRequest {
  // The table's check: a person has an e-mail.
  return { ...row, person: { id: userId, name, email: email as string } };
}

const newestFirst = { columns: [{ ref: 'r.id', type: 'uuid' }], direction: 'desc' } as const;

export async function findPage(
  db: Executor,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<ErasureRequest>> {
  const rows = await selectRequests(db)
    .where(afterCursor<DB & { r: DB['erasure_requests'] }, 'r'>(newestFirst, cursor) as never)
    .orderBy('r.id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = toPage(rows, limit, (row) => [row.id]);
  return { ...page, items: page.items.map(toRequest) };
}

export async function readRequest(db: Executor, requestId: string): Promise<ErasureRequest> {
  return toRequest(await selectRequests(db).where('r.id', '=', requestId).executeTakeFirstOrThrow());
}

/** Whose request it is; the row is held until the transaction ends. */
export function lockRequest(
  db: Tx,
  requestId: string,
): Promise<{ user_id: string; state: ErasureState } | undefined> {
  return db
    .selectFrom('erasure_requests')
    .select(['user_id', 'state'])
    .where('id', '=', requestId)
    .forUpdate()
    .executeTakeFirst();
}

interface Move {
  readonly event: ErasureEvent;
  readonly to: Exclude<ErasureState, 'pending'>;
  readonly decidedBy: string;
  readonly reason?: string;
}

/** Ends a request; says whether the life cycle let it. */
export async function endRequest(
  db: Tx,
  requestId: string,
  { event, to, decidedBy, reason }: Move,
): Promise<boolean> {
  const ended = await db
    .updateTable('erasure_requests')
    .set({ state: to, decided_by: decidedBy, decided_at: sql<string>`now()`, reason: reason ?? null })
    .where('id', '=', requestId)
    .where('state', 'in', statesAccepting(erasureTable, event, to))
    .executeTakeFirst();
  return ended.numUpdatedRows > 0n;
}

/** Of somebody who is erased: what waits is done, and no word of theirs or to them is left. */
export async function closeRequestsOf(db: Tx, userId: string, decidedBy: string | null): Promise<void> {
  await db
    .updateTable('erasure_requests')
    .set({ state: 'done', decided_by: decidedBy, decided_at: sql<string>`now()` })
    .where('user_id', '=', userId)
    .where('state', 'in', statesAccepting(erasureTable, 'erase', 'done'))
    .execute();
  await db
    .updateTable('erasure_requests')
    .set({ note: '', reason: null })
    .where('user_id', '=', userId)
    .execute();
}
