import { type RawBuilder, sql } from 'kysely';
import type { Recipe } from '@pairwright/contract/datasets';
import { isBlank } from './blank.sql.ts';
import { flaggedIf } from './units.sql.ts';

/**
 * Expressions over `judged` that `singleUnits` reads: what was said of responses alone. A decision that the recipe prefers stands
 * there instead of the judgments.
 */
export function singleExpressions(projectId: string, recipe: Recipe): RawBuilder<unknown> {
  const prefers = recipe.adjudicated === 'prefer';
  return sql`
    alone_judged as materialized (
      select j.comparison_id, j.outcome, j.details
      from judged j join comparisons c on c.id = j.comparison_id
      where j.reason is null and cardinality(c.response_ids) = 1
    ),
    alone_votes as (select comparison_id, count(*) as votes from alone_judged group by 1),
    alone as not materialized (${
      prefers
        ? sql`
      select *, false as decided from alone_judged j where not exists (select from adjudicated d where d.comparison_id = j.comparison_id)
      union all
      select d.comparison_id, d.outcome, d.details, true from adjudicated d join comparisons c on c.id = d.comparison_id
      where cardinality(c.response_ids) = 1`
        : sql`select *, false as decided from alone_judged`
    }),
    alone_counts as (
      select comparison_id, bool_or(decided) as decided, count(*) as told, count(*) filter (where outcome = 'cannot_judge') as cannot_judge,
        count(*) filter (where outcome = 'thumbs_up') as up, count(*) filter (where outcome = 'thumbs_down') as down,
        count(*) filter (where outcome = 'steps') as stepped
      from alone group by 1
    ),
    alone_places as (
      select a.comparison_id, s.place, count(*) as votes, min((s.step ->> 'start')::int) as start, min((s.step ->> 'end')::int) as "end",
        count(distinct concat(s.step ->> 'start', ' ', s.step ->> 'end')) as cuts,
        count(*) filter (where s.step ->> 'label' = 'right') as "right", count(*) filter (where s.step ->> 'label' = 'wrong') as wrong,
        count(*) filter (where s.step ->> 'label' = 'neutral') as neutral
      from alone a cross join lateral json_array_elements(a.details -> 'steps') with ordinality as s (step, place)
      where a.outcome = 'steps' group by 1, 2
    ),
    alone_led as (
      select *, greatest("right", wrong, neutral) as leader from alone_places
    ),
    alone_steps as (
      select p.comparison_id, min(p.leader::double precision / p.votes) as agreement,
        bool_or(p.cuts > 1 or (p."right" = p.leader)::int + (p.wrong = p.leader)::int + (p.neutral = p.leader)::int > 1 or not (${enough(recipe, 'p.votes')})) as unclear,
        json_agg(json_build_object('start', p.start, 'end', p."end", 'label',
          case p.leader when p."right" then 'right' when p.wrong then 'wrong' else 'neutral' end) order by p.place) as steps
      from alone_led p join alone_counts k using (comparison_id)
      where p.votes * 2 > k.stepped group by 1
    ),
    alone_means as (
      select a.comparison_id, r.rating ->> 'key' as key, avg((r.rating ->> 'value')::double precision) as mean, count(*) as votes
      from alone a cross join lateral json_array_elements(a.details -> 'ratings') as r (rating)
      where a.outcome <> 'cannot_judge' group by 1, 2
    ),
    rating_scales as (
      select distinct on (r.rating ->> 'key') r.rating ->> 'key' as key, (r.rating ->> 'min')::int as lowest, (r.rating ->> 'max')::int as highest
      from questions q cross join lateral jsonb_array_elements(q.form -> 'ratings') as r (rating)
      where q.project_id = ${projectId} order by 1, q.version desc
    ),
    alone_ratings as (
      select m.comparison_id, json_agg(json_build_object('key', m.key, 'mean', m.mean, 'votes', m.votes, 'lowest', s.lowest, 'highest', s.highest) order by m.key collate "C") as ratings
      from alone_means m left join rating_scales s using (key) group by 1
    ),`;
}

function enough({ majority }: Recipe, total: string): RawBuilder<unknown> {
  return sql.raw(
    { simple: 'true', absolute: `leader * 2 > ${total}`, unanimous: `leader = ${total}` }[majority],
  );
}

/** The comparisons of one response as units, with `dropped` as `resolveSingle` of domain has it. `among`: which comparisons c. */
export function singleUnits(
  projectId: string,
  recipe: Recipe,
  among: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    select s.id, s.rank, s.prompt_id, 1 as n, null::int as i, null::int as j, 'single' as source, null::uuid as judgment_id, null::timestamptz as created_at,
      s.response_id as chosen_id, null::uuid as rejected_id, 0::double precision as margin,
      case when s.up + s.down > 0 then s.leader::double precision / (s.up + s.down) when s.stepped > 0 then s.step_agreement end as agreement,
      s.told - s.cannot_judge as ballots, s.votes, true as leads, null as label,
      case when s.up + s.down > 0 then 'label' when s.stepped > 0 then 'steps' else 'ratings' end as kind,
      case
        when s.up + s.down > 0 then json_build_object('good', s.up > s.down)
        when s.stepped > 0 then json_build_object('steps', s.steps)
        else json_build_object('ratings', s.ratings)
      end as detail,
      case
        when s.flagged then 'flagged'
        when s.told < s.least then 'too_few_judgments'
        when s.told - s.cannot_judge < s.least then 'cannot_judge'
        when s.messages is null then 'text_missing'
        when ${isBlank('s.messages')} then 'empty_chosen'
        when s.up + s.down > 0 then case when s.up = s.down or not (${enough(recipe, '(s.up + s.down)')}) then 'no_majority' end
        when s.stepped > 0 then case when s.unclear is distinct from false then 'no_majority' end
        when s.ratings is null then 'no_preference'
      end as dropped
    from (
      select c.id, c.rank, c.prompt_id, c.response_ids[1] as response_id, r.messages, ${flaggedIf(recipe)} as flagged,
        coalesce(k.told, 0) as told, case when k.decided then 1 else ${recipe.minJudgments}::int end as least,
        coalesce(v.votes, 0) as votes, coalesce(k.cannot_judge, 0) as cannot_judge, coalesce(k.up, 0) as up, coalesce(k.down, 0) as down,
        coalesce(k.stepped, 0) as stepped, greatest(k.up, k.down) as leader, t.steps, t.unclear, t.agreement as step_agreement, g.ratings
      from comparisons c
      left join responses r on r.id = c.response_ids[1]
      left join alone_votes v on v.comparison_id = c.id
      left join alone_counts k on k.comparison_id = c.id
      left join alone_steps t on t.comparison_id = c.id
      left join alone_ratings g on g.comparison_id = c.id
      where c.project_id = ${projectId} and cardinality(c.response_ids) = 1 and ${among}
    ) s`;
}
