import { type RawBuilder, sql } from 'kysely';
import type { Recipe } from '@pairwright/contract/datasets';
import { type Said, saidOn } from './criterion.sql.ts';
import { isByRatings } from './margin-ratings.sql.ts';
import { comparisonFault, judgmentFilter, withdrawnFault } from './filters.sql.ts';
import { among, hasWeights, isEach, isWeighted, type Resolving } from './resolving.sql.ts';
import { adjudicatedExpression, ledWithDecisions } from './adjudicated.sql.ts';
import { isWithdrawn } from '../withdrawals/withdrawn.sql.ts';
import { singleExpressions, singleUnits } from './singles.sql.ts';
import { unitVotes, voteUnits } from './unit-votes.sql.ts';
import { contentFault, isSelected, levelExpressions, rankingVotes, rewriteUnits } from './units.sql.ts';

/**
 * Every judgment of a project, or those that pass the filter over j, with the reason why it takes no part, or null when
 * it counts. `more`: further columns of j or of its assignment a, each after a comma.
 */
export function judgmentsWithReason(
  projectId: string,
  filter = sql`true`,
  more = sql``,
): RawBuilder<unknown> {
  return judgmentsOf(projectId, { filter, more, filtered: null });
}

/**
 * The same, with those that a recipe does not count, and what they say on its question. `filtered`: see `judgmentFilter`.
 * `keepsWithdrawn`: judgments of comparisons that are withdrawn count as ever, as in the label of such a comparison itself.
 */
export function judgmentsOf(
  projectId: string,
  {
    filter = sql`true`,
    more = sql``,
    said = saidOn(null),
    filtered,
    keepsWithdrawn = false,
  }: {
    filter?: RawBuilder<unknown>;
    more?: RawBuilder<unknown>;
    said?: Said;
    filtered: RawBuilder<unknown> | null;
    keepsWithdrawn?: boolean;
  },
): RawBuilder<unknown> {
  return sql`
    select j.id, j.comparison_id, j.annotator_id, ${sql.raw(`${said.outcome} as outcome, ${said.strength} as strength, ${said.ranks} as ranks`)}, j.details, j.created_at,
      case
        when j.outcome = 'retracted' then 'retraction'
        when s.outcome = 'retracted' then 'retracted'
        when s.id is not null then 'superseded'
        ${keepsWithdrawn ? sql`` : sql`when ${isWithdrawn(projectId, 'j.comparison_id')} then 'withdrawn'`}
        when a.kind in ('repeat', 'practice', 'gold', 'review') then a.kind
        when a.repeat_number > 0 then 'repeat'
        when a.set_aside = 'excluded' then 'excluded'
        when j.surplus or a.set_aside = 'surplus' then 'surplus'
        ${filtered === null ? sql`` : sql`when ${filtered} then 'filtered'`}
      end as reason${more}
    from judgments j
    join assignments a on a.id = j.assignment_id
    left join judgments s on s.supersedes = j.id
    where j.project_id = ${projectId} and ${filter}`;
}

/**
 * Common table expressions that end in `resolved`: every unit of the project with `dropped` (null: a preference, or a single
 * response with its label; `tie` and `both_bad` may yet become rows), chosen and rejected response (of ties and both bad the
 * first and the second), margin, agreement, ballots and the number of judgments that count. The rules of `resolve`,
 * `resolveUnits`, `voteUnits`, `resolveSingle`, `singleVotes`, `comparisonFault` and `rewriteFault` in domain as SQL; a property test holds
 * them together. `n` is the number of responses of the comparison, i and j (null of one response) the canonical indices;
 * judgment_id is that of a rewrite, or of the vote where every vote is a unit; `leads` is true once in each comparison.
 */
export function resolvedExpressions(of: Resolving): RawBuilder<unknown> {
  const { projectId, recipe } = of;
  const fault = comparisonFault(recipe.filters);
  const units = sql`
      ${resolvedUnits(recipe)}
      union all
      ${rewriteUnits(recipe)}
      ${recipe.singles === 'include' ? sql`union all ${singleUnits(of)}` : sql``}`;
  return sql`
    ${sampledExpression(of)}
    ${weightsExpression(of)}
    judged as ${isKept(of) ? sql`materialized` : sql``} (${judged(of)}),
    counted as (
      select comparison_id,
        ${summed(of, '')}
        ${isWeighted(of) ? sql`, ${summed(of, 'w')}` : sql``}
      from judged where reason is null group by comparison_id
    ),
    ${toldExpressions(of)},
    ${recipe.adjudicated === 'prefer' ? adjudicatedExpression(projectId, recipe) : sql``}
    ${recipe.singles === 'include' ? singleExpressions(of) : sql``}
    unit_votes as (${isEach(recipe) ? voteUnits(of) : unitVotes(of)}),
    ballots as (
      select *, ${tieBallots(recipe, '')} as tie, ${recipe.bothBad === 'as_tie' ? sql`0::bigint` : sql`bad`} as both_bad,
        ${isWeighted(of) ? sql`${tieBallots(recipe, 'w')} as wtie, ${recipe.bothBad === 'as_tie' ? sql`0::bigint` : sql`wbad`} as wboth_bad,` : sql``}
        first + second + even + bad + cannot_judge as votes
      from unit_votes
    ),
    led as (
      select *, ${leaderAndTotal(of)}, first + second + tie + both_bad as ballots from ballots offset 0
    ),
    labelled as materialized (
      select *, ${label(of)} as label from ${recipe.adjudicated === 'prefer' ? ledWithDecisions : sql`led`}
    ),
    ${hasLevels(recipe) ? levelExpressions(isEach(recipe)) : sql``}
    faults as materialized (${
      fault === null
        ? withdrawnFault(projectId)
        : sql`select c.id, ${fault} as fault from comparisons c join prompts p on p.id = c.prompt_id where c.project_id = ${projectId} and ${among(of, 'c.id')}`
    }),
    resolved as (
      select ${sql.raw(columnsOfUnits)}${isEach(recipe) ? sql`, shared` : sql``}, coalesce(f.fault, u.dropped) as dropped from (${units}) u left join faults f using (id)
    )`;
}

const columnsOfUnits =
  'id, rank, prompt_id, n, i, j, source, judgment_id, created_at, chosen_id, rejected_id, margin, agreement, ballots, votes, leads, label, kind, detail';

/** Whether the judgments are read more than once. Those of a whole project are many: reading them again is cheaper than keeping them. */
function isKept({ recipe, sample = null }: Resolving): boolean {
  const { filters, singles } = recipe;
  return (
    sample !== null ||
    singles === 'include' ||
    isEach(recipe) ||
    filters.withoutFlags.length > 0 ||
    isByRatings(recipe)
  );
}

function sampledExpression({ sample = null }: Resolving): RawBuilder<unknown> {
  if (sample === null) return sql``;
  return sql`sampled as materialized (select id from unnest(${sample}::uuid[]) as s (id)),`;
}

function weightsExpression(of: Resolving): RawBuilder<unknown> {
  if (!hasWeights(of)) return sql``;
  return sql`weights as materialized (
      select * from unnest(${of.weights?.annotatorIds ?? []}::uuid[], ${of.weights?.weights ?? []}::bigint[]) as w (annotator_id, weight)
    ),`;
}

/** The judgments that are looked at, with what each weighs. */
function judged(of: Resolving, filter: RawBuilder<unknown> = sql`true`): RawBuilder<unknown> {
  const { projectId, recipe } = of;
  const weight = hasWeights(of)
    ? sql`, coalesce((select w.weight from weights w where w.annotator_id = j.annotator_id), ${of.weights?.other ?? 1}::bigint) as weight`
    : sql``;
  return judgmentsOf(projectId, {
    filter: sql`${filter} and ${among(of, 'j.comparison_id')}`,
    more: weight,
    said: saidOn(recipe.criterion),
    filtered: judgmentFilter(projectId, recipe),
  });
}

/** Answers on a scale and abstentions: how many of each (`w`: what they weigh together) and the sum of their strengths. */
function summed(of: Resolving, prefix: '' | 'w'): RawBuilder<unknown> {
  const sum = (condition: string, name: string): string =>
    `${prefix === 'w' ? `coalesce(sum(weight) filter (where ${condition}), 0)::bigint` : `count(*) filter (where ${condition})`} as ${prefix}${name}`;
  const strengths =
    prefix === 'w' || !isWeighted(of)
      ? [
          `coalesce(sum(strength::double precision${isWeighted(of) ? ' * weight' : ''}) filter (where outcome = 'preference'), 0) as strengths`,
        ]
      : [];
  return sql.raw(
    [
      sum("outcome = 'preference' and strength < 0", 'first'),
      sum("outcome = 'preference' and strength > 0", 'second'),
      sum("outcome = 'tie'", 'tie'),
      sum("outcome = 'both_bad'", 'both_bad'),
      sum("outcome = 'cannot_judge'", 'cannot_judge'),
      ...strengths,
    ].join(', '),
  );
}

/** `told`: the rankings and rewrites that count; `ranked`: the votes of the rankings. Both are empty where people answer on a scale. */
function toldExpressions(of: Resolving): RawBuilder<unknown> {
  const source = isKept(of)
    ? sql`judged`
    : sql`(${judged(of, sql`(j.ranks is not null or j.details is not null)`)})`;
  return sql`
    told as materialized (
      select j.id, j.comparison_id, j.outcome, j.strength, j.ranks, j.created_at, ${isWeighted(of) ? sql`j.weight` : sql`1::bigint as weight`},
        (j.details -> 'rewrite' ->> 'response_id')::uuid as rewrite_id, (j.details -> 'rewrite' ->> 'parent')::int as parent
      from ${source} j where j.reason is null and (j.ranks is not null or j.details is not null)
    ),
    ranked as (${rankingVotes(isWeighted(of))})`;
}

function leaderAndTotal(of: Resolving): RawBuilder<unknown> {
  const w = isWeighted(of) ? 'w' : '';
  return sql.raw(
    `greatest(${w}first, ${w}second, ${w}tie, ${w}both_bad) as leader, ${w}first + ${w}second + ${w}tie + ${w}both_bad as total`,
  );
}

function hasLevels({ rankings }: Recipe): boolean {
  return rankings !== 'all' && rankings !== 'leave_out';
}

function resolvedUnits(recipe: Recipe): RawBuilder<unknown> {
  const fault = contentFault('l.chosen_id', 'l.rejected_id');
  const key = isEach(recipe) ? ' and a.vote_id = l.vote_id' : '';
  const levels = hasLevels(recipe)
    ? sql.raw(
        `left join levels a on a.id = l.id and a.place = l.i${key} left join levels b on b.id = l.id and b.place = l.j${key.replace('a.', 'b.')}`,
      )
    : sql``;
  const dropped = hasLevels(recipe)
    ? sql`case when ${isSelected(recipe.rankings)} then (${fault}) else 'not_selected' end`
    : sql`(${fault})`;
  return sql`
    select l.id, l.rank, l.prompt_id, l.n, l.i, l.j, case when l.n > 2 then 'ranking' when l.n = 2 then 'pair' else 'single' end as source,
      ${isEach(recipe) ? sql`l.vote_id as judgment_id, l.voted_at as created_at` : sql`null::uuid as judgment_id, null::timestamptz as created_at`}, l.chosen_id, l.rejected_id,
      ${unlessDecided(recipe, 'coalesce(l.decided_strength, 1)', votedMargin)} as margin,
      ${unlessDecided(recipe, '1::double precision', 'l.leader::double precision / nullif(l.total, 0)')} as agreement,
      ${unlessDecided(recipe, '1::bigint', 'l.ballots')} as ballots, l.votes,
      ${isEach(recipe) ? sql`l.leads` : sql`l.i is null or (l.i = 0 and l.j = 1)`} as leads, l.label,
      case when l.label in ('tie', 'both_bad') then l.label else 'preference' end as kind, null::json as detail, ${isEach(recipe) ? sql`${sharedBallots(recipe)} as shared,` : sql``}
      case when l.label in ('first', 'second') then ${dropped} else l.label end as dropped
    from (
      select *, response_ids[(case label when 'second' then j else i end) + 1] as chosen_id, response_ids[(case label when 'second' then i else j end) + 1] as rejected_id
      from labelled
    ) l ${levels}`;
}

/** Adding 0 makes a negative zero positive. */
const votedMargin =
  "greatest(0, (case l.label when 'first' then -1 else 1 end) * l.strengths / nullif(l.total, 0)) + 0";

/** The share of all ballots of the unit for the most frequent answer. */
function sharedBallots({ ties, bothBad }: Recipe): RawBuilder<unknown> {
  const isTie = bothBad === 'as_tie';
  const even = isTie ? 'l.all_even + l.all_bad' : 'l.all_even';
  const others = isTie ? 'l.all_first + l.all_second' : 'l.all_first + l.all_second + l.all_bad';
  const tie = ties === 'ignore_votes' ? `case when ${others} = 0 then ${even} else 0 end` : even;
  const answers = `l.all_first, l.all_second, ${isTie ? '0' : 'l.all_bad'}, ${tie}`;
  return sql.raw(`greatest(${answers})::double precision / nullif(${others} + ${tie}, 0)`);
}

/** What the votes give, or what it is where reviewers decided. */
function unlessDecided({ adjudicated }: Recipe, decided: string, voted: string): RawBuilder<unknown> {
  return sql.raw(
    adjudicated === 'prefer' ? `case when l.said is null then ${voted} else ${decided} end` : voted,
  );
}

function tieBallots({ ties, bothBad }: Recipe, w: '' | 'w'): RawBuilder<unknown> {
  const all = bothBad === 'as_tie' ? `${w}even + ${w}bad` : `${w}even`;
  if (ties !== 'ignore_votes') return sql.raw(all);
  const others = bothBad === 'as_tie' ? `${w}first + ${w}second` : `${w}first + ${w}second + ${w}bad`;
  // Without any other ballot the ties stay, and the unit is a tie.
  return sql.raw(`case when ${others} = 0 then ${all} else 0 end`);
}

/** `first` or `second`, else the reason why the unit has no such label. */
function label(of: Resolving): RawBuilder<unknown> {
  const { minJudgments, majority, rankings, adjudicated, bothBad } = of.recipe;
  const enough = { simple: sql`true`, absolute: sql`leader * 2 > total`, unanimous: sql`leader = total` }[
    majority
  ];
  const each = isEach(of.recipe);
  const [votes, cannot] = each ? [sql`unit_votes`, sql`unit_cannot`] : [sql`votes`, sql`cannot_judge`];
  const w = isWeighted(of) ? 'w' : '';
  const leads = (name: string) => sql.raw(`${w}${name} = leader`);
  const leftOut =
    rankings === 'leave_out' ? sql`when rankings > 0 and ${votes} = ${cannot} then 'not_selected'` : sql``;
  const decided =
    adjudicated === 'prefer'
      ? sql`when said is not null then ${bothBad === 'as_tie' ? sql`case said when 'both_bad' then 'tie' else said end` : sql`said`}`
      : sql``;
  return sql`case
    when i is null then 'no_preference'
    when flagged then 'flagged'
    ${leftOut}
    ${decided}
    when ${votes} < ${minJudgments} then 'too_few_judgments'
    when ${votes} - ${cannot} < ${minJudgments} ${each ? sql`or cannot_judge > 0` : sql``} then 'cannot_judge'
    when (${leads('first')})::int + (${leads('second')})::int + (${leads('tie')})::int + (${leads('both_bad')})::int > 1 or not (${enough}) then 'no_majority'
    when ${leads('tie')} then 'tie'
    when ${leads('both_bad')} then 'both_bad'
    when ${leads('first')} then 'first'
    else 'second'
  end`;
}
