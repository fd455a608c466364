import { type RawBuilder, sql } from 'kysely';
import { isPaid, rateOf } from '../../pay/paid.sql.ts';
import { settledResults } from '../../projects/counts.queries.ts';
import { rankedResults } from './ranked.sql.ts';

/**
 * The part of each of some comparisons in the sums, as common table expressions: `now_parts` is as it is, `changed` has those
 * whose part is another than the one taken in, and `contributions` (measure, key, n) is by how much that moves the sums of the
 * project. `ids` is a query of their ids, each once. What was taken in before rankings told of models says so by `ranked`, and
 * what was before all paid work was in, by `paid` being null.
 */
export function partsOf(ids: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    now_parts as materialized (
      select c.id as comparison_id, c.project_id, t.judgment_ids, t.paid, c.target_judgments, c.judged, c.skipped, c.flagged, c.state,
        -- One look by key each, whatever is thought of how many labels there are.
        coalesce((select r.result in (${settledResults}) from resolutions r where r.comparison_id = c.id and r.question = 'main'), false) as settled, true as ranked
      from (${ids}) w (id) join comparisons c on c.id = w.id
      cross join lateral (
        select coalesce(array_agg(a.judgment_id order by a.judgment_id) filter (where not j.surplus and a.set_aside is null
            and a.kind in ('normal', 'imported') and a.repeat_number = 0), '{}') as judgment_ids,
          coalesce(array_agg(rate.number order by rate.number) filter (where rate.number is not null), '{}') as paid
        from assignments a join judgments j on j.id = a.judgment_id and j.assignment_id = a.id
        cross join lateral (select case when ${isPaid} then ${rateOf} end as number) rate
        where a.comparison_id = c.id and a.state = 'submitted'
      ) t
    ),
    changed as materialized (
      select n as part, o as before from now_parts n left join overview_parts o on o.comparison_id = n.comparison_id
      where (n.judgment_ids, n.target_judgments, n.judged, n.skipped, n.flagged, n.state, n.settled, n.ranked, n.paid)
        is distinct from (o.judgment_ids, o.target_judgments, o.judged, o.skipped, o.flagged, o.state, o.settled, o.ranked, o.paid)
    ),
    sides as materialized (
      select 1 as sign, (part).comparison_id, (part).judgment_ids, (part).target_judgments, (part).judged, (part).skipped,
        (part).flagged, (part).state, (part).settled, (part).ranked, (part).paid from changed
      union all
      select -1, (before).comparison_id, (before).judgment_ids, (before).target_judgments, (before).judged, (before).skipped,
        (before).flagged, (before).state, (before).settled, (before).ranked, (before).paid from changed where (before).comparison_id is not null
    ),
    counted as materialized (
      -- Strength below 0 prefers the first in canonical order; the first element tells which one stood on the left.
      select s.sign, s.comparison_id, j.outcome, sign(j.strength) as side, (j.strength < 0) = (a.presented_order[1] = 0) as is_left,
        j.annotator_id, to_char(j.created_at at time zone 'UTC', 'YYYY-MM-DD') as day, j.source,
        case when s.ranked then j.ranks end as ranks
      from sides s cross join unnest(s.judgment_ids) u (id) join judgments j on j.id = u.id join assignments a on a.id = j.assignment_id
      where s.state <> 'withdrawn'
    ),
    said as materialized (
      select sign, comparison_id, outcome, side, count(*) as n from counted
      where outcome in ('preference', 'tie', 'both_bad') group by 1, 2, 3, 4
    ),
    ranked as materialized (${rankedResults('sign, comparison_id')}),
    contributions as (
      select measure, key, sum(n)::bigint as n from (${contributions}) x group by measure, key having sum(n) <> 0
    )`;
}

const contributions = sql`
  select 'judgments' as measure, array[day, annotator_id::text] as key, sign::bigint as n from counted
  union all
  select 'imported', array[day], sign from counted where source = 'import'
  union all
  select m.measure, array[c.outcome], c.sign from counted c cross join lateral (values ('outcome', true),
    ('left', c.outcome = 'preference' and c.is_left)) m (measure, applies)
  where m.applies
  union all
  select 'earned', array[u.rate::text], s.sign from sides s cross join unnest(s.paid) u (rate)
  union all
  select 'agreeing', array[sum(n)::text, sum(n * (n - 1))::text], sign from said group by sign, comparison_id having sum(n) > 1
  union all
  select m.measure, array[r.model], s.sign * s.n
  from said s join comparisons k on k.id = s.comparison_id and cardinality(k.response_ids) = 2
  cross join lateral (values (1, case when s.outcome = 'tie' then 'ties' when s.side < 0 then 'wins' else 'losses' end),
    (2, case when s.outcome = 'tie' then 'ties' when s.side > 0 then 'wins' else 'losses' end)) m (place, measure)
  join responses r on r.id = k.response_ids[m.place]
  where s.outcome = 'tie' or s.outcome = 'preference' and s.side <> 0
  union all
  select case when s.said = 'tie' then 'ties' when s.said = m.won then 'wins' else 'losses' end, array[r.model], s.sign * s.n
  from ranked s join comparisons k on k.id = s.comparison_id
  cross join lateral (values (s.i, 'first'), (s.j, 'second')) m (place, won)
  join responses r on r.id = k.response_ids[m.place + 1]
  union all
  select m.measure, '{}', s.sign * m.n
  from sides s cross join lateral (values ('comparisons', 1), ('wanted', s.target_judgments), ('completed', (s.judged >= s.target_judgments)::int),
    ('unfit', (s.state = 'unfit')::int), ('judged', s.judged), ('skipped', (s.skipped > 0)::int), ('flagged', (s.flagged > 0)::int),
    ('skips', s.skipped), ('remaining', case when s.state = 'open' then greatest(s.target_judgments - s.judged, 0) else 0 end),
    ('settled', s.settled::int)) m (measure, n)
  -- What is withdrawn is in no number of comparisons, and its judgments are in none but pay.
  where s.state <> 'withdrawn'`;
