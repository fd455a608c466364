import { type RawBuilder, sql } from 'kysely';
import type { Recipe } from '@pairwright/contract/datasets';
import { blankCharacters } from '@pairwright/domain/resolution';

/**
 * The rules of `resolve` in domain as SQL; a property test holds the two together. Every judgment of a project with
 * the reason why it takes no part, or null when it counts.
 */
export function judgmentsWithReason(projectId: string): RawBuilder<unknown> {
  return sql`
    select j.id, j.comparison_id, j.annotator_id, j.outcome, j.strength, j.created_at,
      case
        when j.outcome = 'retracted' then 'retraction'
        when s.outcome = 'retracted' then 'retracted'
        when s.id is not null then 'superseded'
        when a.kind in ('repeat', 'practice', 'gold', 'review') then a.kind
        when a.repeat_number > 0 then 'repeat'
        when j.surplus then 'surplus'
      end as reason
    from judgments j
    join assignments a on a.id = j.assignment_id
    left join judgments s on s.supersedes = j.id
    where j.project_id = ${projectId}`;
}

/**
 * Common table expressions that end in `resolved`: every comparison of the project with `dropped` (null: a row),
 * chosen and rejected response, margin, agreement and the number of judgments that count.
 */
export function resolvedExpressions(projectId: string, recipe: Recipe): RawBuilder<unknown> {
  return sql`
    judged as (${judgmentsWithReason(projectId)}),
    counted as (
      select comparison_id,
        count(*) as votes,
        count(*) filter (where outcome = 'preference' and strength < 0) as first,
        count(*) filter (where outcome = 'preference' and strength > 0) as second,
        count(*) filter (where outcome = 'tie') as tie,
        count(*) filter (where outcome = 'both_bad') as both_bad,
        count(*) filter (where outcome = 'cannot_judge') as cannot_judge,
        coalesce(sum(strength::double precision) filter (where outcome = 'preference'), 0) as strengths
      from judged where reason is null group by comparison_id
    ),
    ballots as (
      select c.id, c.rank, c.prompt_id, c.response_ids,
        ${recipe.dropFlagged ? sql`exists (select from flags f where f.comparison_id = c.id)` : sql`false`} as flagged,
        coalesce(v.votes, 0) as votes, coalesce(v.cannot_judge, 0) as cannot_judge,
        coalesce(v.first, 0) as first, coalesce(v.second, 0) as second,
        ${tieBallots(recipe)} as tie,
        ${recipe.bothBad === 'as_tie' ? sql`0::bigint` : sql`coalesce(v.both_bad, 0)`} as both_bad,
        coalesce(v.strengths, 0) as strengths
      from comparisons c
      left join counted v on v.comparison_id = c.id
      where c.project_id = ${projectId}
    ),
    led as (
      select *, greatest(first, second, tie, both_bad) as leader, first + second + tie + both_bad as total from ballots
    ),
    labelled as materialized (
      select *, ${label(recipe)} as label from led
    ),
    resolved as (
      select l.id, l.rank, l.prompt_id, l.votes,
        case l.label when 'first' then l.response_ids[1] else l.response_ids[2] end as chosen_id,
        case l.label when 'first' then l.response_ids[2] else l.response_ids[1] end as rejected_id,
        -- Adding 0 makes a negative zero positive.
        greatest(0, (case l.label when 'first' then -1 else 1 end) * l.strengths / nullif(l.total, 0)) + 0 as margin,
        l.leader::double precision / nullif(l.total, 0) as agreement,
        case when l.label in ('first', 'second') then (${contentFault}) else l.label end as dropped
      from labelled l
    )`;
}

function tieBallots({ ties, bothBad }: Recipe): RawBuilder<unknown> {
  const all =
    bothBad === 'as_tie' ? sql`coalesce(v.tie, 0) + coalesce(v.both_bad, 0)` : sql`coalesce(v.tie, 0)`;
  if (ties === 'drop') return all;
  const others =
    bothBad === 'as_tie'
      ? sql`coalesce(v.first, 0) + coalesce(v.second, 0)`
      : sql`coalesce(v.first, 0) + coalesce(v.second, 0) + coalesce(v.both_bad, 0)`;
  // Without any other ballot the ties stay, and the comparison is a tie.
  return sql`case when ${others} = 0 then ${all} else 0 end`;
}

/** `first` or `second`, else the reason why the comparison has no such label. */
function label({ minJudgments, majority }: Recipe): RawBuilder<unknown> {
  const enough = { simple: sql`true`, absolute: sql`leader * 2 > total`, unanimous: sql`leader = total` }[
    majority
  ];
  return sql`case
    when flagged then 'flagged'
    when votes < ${minJudgments} then 'too_few_judgments'
    when votes - cannot_judge < ${minJudgments} then 'cannot_judge'
    when (first = leader)::int + (second = leader)::int + (tie = leader)::int + (both_bad = leader)::int > 1 or not (${enough}) then 'no_majority'
    when tie = leader then 'tie'
    when both_bad = leader then 'both_bad'
    when first = leader then 'first'
    else 'second'
  end`;
}

/** Looks the two texts up one pair at a time: joining all of them at once would carry them through temporary files. */
const contentFault = sql`
  select case
    when r1.messages is null or r2.messages is null then 'text_missing'
    when r1.messages::text = r2.messages::text then 'identical_responses'
    when btrim(coalesce((case l.label when 'first' then r1.messages else r2.messages end) -> -1 ->> 'content', ''), ${blankCharacters}) = '' then 'empty_chosen'
  end
  from (values (l.response_ids[1], l.response_ids[2])) as pair (first_id, second_id)
  left join responses r1 on r1.id = pair.first_id
  left join responses r2 on r2.id = pair.second_id`;
