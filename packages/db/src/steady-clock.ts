import { sql } from 'kysely';
import type { Executor } from './database.ts';

/** A clock that goes back by more was or is so wrong that nothing is to be learnt from it. */
const MOST = `interval '31 days'`;
/** Less is a clock that is kept in time, or two who look at the same moment. */
const LEAST = `interval '1 second'`;
/** A look comes sooner than that: whoever finds more sees a clock that was put forward, or nobody looked. */
const LOOK = `interval '2 minutes'`;

const AHEAD = 'make_interval(secs => c.ahead_seconds)';

/**
 * The time that never goes back, as an expression of SQL: that of the database and, where its clock was put back, what it was
 * put back by. What it is put forward afterwards makes up for that first. Read once in a statement; ends of sessions, tokens,
 * links and invitations are set and judged by it.
 */
export const STEADY_NOW = `coalesce((select case
  when c.latest - ${MOST} > now() + ${AHEAD} then now() + ${AHEAD}
  when c.latest + ${LOOK} < now() + ${AHEAD} then greatest(now(), c.latest + ${LOOK})
  else greatest(now() + ${AHEAD}, c.latest) end from steady_clock c), now())`;

export const steadyNow = sql.raw<string>(STEADY_NOW);

/** By how much the steady time is ahead of the clock. */
export const steadyAhead = sql.raw<string>(`coalesce((select ${AHEAD} from steady_clock c), interval '0')`);

/**
 * Looks at the clock of the database. Has it gone back, the steady time stays where it was and goes on from there. Writes at
 * most once a minute otherwise, so that it may be called as often as one likes.
 */
export async function watchClock(db: Executor): Promise<void> {
  const [ahead, look, most, least] = [AHEAD, LOOK, MOST, LEAST].map((text) => sql.raw(text));
  const back = sql`c.latest - (excluded.latest + ${ahead}) between interval '0' and ${most}`;
  const forward = sql`excluded.latest + ${ahead} > c.latest + ${look}`;
  await sql`
    insert into steady_clock as c (latest) values (clock_timestamp())
    on conflict (only_row) do update set
      ahead_seconds = case
        when ${back} then extract(epoch from c.latest - excluded.latest)::float8
        when ${forward} then greatest(0, extract(epoch from c.latest + ${look} - excluded.latest)::float8)
        else c.ahead_seconds end,
      latest = case
        when ${back} then c.latest
        when ${forward} then greatest(excluded.latest, c.latest + ${look})
        else excluded.latest + ${ahead} end
    where excluded.latest + ${ahead} not between c.latest - ${least} and c.latest + interval '1 minute'`.execute(
    db,
  );
}
