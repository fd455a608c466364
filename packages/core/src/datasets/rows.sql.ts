import { type RawBuilder, sql } from 'kysely';
import type { Recipe } from '@pairwright/contract/datasets';
import { isByRatings, joinedRatings, ratedDifference, ratedExpressions } from './margin-ratings.sql.ts';
import { isEach } from './resolving.sql.ts';
import { contentFault } from './units.sql.ts';

type Fragment = RawBuilder<unknown>;

/**
 * Expressions over `resolved` and `judged` that end in `decided`: each unit with what becomes of it, as `rowsOfUnit` of domain has
 * it. A tie that is halved is two units. More columns: `weight`, and `half` (null, 1 or 2). `name`: under which it ends instead.
 */
export function decidedExpressions(
  recipe: Recipe,
  order: Fragment,
  name: 'decided' | 'settled' = 'decided',
): Fragment {
  const isHalved = recipe.ties === 'half_weight';
  const halves = isHalved
    ? sql`left join lateral (values (1), (2)) as h (half) on r.kind = 'tie' and r.dropped = 'tie'`
    : sql``;
  const half = isHalved ? sql.raw('h.half') : sql`null::int`;
  const swapped = sql.raw(isHalved ? 'h.half is not distinct from 2' : 'false');
  return sql`
    ${ratedExpressions(recipe)}
    valued as (
      select r.id, r.rank, r.prompt_id, r.n, r.i, r.j, r.source, r.judgment_id, r.created_at, r.ballots, r.votes, r.detail, r.agreement,
        case when ${swapped} then r.rejected_id else r.chosen_id end as chosen_id,
        case when ${swapped} then r.chosen_id else r.rejected_id end as rejected_id,
        r.leads ${isHalved ? sql`and h.half is distinct from 2` : sql``} as leads, ${half} as half,
        ${isHalved ? sql`case when h.half is null then r.kind else 'preference' end` : sql`r.kind`} as kind,
        ${margin(recipe, sql`${half} is null`)} as margin,
        ${isHalved ? sql`case when h.half is not null then 0.5::double precision else ${weight(recipe)} end` : weight(recipe)} as weight,
        ${dropped(recipe)} as dropped
      from resolved r ${joinedRatings(recipe)} ${halves}
    ),
    ${sql.raw(name)} as materialized (${recipe.duplicates !== 'keep' ? withoutDuplicates(order) : sql`select * from valued`})`;
}

function weight({ softLabel }: Recipe): Fragment {
  return softLabel ? sql`coalesce(r.agreement, 1)` : sql`1::double precision`;
}

function keptKinds({ ties, bothBad }: Recipe): string[] {
  return [
    ...(ties === 'keep' || ties === 'half_weight' ? ['tie'] : []),
    ...(bothBad === 'negatives' ? ['both_bad'] : []),
  ];
}

function dropped(recipe: Recipe): Fragment {
  const { minAgreement, minStrength, outcomes } = recipe.filters;
  const kept = keptKinds(recipe);
  const cases: Fragment[] = [];
  if (kept.length > 0) {
    cases.push(sql`when r.dropped is not null and r.dropped <> all(${kept}::text[]) then r.dropped`);
    cases.push(
      sql`when r.dropped is not null and (${textFault(recipe)}) is not null then (${textFault(recipe)})`,
    );
  } else cases.push(sql`when r.dropped is not null then r.dropped`);
  // One vote agrees with itself: its unit is asked.
  const agreement = sql.raw(isEach(recipe) ? 'coalesce(r.shared, r.agreement)' : 'r.agreement');
  if (minAgreement > 0) cases.push(sql`when ${agreement} < ${minAgreement} then 'low_agreement'`);
  if (minStrength > 0)
    cases.push(sql`when r.kind = 'preference' and r.margin < ${minStrength} then 'too_weak'`);
  if (outcomes.length > 0)
    cases.push(
      sql`when r.kind in ('preference', 'tie', 'both_bad') and r.kind <> all(${outcomes}::text[]) then 'other_outcome'`,
    );
  if (isByRatings(recipe))
    cases.push(sql`when r.kind = 'preference' and (${ratedDifference(recipe)}) is null then 'no_margin'`);
  return sql`case ${sql.join(cases, sql` `)} end`;
}

/** Of two texts of which neither won. Halves need both to have something. */
function textFault({ ties }: Recipe): Fragment {
  const fault = contentFault('r.chosen_id', 'r.rejected_id');
  const turned = contentFault('r.rejected_id', 'r.chosen_id');
  if (ties === 'half_weight')
    return sql`case r.kind when 'tie' then coalesce((${fault}), (${turned})) else nullif((${fault}), 'empty_chosen') end`;
  return sql`nullif((${fault}), 'empty_chosen')`;
}

/** `marginOf` of domain; 0 unless a preference. */
function margin(recipe: Recipe, isWhole: Fragment): Fragment {
  const value = {
    strength: sql`r.margin`,
    llama2_small: llama(1),
    llama2_large: llama(3),
    log_odds: logOdds,
    rating_difference: sql`coalesce((${ratedDifference(recipe)}), 0)`,
  }[recipe.includeMargin ? recipe.margin : 'strength'];
  const hasOthers = keptKinds(recipe).length > 0 || recipe.singles === 'include';
  return hasOthers
    ? sql`case when r.kind = 'preference' and ${isWhole} then ${value} else 0::double precision end`
    : value;
}

function llama(highest: number): Fragment {
  return sql.raw(
    `(greatest(0::double precision, floor(r.margin / 0.75::double precision + 0.5::double precision) - 1) * ${highest} / 3)`,
  );
}

// Units without ballots are not rows; their logarithm is none.
const logOdds = sql.raw(`round(ln((coalesce(r.agreement, 0) * coalesce(r.ballots, 0) + 0.5)
  / greatest(coalesce(r.ballots, 0) - coalesce(r.agreement, 0) * coalesce(r.ballots, 0) + 0.5, 0.5))::numeric, 6)::double precision`);

/** Ids of rows that are left out for what their texts say, by why. */
export interface LeftOut {
  readonly near_duplicate: readonly string[];
  readonly personal_data: readonly string[];
  /** Answers that are the same when they are masked. */
  readonly identical_responses: readonly string[];
}

/** `decided` over `settled`, of which the rows with these ids, made of these suffixes, are left out. */
export function withoutSome(out: LeftOut, suffix: Fragment): Fragment {
  const isIn = (ids: readonly string[]): Fragment => sql`concat(id, ${suffix}) = any(${ids}::text[])`;
  return sql`
    decided as materialized (
      select ${columns}, case when dropped is not null then dropped
        when ${isIn(out.near_duplicate)} then 'near_duplicate' when ${isIn(out.personal_data)} then 'personal_data'
        when ${isIn(out.identical_responses)} then 'identical_responses' end as dropped
      from settled
    )`;
}

const columns = sql.raw(
  'id, rank, prompt_id, n, i, j, source, judgment_id, created_at, ballots, votes, detail, agreement, chosen_id, rejected_id, leads, half, kind, margin, weight',
);

/**
 * Rows that say what an earlier one says. Half of a tie is not the answer of who prefers the same response, and of two
 * responses of which neither won nothing tells which is the first.
 */
function withoutDuplicates(order: Fragment): Fragment {
  const hash = (id: string): Fragment =>
    sql`(select sha256(convert_to(m.messages::text, 'UTF8')) from responses m where m.id = v.${sql.raw(id)} and v.dropped is null)`;
  return sql`
    select ${columns}, case when dropped is null and place > 1 then 'duplicate' else dropped end as dropped
    from (
      select h.*, case when dropped is null then row_number() over (
        partition by dropped is null, kind, half is not null, detail::text, prompt_id,
          case when kind in ('tie', 'both_bad') then least(one, other) else one end, case when kind in ('tie', 'both_bad') then greatest(one, other) else other end
        order by ${order}) end as place
      from (select v.*, ${hash('chosen_id')} as one, ${hash('rejected_id')} as other from valued v) h
    ) d`;
}
