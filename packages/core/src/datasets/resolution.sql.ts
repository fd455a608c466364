import { type RawBuilder, sql } from 'kysely';
import type { Recipe } from '@pairwright/contract/datasets';
import {
  contentFault,
  flaggedIf,
  isSelected,
  levelExpressions,
  rankedPair,
  rankingVotes,
  rewriteUnits,
  unitsByNumber,
} from './units.sql.ts';

/**
 * Every judgment of a project, or those that pass the filter over j, with the reason why it takes no part, or null when
 * it counts. `more`: further columns of j or of its assignment a, each after a comma.
 */
export function judgmentsWithReason(
  projectId: string,
  filter = sql`true`,
  more = sql``,
): RawBuilder<unknown> {
  return sql`
    select j.id, j.comparison_id, j.annotator_id, j.outcome, j.strength, j.ranks, j.details, j.created_at,
      case
        when j.outcome = 'retracted' then 'retraction'
        when s.outcome = 'retracted' then 'retracted'
        when s.id is not null then 'superseded'
        when a.kind in ('repeat', 'practice', 'gold', 'review') then a.kind
        when a.repeat_number > 0 then 'repeat'
        when a.set_aside = 'excluded' then 'excluded'
        when j.surplus or a.set_aside = 'surplus' then 'surplus'
      end as reason${more}
    from judgments j
    join assignments a on a.id = j.assignment_id
    left join judgments s on s.supersedes = j.id
    where j.project_id = ${projectId} and ${filter}`;
}

/**
 * Common table expressions that end in `resolved`: every unit of the project with `dropped` (null: a row), chosen and
 * rejected response, margin, agreement and the number of judgments that count. The rules of `resolve`, `resolveUnits` and
 * `rewriteFault` in domain as SQL; a property test holds them together. `n` is the number of responses of the comparison,
 * i and j (null of one response) the canonical indices; judgment_id is that of a rewrite.
 */
export function resolvedExpressions(projectId: string, recipe: Recipe): RawBuilder<unknown> {
  return sql`
    judged as (${judgmentsWithReason(projectId)}),
    counted as (
      select comparison_id,
        count(*) filter (where outcome = 'preference' and strength < 0) as first,
        count(*) filter (where outcome = 'preference' and strength > 0) as second,
        count(*) filter (where outcome = 'tie') as tie,
        count(*) filter (where outcome = 'both_bad') as both_bad,
        count(*) filter (where outcome = 'cannot_judge') as cannot_judge,
        coalesce(sum(strength::double precision) filter (where outcome = 'preference'), 0) as strengths
      from judged where reason is null group by comparison_id
    ),
    ${toldExpressions(projectId)},
    ${recipe.adjudicated === 'prefer' ? adjudicatedExpression(projectId, recipe) : sql``}
    unit_votes as (${unitVotes(projectId, recipe)}),
    ballots as (
      select *, ${tieBallots(recipe)} as tie, ${recipe.bothBad === 'as_tie' ? sql`0::bigint` : sql`bad`} as both_bad,
        first + second + even + bad + cannot_judge as votes
      from unit_votes
    ),
    led as (
      select *, greatest(first, second, tie, both_bad) as leader, first + second + tie + both_bad as total from ballots offset 0
    ),
    labelled as materialized (
      select *, ${label(recipe)} as label from ${recipe.adjudicated === 'prefer' ? ledWithDecisions : sql`led`}
    ),
    ${hasLevels(recipe) ? levelExpressions : sql``}
    resolved as (
      ${resolvedUnits(recipe)}
      union all
      ${rewriteUnits(recipe)}
    )`;
}

/** `told`: the rankings and rewrites that count; `ranked`: the votes of the rankings. Both are empty where people answer on a scale. */
function toldExpressions(projectId: string): RawBuilder<unknown> {
  const filter = sql`(j.ranks is not null or j.details is not null)`;
  return sql`
    told as materialized (
      select j.id, j.comparison_id, j.outcome, j.strength, j.ranks, j.created_at,
        (j.details -> 'rewrite' ->> 'response_id')::uuid as rewrite_id, (j.details -> 'rewrite' ->> 'parent')::int as parent
      from (${judgmentsWithReason(projectId, filter)}) j where j.reason is null
    ),
    ranked as (${rankingVotes})`;
}

/**
 * One row per unit with what was said of it. `offset 0` here and in `led`: the sums are made once, not wherever they are
 * used. Answers on a scale are about two responses; abstentions are from all units of the comparison.
 */
function unitVotes(projectId: string, recipe: Recipe): RawBuilder<unknown> {
  const ofRankings = recipe.rankings !== 'leave_out';
  const sum = (name: string) =>
    sql.raw(
      `coalesce(case when u.n = 2 then v.${name} end, 0)${ofRankings ? ` + coalesce(k.${name}, 0)` : ''}`,
    );
  const strengths = sql.raw(
    `coalesce(case when u.n = 2 then v.strengths end, 0)${ofRankings ? ' + (coalesce(k.second, 0) - coalesce(k.first, 0))' : ''}`,
  );
  return sql`
    select c.id, c.rank, c.prompt_id, c.response_ids, u.n, u.i, u.j, ${flaggedIf(recipe)} as flagged,
      coalesce(v.cannot_judge, 0) as cannot_judge, coalesce(k.rankings, 0) as rankings,
      ${sum('first')} as first, ${sum('second')} as second, ${sum('tie')} as even, ${sum('both_bad')} as bad,
      ${strengths} as strengths
    from comparisons c
    left join ${unitsByNumber} on u.n = cardinality(c.response_ids)
    left join counted v on v.comparison_id = c.id
    left join ranked k on k.comparison_id = c.id and k.i = u.i and k.j = u.j
    where c.project_id = ${projectId}
    offset 0`;
}

function hasLevels({ rankings }: Recipe): boolean {
  return rankings !== 'all' && rankings !== 'leave_out';
}

function resolvedUnits(recipe: Recipe): RawBuilder<unknown> {
  const fault = contentFault('l.chosen_id', 'l.rejected_id');
  const levels = hasLevels(recipe)
    ? sql`left join levels a on a.id = l.id and a.place = l.i left join levels b on b.id = l.id and b.place = l.j`
    : sql``;
  const dropped = hasLevels(recipe)
    ? sql`case when ${isSelected(recipe.rankings)} then (${fault}) else 'not_selected' end`
    : sql`(${fault})`;
  return sql`
    select l.id, l.rank, l.prompt_id, l.n, l.i, l.j, null::uuid as judgment_id, null::timestamptz as created_at, l.chosen_id, l.rejected_id,
      ${unlessDecided(recipe, 'coalesce(l.decided_strength, 1)', votedMargin)} as margin,
      ${unlessDecided(recipe, '1::double precision', 'l.leader::double precision / nullif(l.total, 0)')} as agreement, l.votes,
      case when l.label in ('first', 'second') then ${dropped} else l.label end as dropped
    from (
      select *, response_ids[(case label when 'first' then i else j end) + 1] as chosen_id, response_ids[(case label when 'first' then j else i end) + 1] as rejected_id
      from labelled
    ) l ${levels}`;
}

/** Adding 0 makes a negative zero positive. */
const votedMargin =
  "greatest(0, (case l.label when 'first' then -1 else 1 end) * l.strengths / nullif(l.total, 0)) + 0";

/** What the votes give, or what it is where reviewers decided. */
function unlessDecided({ adjudicated }: Recipe, decided: string, voted: string): RawBuilder<unknown> {
  return sql.raw(
    adjudicated === 'prefer' ? `case when l.said is null then ${voted} else ${decided} end` : voted,
  );
}

/** The decisions of reviewers that hold. A recipe that leaves rankings out knows none that rank. */
function adjudicatedExpression(projectId: string, { rankings }: Recipe): RawBuilder<unknown> {
  return sql`
    adjudicated as materialized (
      select comparison_id, outcome, strength, ranks from review_decisions
      where project_id = ${projectId} and withdrawn_at is null and ${rankings === 'leave_out' ? sql`ranks is null` : sql`true`}
    ),`;
}

/** `led` with what a decision says of the unit, as `decidedFor` of domain has it, and how strong it is. */
const ledWithDecisions = sql.raw(`(
      select led.*, abs(d.strength) as decided_strength, case
        when d.outcome = 'ranking' then nullif(${rankedPair('d.ranks[led.i + 1]', 'd.ranks[led.j + 1]')}, 'unknown')
        when d.outcome = 'cannot_judge' then 'cannot_judge'
        when led.n <> 2 then null
        when d.outcome = 'preference' then case when d.strength < 0 then 'first' else 'second' end
        when d.outcome in ('tie', 'both_bad') then d.outcome
      end as said
      from led left join adjudicated d on d.comparison_id = led.id
    ) said`);

function tieBallots({ ties, bothBad }: Recipe): RawBuilder<unknown> {
  const all = bothBad === 'as_tie' ? sql`even + bad` : sql`even`;
  if (ties === 'drop') return all;
  const others = bothBad === 'as_tie' ? sql`first + second` : sql`first + second + bad`;
  // Without any other ballot the ties stay, and the unit is a tie.
  return sql`case when ${others} = 0 then ${all} else 0 end`;
}

/** `first` or `second`, else the reason why the unit has no such label. */
function label({ minJudgments, majority, rankings, adjudicated, bothBad }: Recipe): RawBuilder<unknown> {
  const enough = { simple: sql`true`, absolute: sql`leader * 2 > total`, unanimous: sql`leader = total` }[
    majority
  ];
  const leftOut =
    rankings === 'leave_out' ? sql`when rankings > 0 and votes = cannot_judge then 'not_selected'` : sql``;
  const decided =
    adjudicated === 'prefer'
      ? sql`when said is not null then ${bothBad === 'as_tie' ? sql`case said when 'both_bad' then 'tie' else said end` : sql`said`}`
      : sql``;
  return sql`case
    when i is null then 'no_preference'
    when flagged then 'flagged'
    ${leftOut}
    ${decided}
    when votes < ${minJudgments} then 'too_few_judgments'
    when votes - cannot_judge < ${minJudgments} then 'cannot_judge'
    when (first = leader)::int + (second = leader)::int + (tie = leader)::int + (both_bad = leader)::int > 1 or not (${enough}) then 'no_majority'
    when tie = leader then 'tie'
    when both_bad = leader then 'both_bad'
    when first = leader then 'first'
    else 'second'
  end`;
}
