import { sql } from 'kysely';
import type { NothingNow } from '@pairwright/contract/routing';
import type { Executor } from '@pairwright/db/database';

/** So many open comparisons are looked at for what keeps them from a person. */
const LOOKED_AT = 5_000;

/** Why there is nothing, and whether all the same some comparison may be given, now or later. */
export interface NothingFound extends NothingNow {
  readonly mayCome: boolean;
}

/**
 * Why a claim of this person found nothing: the rule that stops them, else the rule that keeps most of the open
 * comparisons from them, else whether others are still at work on some. Asked only after an empty claim.
 */
export async function findNothingReason(
  db: Executor,
  of: { projectId: string; annotatorId: string },
): Promise<NothingFound> {
  const { rows } = await sql<NothingFound>`
    with me as (
      select s.*, coalesce(k.has_written, false) as has_written, coalesce(m.skills, '{}') as skills,
        opted_out(${of.annotatorId}) as opt_out
      from projects p
      left join annotator_cursors k on k.project_id = p.id and k.annotator_id = ${of.annotatorId}
      left join project_members m on m.project_id = p.id and m.user_id = ${of.annotatorId}
      cross join lateral routing_standing(p.id, ${of.annotatorId}, p.routing, k) s
      where p.id = ${of.projectId}
    ), kept as (
      select case
          when c.sensitive && me.opt_out then 'opted_out'
          when c.only_for is not null and not c.only_for && me.tokens then 'reserved'
          when not b.skills <@ me.skills or t.category = any (me.lacking) then 'skills'
          when c.batch_id = any (me.barred) then 'reserved'
          when t.language is not null and lower(substring(t.language from '^[A-Za-z]+')) <> all (me.languages) then 'language'
          when me.has_written and exists (select from responses r where r.id = any (c.response_ids) and r.author_id = ${of.annotatorId}) then 'own_work'
          when me.cooldown_hours is not null and not routing_fits(c.id, c.prompt_id, c.response_ids, ${of.annotatorId}, false,
            (select s from routing_standing(${of.projectId}, ${of.annotatorId}, (select routing from projects where id = ${of.projectId}),
              (select k from annotator_cursors k where k.project_id = ${of.projectId} and k.annotator_id = ${of.annotatorId})) s)) then 'cool_down'
        end as reason
      from me
      cross join lateral (
        select c.* from comparisons c
        where c.project_id = ${of.projectId} and c.routable and not exists (
          select from assignments a where a.comparison_id = c.id and a.annotator_id = ${of.annotatorId} and a.state not in ('expired', 'released'))
        order by c.route limit ${LOOKED_AT}::int
      ) c
      join batches b on b.id = c.batch_id
      join prompts t on t.id = c.prompt_id
    ), most as (
      select reason from kept where reason is not null group by reason order by count(*) desc, reason limit 1
    )
    select coalesce(case when exists (select from exclusions e
          where e.annotator_id = ${of.annotatorId} and e.project_id = ${of.projectId} and e.state in ('applying', 'applied') and e.scope <> 'batch')
        then 'paused' end, me.stopped_by, case when me.exam and exists (select from exam_attempts x
          where x.project_id = ${of.projectId} and x.annotator_id = ${of.annotatorId} and not x.passed and x.seen_at is null)
        then 'exam_ended' end, (select reason from most), case
        when exists (select from kept) or exists (select from comparisons c
          where c.project_id = ${of.projectId} and c.state = 'open' and c.judged < c.target_judgments and not exists (
            select from assignments a where a.comparison_id = c.id and a.annotator_id = ${of.annotatorId} and a.repeat_number = 0
              and a.state not in ('expired', 'released')))
          then 'in_progress' else 'all_done' end) as reason,
      case when me.stopped_by is not null then me.back_at
        when (select reason from most) = 'cool_down' then (
          select min(a.closed_at) + make_interval(hours => me.cooldown_hours) from assignments a
          where a.annotator_id = ${of.annotatorId} and a.project_id = ${of.projectId} and a.state in ('submitted', 'skipped')
            and a.closed_at > clock_timestamp() - make_interval(hours => me.cooldown_hours))
      end as "backAt",
      -- More than were looked at may hold some, too.
      (select count(*) >= ${LOOKED_AT}::int or count(*) filter (where reason is null or reason in ('cool_down', 'opted_out')) > 0 from kept) as "mayCome"
    from me`.execute(db);
  return rows[0] ?? { reason: 'all_done', backAt: null, mayCome: false };
}
