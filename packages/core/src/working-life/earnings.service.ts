import { sql } from 'kysely';
import type { Earnings, WorkDay } from '@pairwright/contract/working-life';
import { Problem } from '@pairwright/contract/errors';
import { reaches } from '../access/reach.ts';
import type { Context } from '../context.ts';
import { findEarned } from '../pay/pay.queries.ts';

/** What my judgments are worth, by project and by the rate that held when they were given to me. */
export async function getMyEarnings(ctx: Context): Promise<{ items: Earnings[] }> {
  const rows = await findEarned(ctx.db.db, { annotatorIds: [ctx.actor.userId] });
  const items = rows.map(({ projectId, projectName, currency, perJudgmentMicros, ...row }) => {
    const { accepted, pending, disputed } = row;
    return { projectId, projectName, currency, perJudgmentMicros, accepted, pending, disputed };
  });
  return { items };
}

/** My judgments and active time by day (UTC) and project, with what I said they are off by; newest first. */
export async function getMyTime(ctx: Context, input: { days: number }): Promise<{ items: WorkDay[] }> {
  const me = ctx.actor.userId;
  const { rows } = await sql<WorkDay>`
    with since as (select ((now() at time zone 'UTC')::date - ${input.days - 1}::int) as day),
    worked as (
      select project_id, (created_at at time zone 'UTC')::date as day,
        count(*) filter (where outcome <> 'retracted') as judgments, coalesce(sum(active_ms), 0)::bigint as active_ms
      from judgments
      where annotator_id = ${me} and source = 'annotator'
        and created_at >= (select day from since)::timestamp at time zone 'UTC'
      group by 1, 2
    ),
    corrected as (
      select project_id, day, sum(minutes)::int as minutes from time_corrections
      where user_id = ${me} and day >= (select day from since) group by 1, 2
    )
    select p.id as "projectId", p.name as "projectName", to_char(d.day, 'YYYY-MM-DD') as day,
      coalesce(w.judgments, 0) as judgments, coalesce(w.active_ms, 0) as "activeMs",
      coalesce(k.minutes, 0) as "correctedMinutes"
    from (select project_id, day from worked union select project_id, day from corrected) d
    join projects p on p.id = d.project_id
    left join worked w on w.project_id = d.project_id and w.day = d.day
    left join corrected k on k.project_id = d.project_id and k.day = d.day
    order by d.day desc, p.name, p.id`.execute(ctx.db.db);
  return { items: rows };
}

export interface TimeCorrection {
  readonly projectId: string;
  readonly day: string;
  readonly minutes: number;
  readonly note: string;
}

/** Notes that the measured time of a day is off. Throws Problem not_found outside my projects. */
export async function correctMyTime(ctx: Context, input: TimeCorrection): Promise<void> {
  if (!reaches(ctx.actor, input.projectId)) throw new Problem('not_found');
  const { numAffectedRows } = await sql`
    insert into time_corrections (id, user_id, project_id, day, minutes, note)
    select ${ctx.ids.next()}, ${ctx.actor.userId}, m.project_id, ${input.day}::date, ${input.minutes}, ${input.note}
    from project_members m join projects p on p.id = m.project_id and p.deleted_at is null
    where m.project_id = ${input.projectId} and m.user_id = ${ctx.actor.userId}`.execute(ctx.db.db);
  if (numAffectedRows !== 1n) throw new Problem('not_found');
}
