import { setTimeout as delay } from 'node:timers/promises';
import type { HeldClient } from '@pairwright/db/transaction';
import type { Services } from '../context.ts';

const LOCK = 'hashtextextended($1, 0)';
const LOCK_TRIES = 20;
const LOCK_WAIT_MS = 250;

export interface OneWorker {
  /** What only one may work on at a time. */
  readonly what: { readonly kind: 'export' | 'freeze'; readonly id: string };
  readonly signal: AbortSignal;
}

/**
 * Runs `work` while nobody else works on the same thing, and does nothing where somebody does: the lock belongs to the connection that
 * `work` is given and ends with it, also when this process is killed.
 */
export async function asOneWorker(
  ctx: Pick<Services, 'db' | 'log'>,
  { what: { kind, id }, signal }: OneWorker,
  work: (client: HeldClient) => Promise<void>,
): Promise<void> {
  const key = `${kind}/${id}`;
  const client = await ctx.db.pool.connect();
  let failure: unknown = new Error('the lock was not given back');
  try {
    if (await lock(client, { key, signal })) {
      await work(client);
      await client.query(`select pg_advisory_unlock(${LOCK})`, [key]);
    } else {
      ctx.log.info({ [`${kind}Id`]: id }, 'another worker is at it');
    }
    failure = undefined;
  } finally {
    client.release(failure === undefined ? undefined : true);
  }
}

/** The server needs a moment to notice that a killed worker is gone. */
async function lock(
  client: HeldClient,
  { key, signal }: { key: string; signal: AbortSignal },
): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const { rows } = await client.query<{ got: boolean }>(`select pg_try_advisory_lock(${LOCK}) as got`, [
      key,
    ]);
    if (rows[0]?.got === true || attempt === LOCK_TRIES) return rows[0]?.got === true;
    await delay(LOCK_WAIT_MS, undefined, { signal });
  }
}
