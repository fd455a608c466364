import { sql } from 'kysely';
import { REPEAT_KEY_DAYS } from '@pairwright/contract/repeat-key';
import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';

export interface OfKey {
  readonly actorId: string;
  readonly key: string;
}

export interface Asked extends OfKey {
  readonly operation: string;
  readonly payloadHash: Buffer;
}

/** Waits for another request with the key that is under way; false when one has made its thing. */
export async function takeKey(db: Tx, { actorId, key, operation, payloadHash }: Asked): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('repeat_keys')
    .values({ actor_id: actorId, key, operation, payload_hash: payloadHash })
    .onConflict((conflict) => conflict.columns(['actor_id', 'key']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function noteMade(db: Tx, { actorId, key }: OfKey, objectId: string | null): Promise<void> {
  await db
    .updateTable('repeat_keys')
    .set({ object_id: objectId })
    .where('actor_id', '=', actorId)
    .where('key', '=', key)
    .execute();
}

export async function findMade(
  db: Executor,
  { actorId, key }: OfKey,
): Promise<{ operation: string; payloadHash: Buffer; objectId: string | null } | undefined> {
  return db
    .selectFrom('repeat_keys')
    .select(['operation', 'payload_hash as payloadHash', 'object_id as objectId'])
    .where('actor_id', '=', actorId)
    .where('key', '=', key)
    .executeTakeFirst();
}

/** Forgets keys that are older than they are kept; gives how many. */
export async function removeOldKeys(db: Executor): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('repeat_keys')
    .where('created_at', '<', sql<string>`now() - make_interval(days => ${REPEAT_KEY_DAYS})`)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
