import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import type { Executor } from '@pairwright/db/database';
import { parseAddress } from '@pairwright/runtime/outgoing/addresses';

export interface Limit {
  readonly key: string;
  readonly max: number;
}

const WINDOW_MINUTES = 15;
const MAX_PER_ACCOUNT = 10;
const MAX_PER_ADDRESS = 50;

/** Wrong passwords for one account, whether it exists or not. */
export function accountLimit(email: string): Limit {
  return { key: `account:${email}`, max: MAX_PER_ACCOUNT };
}

/** Wrong passwords from one address; IPv6 counts by /64, the smallest block one customer has. */
export function addressLimit(address: string): Limit {
  return { key: `address:${blockOf(address)}`, max: MAX_PER_ADDRESS };
}

/** By its numbers, not its notation: zeros may be left out of one anywhere. */
function blockOf(address: string): string {
  const parsed = parseAddress(address.split('%', 1)[0] ?? '');
  if (parsed === undefined) return address;
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${Buffer.from(parsed.toByteArray().slice(0, 8)).toString('hex')}/64`;
}

/**
 * Also one that would go on for longer than any: the clock has gone back since, and nobody is kept out for that. By more than a
 * minute: of attempts at once one may have begun before the one that made the window, and must not make it anew.
 */
const isOver = sql`(t.window_ends_at <= now() or t.window_ends_at > excluded.window_ends_at + interval '1 minute')`;

/**
 * Counts an attempt before the password is looked at, so that many at once gain nothing. Throws `too_many_requests` with
 * the seconds to wait. The window is fixed: it ends on its own, whoever keeps trying.
 */
export async function countAttempt(db: Executor, limits: readonly Limit[]): Promise<void> {
  for (const limit of limits) {
    const { rows } = await sql<{ count: number; wait: number }>`
      insert into throttles as t (key, count, window_ends_at) values (${limit.key}, 1, now() + make_interval(mins => ${WINDOW_MINUTES}))
      on conflict (key) do update set
        count = case when ${isOver} then 1 else least(t.count + 1, 1000000) end,
        window_ends_at = case when ${isOver} then excluded.window_ends_at else t.window_ends_at end
      returning count, ceil(extract(epoch from window_ends_at - now()))::int as wait`.execute(db);
    const row = rows[0];
    if (row !== undefined && row.count > limit.max)
      throw new Problem('too_many_requests', { retryAfterSeconds: Math.max(1, row.wait) });
  }
}

/** After a right password: the account starts anew, the address gets its attempt back, old windows go. */
export async function forgiveAttempt(db: Executor, account: Limit, address: Limit): Promise<void> {
  await sql`delete from throttles where key = ${account.key} or window_ends_at < now() - interval '1 day'`.execute(
    db,
  );
  await giveBack(db, address);
}

/** After an attempt that was no guess: it does not count. */
export async function giveBack(db: Executor, limit: Limit): Promise<void> {
  await sql`update throttles set count = greatest(count - 1, 0) where key = ${limit.key}`.execute(db);
}
