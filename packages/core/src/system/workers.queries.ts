import { sql } from 'kysely';
import type { System } from '@pairwright/contract/system';
import type { Executor } from '@pairwright/db/database';

/** A worker that was silent for longer is taken for dead. Workers write every ten seconds or more often. */
const STALE_SECONDS = 30;

/** A sign of life of a time to come is one from before the clock went back. */
const isAlive = sql<boolean>`(seen_at > now() - make_interval(secs => ${STALE_SECONDS}) and seen_at < now() + make_interval(secs => ${STALE_SECONDS}))`;

export interface WorkerState {
  readonly alive: number;
  /** Seconds since any worker was last seen; null when none ever was. */
  readonly lastSeenSecondsAgo: number | null;
}

/** How many workers live, by the database's clock. */
export async function readWorkers(db: Executor): Promise<WorkerState> {
  const { rows } = await sql<{ alive: number; last: number | null }>`
    select count(*) filter (where ${isAlive}) as alive,
      floor(extract(epoch from now() - max(least(seen_at, now()))))::int as last
    from worker_heartbeats`.execute(db);
  return { alive: rows[0]?.alive ?? 0, lastSeenSecondsAgo: rows[0]?.last ?? null };
}

/** Workers seen within a day, the latest first. */
export async function listWorkers(db: Executor): Promise<System['workers']> {
  const { rows } = await sql<System['workers'][number]>`
    select coalesce(details ->> 'host', '') as host, coalesce(details ->> 'version', '') as version,
      greatest(0, extract(epoch from now() - seen_at))::float8 as "seenSecondsAgo",
      ${isAlive} as alive
    from worker_heartbeats where seen_at > now() - interval '1 day' order by seen_at desc, worker_id`.execute(
    db,
  );
  return rows;
}
