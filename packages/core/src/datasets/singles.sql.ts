import { type RawBuilder, sql } from 'kysely';
import type { Recipe } from '@pairwright/contract/datasets';
import { isBlank } from './blank.sql.ts';
import { among, isEach, type Resolving, weighsThumbs } from './resolving.sql.ts';
import { flaggedIf } from './units.sql.ts';

/**
 * Expressions over `judged` that `singleUnits` reads: what was said of responses alone, by comparison, or by vote where every vote is
 * a row. A decision that the recipe prefers stands there instead of the judgments.
 */
export function singleExpressions(of: Resolving): RawBuilder<unknown> {
  const { projectId, recipe } = of;
  const prefers = recipe.adjudicated === 'prefer';
  const key = sql.raw(isEach(recipe) ? 'comparison_id, vote_id' : 'comparison_id');
  const weight = sql.raw(weighsThumbs(of) ? 'j.weight' : '1::bigint');
  return sql`
    alone_judged as materialized (
      select j.comparison_id, j.outcome, j.details, ${weight} as weight, j.id as vote_id, j.created_at as voted_at
      from judged j join comparisons c on c.id = j.comparison_id
      where j.reason is null and cardinality(c.response_ids) = 1
    ),
    alone_votes as (
      select comparison_id, count(*) as votes, count(*) filter (where outcome = 'cannot_judge') as cannot_judge from alone_judged group by 1
    ),
    alone as not materialized (${
      prefers
        ? sql`
      select *, false as decided from alone_judged j where not exists (select from adjudicated d where d.comparison_id = j.comparison_id)
      union all
      select d.comparison_id, d.outcome, d.details, 1, null, null, true from adjudicated d join comparisons c on c.id = d.comparison_id
      where cardinality(c.response_ids) = 1`
        : sql`select *, false as decided from alone_judged`
    }),
    alone_counts as (
      select ${key}, bool_or(decided) as decided, count(*) as told, count(*) filter (where outcome = 'cannot_judge') as cannot_judge,
        coalesce(sum(weight) filter (where outcome = 'thumbs_up'), 0)::bigint as up, coalesce(sum(weight) filter (where outcome = 'thumbs_down'), 0)::bigint as down,
        count(*) filter (where outcome = 'steps') as stepped
      from alone group by ${key}
    ),
    ${stepExpressions(recipe, key)}
    ${isEach(recipe) ? wholeExpressions : sql``}
    alone_means as (
      select ${key}, r.rating ->> 'key' as key, avg((r.rating ->> 'value')::double precision) as mean, count(*) as votes
      from alone a cross join lateral json_array_elements(a.details -> 'ratings') as r (rating)
      where a.outcome <> 'cannot_judge' group by ${key}, r.rating ->> 'key'
    ),
    rating_scales as (
      select distinct on (r.rating ->> 'key') r.rating ->> 'key' as key, (r.rating ->> 'min')::int as lowest, (r.rating ->> 'max')::int as highest
      from questions q cross join lateral jsonb_array_elements(q.form -> 'ratings') as r (rating)
      where q.project_id = ${projectId} order by 1, q.version desc
    ),
    alone_ratings as (
      select ${key}, json_agg(json_build_object('key', m.key, 'mean', m.mean, 'votes', m.votes, 'lowest', s.lowest, 'highest', s.highest) order by m.key collate "C") as ratings
      from alone_means m left join rating_scales s using (key) group by ${key}
    ),`;
}

/** What was said of each place that more than half of them judged. */
function stepExpressions(recipe: Recipe, key: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    alone_places as (
      select ${key}, s.place, count(*) as votes, min((s.step ->> 'start')::int) as start, min((s.step ->> 'end')::int) as "end",
        count(distinct concat(s.step ->> 'start', ' ', s.step ->> 'end')) as cuts,
        count(*) filter (where s.step ->> 'label' = 'right') as "right", count(*) filter (where s.step ->> 'label' = 'wrong') as wrong,
        count(*) filter (where s.step ->> 'label' = 'neutral') as neutral
      from alone a cross join lateral json_array_elements(a.details -> 'steps') with ordinality as s (step, place)
      where a.outcome = 'steps' group by ${key}, s.place
    ),
    alone_led as (
      select *, greatest("right", wrong, neutral) as leader from alone_places
    ),
    alone_steps as (
      select ${key}, min(p.leader::double precision / p.votes) as agreement,
        bool_or(p.cuts > 1 or (p."right" = p.leader)::int + (p.wrong = p.leader)::int + (p.neutral = p.leader)::int > 1 or not (${enough(recipe, 'p.votes')})) as unclear,
        json_agg(json_build_object('start', p.start, 'end', p."end", 'label',
          case p.leader when p."right" then 'right' when p.wrong then 'wrong' else 'neutral' end) order by p.place) as steps
      from alone_led p join alone_counts k using (${key})
      where p.votes * 2 > k.stepped group by ${key}
    ),`;
}

/** What all say together of a response of which every vote is a row: thumbs, and the least agreement on a step. */
const wholeExpressions = sql`
    whole as (
      select comparison_id, count(*) filter (where outcome = 'thumbs_up') as up, count(*) filter (where outcome = 'thumbs_down') as down,
        count(*) filter (where outcome = 'steps') as stepped from alone_judged group by 1
    ),
    whole_places as (
      select comparison_id, s.place, count(*) as votes,
        greatest(count(*) filter (where s.step ->> 'label' = 'right'), count(*) filter (where s.step ->> 'label' = 'wrong'), count(*) filter (where s.step ->> 'label' = 'neutral')) as leader
      from alone_judged a cross join lateral json_array_elements(a.details -> 'steps') with ordinality as s (step, place)
      where a.outcome = 'steps' group by 1, 2
    ),
    whole_steps as (
      select comparison_id, min(p.leader::double precision / p.votes) as agreement
      from whole_places p join whole w using (comparison_id) where p.votes * 2 > w.stepped group by 1
    ),`;

function enough({ majority }: Recipe, total: string): RawBuilder<unknown> {
  return sql.raw(
    { simple: 'true', absolute: `leader * 2 > ${total}`, unanimous: `leader = ${total}` }[majority],
  );
}

/** The comparisons of one response as units, with `dropped` as `resolveSingle` of domain has it, or `singleVotes` where every vote is a row. */
export function singleUnits(of: Resolving): RawBuilder<unknown> {
  const { projectId, recipe } = of;
  const each = isEach(recipe);
  const [told, cannotJudge] = each
    ? [sql`coalesce(v.votes, 0)`, sql`coalesce(v.cannot_judge, 0)`]
    : [sql`coalesce(k.told, 0)`, sql`coalesce(k.cannot_judge, 0)`];
  const joined = (table: string, name: string) =>
    sql.raw(
      `left join ${table} ${name} on ${name}.comparison_id = c.id${each ? ` and ${name}.vote_id = o.vote_id` : ''}`,
    );
  return sql`
    select s.id, s.rank, s.prompt_id, 1 as n, null::int as i, null::int as j, 'single' as source, s.vote_id as judgment_id, s.voted_at as created_at,
      s.response_id as chosen_id, null::uuid as rejected_id, 0::double precision as margin,
      case when s.up + s.down > 0 then s.leader::double precision / (s.up + s.down) when s.stepped > 0 then s.step_agreement end as agreement,
      ${each ? sql`(s.vote_id is not null and not s.abstains)::int::bigint` : sql`s.told - s.cannot_judge`} as ballots,
      ${each ? sql`(s.vote_id is not null)::int::bigint` : sql`s.votes`} as votes, s.leads, null as label,
      case when s.up + s.down > 0 then 'label' when s.stepped > 0 then 'steps' else 'ratings' end as kind,
      case
        when s.up + s.down > 0 then json_build_object('good', s.up > s.down)
        when s.stepped > 0 then json_build_object('steps', s.steps)
        else json_build_object('ratings', s.ratings)
      end as detail,
      ${each ? sql`case when s.up + s.down > 0 then greatest(s.all_up, s.all_down)::double precision / (s.all_up + s.all_down) when s.stepped > 0 then s.all_steps end as shared,` : sql``}
      case
        when s.flagged then 'flagged'
        when s.told < s.least then 'too_few_judgments'
        when s.told - s.cannot_judge < s.least or s.abstains then 'cannot_judge'
        when s.messages is null then 'text_missing'
        when ${isBlank('s.messages')} then 'empty_chosen'
        when s.up + s.down > 0 then case when s.up = s.down or not (${enough(recipe, '(s.up + s.down)')}) then 'no_majority' end
        when s.stepped > 0 then case when s.unclear is distinct from false then 'no_majority' end
        when s.ratings is null then 'no_preference'
      end as dropped
    from (
      select c.id, c.rank, c.prompt_id, c.response_ids[1] as response_id, r.messages, ${flaggedIf(recipe)} as flagged,
        ${told} as told, case when k.decided then 1 else ${recipe.minJudgments}::int end as least,
        coalesce(v.votes, 0) as votes, ${cannotJudge} as cannot_judge, coalesce(k.up, 0) as up, coalesce(k.down, 0) as down,
        coalesce(k.stepped, 0) as stepped, greatest(k.up, k.down) as leader, t.steps, t.unclear, t.agreement as step_agreement, g.ratings,
        ${each ? sql`w.up as all_up, w.down as all_down, z.agreement as all_steps, o.vote_id, o.voted_at, coalesce(k.cannot_judge, 0) > 0 as abstains, row_number() over (partition by c.id order by o.vote_id) = 1 as leads` : sql`null::uuid as vote_id, null::timestamptz as voted_at, false as abstains, true as leads`}
      from comparisons c
      left join responses r on r.id = c.response_ids[1]
      left join alone_votes v on v.comparison_id = c.id
      ${each ? sql`left join alone_judged o on o.comparison_id = c.id left join whole w on w.comparison_id = c.id left join whole_steps z on z.comparison_id = c.id` : sql``}
      ${joined('alone_counts', 'k')} ${joined('alone_steps', 't')} ${joined('alone_ratings', 'g')}
      where c.project_id = ${projectId} and cardinality(c.response_ids) = 1 and ${among(of, 'c.id')}
    ) s`;
}
