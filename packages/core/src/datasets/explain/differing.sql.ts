import { type RawBuilder, sql } from 'kysely';
import type { DiffKind } from '@pairwright/contract/version-diff';
import type { Compared, FrozenVersion } from './compared.ts';

type Fragment = RawBuilder<unknown>;

/** Which differing units are looked at. */
export interface DifferingPart {
  /** The comparison and suffix that they come after. */
  readonly after?: { readonly comparisonId: string; readonly suffix: string } | undefined;
  readonly kind?: DiffKind | undefined;
  readonly limit?: number | undefined;
}

const columns =
  'ordinal, prompt_id, chosen_id, rejected_id, kind, margin, weight, split, detail::text as detail';

/** The rows of a version in the order of `dataset_rows_unit`. */
function rowsOf({ versionId }: FrozenVersion, side: 'a' | 'b', part: DifferingPart): Fragment {
  const { after } = part;
  const further =
    after === undefined
      ? sql``
      : sql`and (comparison_id, coalesce(id_suffix, '')) > (${after.comparisonId}::uuid, ${after.suffix})`;
  return sql`
    select comparison_id, coalesce(id_suffix, '') as suffix, ${sql.lit(side)} as side, source, ${sql.raw(columns)}
    from dataset_rows where version_id = ${versionId}::uuid ${further} ${part.limit === undefined ? sql`` : sql`order by 1, 2`}`;
}

const isMasked = ({ recipe }: FrozenVersion) => recipe.personalData === 'mask';

/** The masked texts of the row of one side, as relations named after it. */
function maskedTexts({ versionId }: FrozenVersion, side: 'a' | 'b'): Fragment {
  const join = (place: 'prompt' | 'chosen' | 'rejected') =>
    sql.raw(`left join dataset_texts ${side}${place} on ${side}${place}.version_id = '${versionId}'::uuid
      and ${side}${place}.text_id = case when u.side = '${side}' then u.${place}_id else u.next_${place}_id end`);
  return sql`${join('prompt')} ${join('chosen')} ${join('rejected')}`;
}

/** Whether a row and the other one of its unit do not say the same. */
const differs = (...names: string[]): Fragment =>
  sql.raw(
    `(${names.map((name) => `u.${name}`).join(', ')}) is distinct from (${names.map((name) => `u.next_${name}`).join(', ')})`,
  );

const following = columns.replace('detail::text as detail', 'detail').split(', ');

/** Each row with the other one of its unit, in the order of the index: read no further than it takes to fill a page. */
function mergedUnits({ from, to }: Pick<Compared, 'from' | 'to'>, part: DifferingPart): Fragment {
  return sql`
      select *, lag(side) over unit as earlier, ${sql.raw(following.map((name) => `lead(${name}) over unit as next_${name}`).join(', '))}
      from ((${rowsOf(from, 'a', part)}) union all (${rowsOf(to, 'b', part)})) r
      window unit as (partition by comparison_id, suffix)`;
}

/** The same of all rows, in no order: where all are read, nothing need be sorted. */
function joinedUnits({ from, to }: Pick<Compared, 'from' | 'to'>, part: DifferingPart): Fragment {
  const own = following.map(
    (name) => `case when a.side is null then b.${name} else a.${name} end as ${name}`,
  );
  const next = following.map((name) => `case when a.side is not null then b.${name} end as next_${name}`);
  return sql`
      select coalesce(a.comparison_id, b.comparison_id) as comparison_id, coalesce(a.suffix, b.suffix) as suffix, coalesce(a.side, b.side) as side,
        coalesce(a.source, b.source) as source, null::text as earlier, ${sql.raw([...own, ...next].join(', '))}
      from (${rowsOf(from, 'a', part)}) a full join (${rowsOf(to, 'b', part)}) b on a.comparison_id = b.comparison_id and a.suffix = b.suffix`;
}

/**
 * Selects the units that are a row in one of two versions only, or rows that do not say the same. Both versions are read once; a unit
 * is one row or two, in either order. `before` and `after` are ordinals.
 */
export function differingUnits({ from, to }: Compared, part: DifferingPart): Fragment {
  const withTexts = isMasked(from) || isMasked(to);
  const texts = withTexts
    ? sql.raw(`(aprompt.messages::text, achosen.messages::text, arejected.messages::text)
        is distinct from (bprompt.messages::text, bchosen.messages::text, brejected.messages::text)`)
    : sql`false`;
  const order = sql`order by comparison_id, suffix`;
  return sql`
    with units as (${part.limit === undefined ? joinedUnits({ from, to }, part) : mergedUnits({ from, to }, part)})
    select d.* from (
        select u.comparison_id, u.suffix, u.prompt_id, u.source,
          case when u.side = 'a' then u.ordinal else u.next_ordinal end as before, case when u.side = 'b' then u.ordinal else u.next_ordinal end as after,
          case when u.next_ordinal is not null then 'changed' when u.side = 'b' then 'added' else 'removed' end as kind,
          u.kind = 'tie' or coalesce(u.next_kind = 'tie', false) or u.suffix ~ '-(first|second)$' as is_tie,
          ${differs('chosen_id', 'rejected_id', 'kind', 'detail')} as label,
          ${differs('margin')} as margin, ${differs('weight')} as weight, ${differs('split')} as split, ${texts} as texts
        from units u
        ${withTexts ? sql`${maskedTexts(from, 'a')} ${maskedTexts(to, 'b')}` : sql``}
        where u.earlier is null
      ) d
      where (label or margin or weight or split or texts) ${part.kind === undefined ? sql`` : sql`and kind = ${part.kind}`}
      ${part.limit === undefined ? sql`` : sql`${order} limit ${part.limit}`}`;
}

/** Expression `revoted`: what has become of the votes of the comparisons in `differing` between the two versions. */
export function revotedExpression({ from, to }: Compared): Fragment {
  return sql`
    revoted as (
      select comparison_id,
        bool_or((not in_a and counted_b and not known_a) or (not in_b and counted_a and not known_b)) as new_votes,
        bool_or((not in_a and counted_b and known_a) or (not in_b and counted_a and known_b)
          or (counted_a and why_b in ('superseded', 'retracted')) or (counted_b and why_a in ('superseded', 'retracted'))) as changed_votes,
        bool_or(counted_a and why_b not in ('superseded', 'retracted', 'withdrawn', 'filtered')) as excluded_votes,
        bool_or(counted_b and why_a not in ('superseded', 'retracted', 'withdrawn', 'filtered')) as readmitted_votes,
        bool_or((counted_a and why_b = 'filtered') or (counted_b and why_a = 'filtered')) as refiltered
      from (
        select j.comparison_id, a.judgment_id is not null as in_a, b.judgment_id is not null as in_b, coalesce(a.counted, false) as counted_a,
          coalesce(b.counted, false) as counted_b, a.not_counted_because as why_a, b.not_counted_because as why_b,
          bool_or(a.judgment_id is not null) over assigned as known_a, bool_or(b.judgment_id is not null) over assigned as known_b
        from (select distinct comparison_id from differing) d
        join judgments j on j.comparison_id = d.comparison_id
        left join dataset_votes a on a.version_id = ${from.versionId}::uuid and a.judgment_id = j.id
        left join dataset_votes b on b.version_id = ${to.versionId}::uuid and b.judgment_id = j.id
        window assigned as (partition by j.assignment_id)
      ) v
      where counted_a <> counted_b
      group by comparison_id
    )`;
}
