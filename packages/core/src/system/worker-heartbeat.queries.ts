import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';

/** Says that this worker is alive. `details` is for people who look into the table: host, process, version. */
export async function beatHeart(
  db: Executor,
  workerId: string,
  details: Readonly<Record<string, string | number>>,
): Promise<void> {
  await sql`insert into worker_heartbeats (worker_id, details) values (${workerId}, ${JSON.stringify(details)}::jsonb)
    on conflict (worker_id) do update set seen_at = now(), details = excluded.details`.execute(db);
}

/** Takes the row of a worker that stops in order away, and those of workers that died a day ago. */
export async function endHeart(db: Executor, workerId: string): Promise<void> {
  await sql`delete from worker_heartbeats where worker_id = ${workerId} or seen_at < now() - interval '1 day'`.execute(
    db,
  );
}
