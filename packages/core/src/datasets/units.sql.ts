import { type RawBuilder, sql } from 'kysely';
import type { Recipe } from '@pairwright/contract/datasets';
import { mostResponses } from '@pairwright/contract/judgment';
import { unitsOf } from '@pairwright/domain/resolution-units';
import { isBlank } from './blank.sql.ts';

/** The pairs of n responses as a relation of n, i and j: canonical indices from 0. One response has none. */
export const unitsByNumber = sql.raw(
  `(values ${Array.from({ length: mostResponses - 1 }, (_, index) => index + 2)
    .flatMap((n) => unitsOf(n).map(({ first, second }) => `(${n}, ${first}, ${second})`))
    .join(', ')}) as u (n, i, j)`,
);

/** `rankedPair` of domain for two expressions of ranks. */
export function rankedPair(first: string, second: string): string {
  return `case
    when ${first} is null or ${second} is null then case when ${first} > 0 then 'first' when ${second} > 0 then 'second' else 'unknown' end
    when ${first} = 0 and ${second} = 0 then 'both_bad'
    when ${first} = ${second} then 'tie'
    when ${first} = 0 then 'second'
    when ${second} = 0 then 'first'
    when ${first} < ${second} then 'first'
    else 'second'
  end`;
}

/** What the rankings in `told` say, by comparison and unit. */
export function rankingVotes(isWeighted: boolean): RawBuilder<unknown> {
  const outcomes = ['first', 'second', 'tie', 'both_bad'];
  const sums = [
    ...outcomes.map((name) => `count(*) filter (where said = '${name}') as ${name}`),
    ...(isWeighted
      ? outcomes.map((name) => `coalesce(sum(weight) filter (where said = '${name}'), 0)::bigint as w${name}`)
      : []),
  ];
  return sql`
  select comparison_id, i, j, count(*) as rankings, ${sql.raw(sums.join(', '))}
  from (
    select t.comparison_id, t.weight, u.i, u.j, ${sql.raw(rankedPair('t.ranks[u.i + 1]', 't.ranks[u.j + 1]'))} as said
    from told t join ${unitsByNumber} on u.n = cardinality(t.ranks)
  ) r
  group by comparison_id, i, j`;
}

/**
 * Expressions `levels` over `labelled`: the level of each response of three or more, 1 the best, and how many levels there are.
 * Of the votes of a comparison together, or `byVote` of each one.
 */
export function levelExpressions(byVote: boolean): RawBuilder<unknown> {
  const key = sql.raw(byVote ? 'id, vote_id' : 'id');
  const keyOfUnit = sql.raw(byVote ? 'l.id, l.vote_id' : 'l.id');
  return sql`
  scores as (
    select ${keyOfUnit}, s.place, sum(s.won) as score
    from labelled l cross join lateral (
      values (l.i, case l.label when 'first' then 1 when 'second' then -1 else 0 end), (l.j, case l.label when 'first' then -1 when 'second' then 1 else 0 end)
    ) as s (place, won)
    where l.n > 2 group by ${keyOfUnit}, s.place
  ),
  ordered as (select ${key}, place, dense_rank() over (partition by ${key} order by score desc) as level from scores),
  levels as materialized (select ${key}, place, level, max(level) over (partition by ${key}) as last from ordered),`;
}

/** Whether the unit is taken, over a and b, the levels of its two responses. */
export function isSelected(rankings: Recipe['rankings']): RawBuilder<unknown> {
  switch (rankings) {
    case 'adjacent':
      return sql`l.n = 2 or abs(a.level - b.level) = 1`;
    case 'best_vs_rest':
      return sql`l.n = 2 or (least(a.level, b.level) = 1 and a.level <> b.level)`;
    case 'best_vs_worst':
      return sql`l.n = 2 or (least(a.level, b.level) = 1 and a.level <> b.level and greatest(a.level, b.level) = a.last)`;
    case 'all':
    case 'leave_out':
      return sql`true`;
  }
}

/**
 * What is wrong with two texts that would be a row. They are looked up one pair at a time: joining all of them at once
 * would carry them through temporary files.
 */
export function contentFault(chosenId: string, rejectedId: string): RawBuilder<unknown> {
  return sql`
    select case
      when r1.messages is null or r2.messages is null then 'text_missing'
      when r1.messages::text = r2.messages::text then 'identical_responses'
      when ${isBlank('r1.messages')} then 'empty_chosen'
    end
    from (values (${sql.raw(chosenId)}, ${sql.raw(rejectedId)})) as pair (chosen_id, rejected_id)
    left join responses r1 on r1.id = pair.chosen_id
    left join responses r2 on r2.id = pair.rejected_id`;
}

/** `beatenBy` of domain: whether the rewrite of judgment t is better than the response at place k. */
const isBeaten = `(t.parent is null or k.place = t.parent
    or (t.ranks is null and cardinality(c.response_ids) = 2 and case t.outcome
      when 'preference' then (t.strength < 0) = (t.parent = 0)
      else t.outcome in ('tie', 'both_bad')
    end)
    or (t.ranks is not null and ${rankedPair('t.ranks[t.parent + 1]', 't.ranks[k.place + 1]')} in ('first', 'tie', 'both_bad')))`;

/** Every rewrite that counts against every response of its comparison, with `dropped` as `rewriteFault` of domain has it. */
export function rewriteUnits(recipe: Recipe): RawBuilder<unknown> {
  const fault =
    recipe.rewrites === 'leave_out'
      ? sql`'not_selected'`
      : sql`case when not ${sql.raw(isBeaten)} then 'no_preference' else (${contentFault('t.rewrite_id', 'c.response_ids[k.place + 1]')}) end`;
  return sql`
    select c.id, c.rank, c.prompt_id, cardinality(c.response_ids) as n, k.place as i, k.place as j, 'rewrite' as source, t.id as judgment_id, t.created_at,
      t.rewrite_id as chosen_id, c.response_ids[k.place + 1] as rejected_id, 1::double precision as margin, 1::double precision as agreement,
      1::bigint as ballots, 1::bigint as votes, false as leads, 'first' as label, 'preference' as kind, null::json as detail, ${recipe.aggregation === 'each_vote' ? sql`null::double precision as shared,` : sql``}
      case when ${flaggedIf(recipe)} then 'flagged' else ${fault} end as dropped
    from told t join comparisons c on c.id = t.comparison_id
    cross join lateral generate_series(0, cardinality(c.response_ids) - 1) as k (place)
    where t.rewrite_id is not null`;
}

/** Whether comparison c is left out for a flag. */
export function flaggedIf({ dropFlagged }: Recipe): RawBuilder<unknown> {
  return dropFlagged
    ? sql`exists (select from flags f where f.comparison_id = c.id and flag_counts(f))`
    : sql`false`;
}
