import { type RawBuilder, sql } from 'kysely';
import { among, counts, isWeighted, type Resolving } from './resolving.sql.ts';
import { flaggedIf, rankedPair, unitsByNumber } from './units.sql.ts';

/**
 * One row per unit with what was said of it. `offset 0` here and in `led`: the sums are made once, not wherever they are
 * used. Answers on a scale are about two responses; abstentions are from all units of the comparison.
 */
export function unitVotes(of: Resolving): RawBuilder<unknown> {
  const { projectId, recipe } = of;
  const ofRankings = recipe.rankings !== 'leave_out';
  const sum = (name: string) =>
    `coalesce(case when u.n = 2 then v.${name} end, 0)${ofRankings ? ` + coalesce(k.${name}, 0)` : ''}`;
  const [first, second] = isWeighted(of) ? ['k.wfirst', 'k.wsecond'] : ['k.first', 'k.second'];
  const strengths = sql.raw(
    `coalesce(case when u.n = 2 then v.strengths end, 0)${ofRankings ? ` + (coalesce(${second}, 0) - coalesce(${first}, 0))` : ''}`,
  );
  const sums = (prefix: string) =>
    sql.raw(
      `${sum(`${prefix}first`)} as ${prefix}first, ${sum(`${prefix}second`)} as ${prefix}second, ${sum(`${prefix}tie`)} as ${prefix}even, ${sum(`${prefix}both_bad`)} as ${prefix}bad,`,
    );
  const singles = recipe.singles === 'include' ? sql`and cardinality(c.response_ids) > 1` : sql``;
  return sql`
    select c.id, c.rank, c.prompt_id, c.response_ids, coalesce(u.n, 1) as n, u.i, u.j, ${flaggedIf(recipe)} as flagged,
      coalesce(v.cannot_judge, 0) as cannot_judge, coalesce(k.rankings, 0) as rankings,
      ${sums('')} ${isWeighted(of) ? sums('w') : sql``}
      ${strengths} as strengths
    from comparisons c
    left join ${unitsByNumber} on u.n = cardinality(c.response_ids)
    left join counted v on v.comparison_id = c.id
    left join ranked k on k.comparison_id = c.id and k.i = u.i and k.j = u.j
    where c.project_id = ${projectId} ${singles} and ${among(of, 'c.id')}
    offset 0`;
}

/** `voteUnits` of domain: a row per vote, and one for a unit without any. `unit_votes`, `unit_cannot` and `all_` are of the whole unit. */
export function voteUnits(of: Resolving): RawBuilder<unknown> {
  const { projectId, recipe } = of;
  const ranking =
    recipe.rankings === 'leave_out'
      ? 'null'
      : `nullif(${rankedPair('j.ranks[u.i + 1]', 'j.ranks[u.j + 1]')}, 'unknown')`;
  const said = sql.raw(`case
        when j.outcome = 'ranking' then ${ranking}
        when j.outcome = 'cannot_judge' then 'cannot_judge'
        when u.n <> 2 then null
        when j.outcome = 'preference' then case when j.strength < 0 then 'first' else 'second' end
        when j.outcome in ('tie', 'both_bad') then j.outcome
      end`);
  const all = (name: string) => sql.raw(`count(*) filter (where v.said = '${name}') over unit`);
  const one = (name: string) => sql.raw(`(v.said is not distinct from '${name}')::int::bigint`);
  const singles = recipe.singles === 'include' ? sql`and cardinality(c.response_ids) > 1` : sql``;
  return sql`
    select c.id, c.rank, c.prompt_id, c.response_ids, coalesce(u.n, 1) as n, u.i, u.j, ${flaggedIf(recipe)} as flagged,
      ${one('cannot_judge')} as cannot_judge, (c.id in (select t.comparison_id from told t where t.ranks is not null))::int as rankings,
      ${one('first')} as first, ${one('second')} as second, ${one('tie')} as even, ${one('both_bad')} as bad, coalesce(v.strength, 0) as strengths,
      v.vote_id, v.created_at as voted_at, ${all('first')} as all_first, ${all('second')} as all_second, ${all('tie')} as all_even, ${all('both_bad')} as all_bad, count(v.vote_id) over unit as unit_votes, count(*) filter (where v.said = 'cannot_judge') over unit as unit_cannot,
      (u.i is null or (u.i = 0 and u.j = 1)) and row_number() over (partition by c.id, u.i, u.j order by v.vote_id) = 1 as leads
    from comparisons c
    left join ${unitsByNumber} on u.n = cardinality(c.response_ids)
    left join (
      select s.* from (
        select j.id as vote_id, j.comparison_id, j.created_at, u.i, u.j, ${said} as said,
          case when j.outcome = 'ranking' then case ${sql.raw(ranking)} when 'first' then -1 when 'second' then 1 else 0 end else coalesce(j.strength, 0) end::double precision as strength
        from judged j join comparisons c on c.id = j.comparison_id join ${unitsByNumber} on u.n = cardinality(c.response_ids)
        where ${counts('j')}
      ) s where s.said is not null
    ) v on v.comparison_id = c.id and v.i = u.i and v.j = u.j
    where c.project_id = ${projectId} ${singles} and ${among(of, 'c.id')}
    window unit as (partition by c.id, u.i, u.j)
    offset 0`;
}
