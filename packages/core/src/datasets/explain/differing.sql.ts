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

/** The rows of a version in the order of `dataset_rows_unit`. */
function rowsOf({ versionId }: FrozenVersion, { after }: DifferingPart): Fragment {
  const further =
    after === undefined
      ? sql``
      : sql`and (comparison_id, coalesce(id_suffix, '')) > (${after.comparisonId}::uuid, ${after.suffix})`;
  return sql`
    select comparison_id, coalesce(id_suffix, '') as suffix, ordinal, prompt_id, chosen_id, rejected_id, kind, margin, weight, split, source, detail, judgment_id
    from dataset_rows where version_id = ${versionId}::uuid ${further}`;
}

const isMasked = ({ recipe }: FrozenVersion) => recipe.personalData === 'mask';

/** The masked texts of row `side`, as relations named after it. */
function maskedTexts({ versionId }: FrozenVersion, side: 'a' | 'b'): Fragment {
  const join = (place: 'prompt' | 'chosen' | 'rejected') =>
    sql`left join dataset_texts ${sql.raw(`${side}_${place}`)} on ${sql.raw(`${side}_${place}`)}.version_id = ${versionId}::uuid
      and ${sql.raw(`${side}_${place}.text_id = ${side}.${place}_id`)}`;
  return sql`${join('prompt')} ${join('chosen')} ${join('rejected')}`;
}

/**
 * Expression `differing`: the units that are a row in one of two versions only, or rows that do not say the same. One merge of two
 * scans in the same order. `before` and `after` are ordinals.
 */
export function differingExpression({ from, to }: Compared, part: DifferingPart): Fragment {
  const withTexts = isMasked(from) || isMasked(to);
  const texts = withTexts
    ? sql.raw(`(a_prompt.messages::text, a_chosen.messages::text, a_rejected.messages::text)
        is distinct from (b_prompt.messages::text, b_chosen.messages::text, b_rejected.messages::text)`)
    : sql`false`;
  const kinds = {
    added: sql`a.ordinal is null`,
    removed: sql`b.ordinal is null`,
    changed: sql`a.ordinal is not null and b.ordinal is not null`,
  };
  return sql`
    differing as materialized (
      select * from (
        select coalesce(a.comparison_id, b.comparison_id) as comparison_id, coalesce(a.suffix, b.suffix) as suffix,
          coalesce(a.prompt_id, b.prompt_id) as prompt_id, coalesce(a.source, b.source) as source, 'tie' in (a.kind, b.kind) or coalesce(a.suffix, b.suffix) ~ '-(first|second)$' as is_tie, a.ordinal as before, b.ordinal as after,
          case when a.ordinal is null then 'added' when b.ordinal is null then 'removed' else 'changed' end as kind,
          (a.chosen_id, a.rejected_id, a.kind, a.detail::text) is distinct from (b.chosen_id, b.rejected_id, b.kind, b.detail::text) as label,
          a.margin is distinct from b.margin as margin, a.weight is distinct from b.weight as weight, a.split is distinct from b.split as split,
          ${texts} as texts
        from (${rowsOf(from, part)}) a
        full join (${rowsOf(to, part)}) b on a.comparison_id = b.comparison_id and a.suffix = b.suffix
        ${withTexts ? sql`${maskedTexts(from, 'a')} ${maskedTexts(to, 'b')}` : sql``}
        ${part.kind === undefined ? sql`` : sql`where ${kinds[part.kind]}`}
      ) d
      where label or margin or weight or split or texts
      ${part.limit === undefined ? sql`` : sql`order by comparison_id, suffix limit ${part.limit}`}
    )`;
}

/** Expression `revoted`: what has become of the votes of the differing comparisons between the two versions. */
export function revotedExpression({ from, to }: Compared): Fragment {
  return sql`
    revoted as (
      select comparison_id,
        bool_or((not in_a and counted_b and not known_a) or (not in_b and counted_a and not known_b)) as new_votes,
        bool_or((not in_a and counted_b and known_a) or (not in_b and counted_a and known_b)
          or (counted_a and why_b in ('superseded', 'retracted')) or (counted_b and why_a in ('superseded', 'retracted'))) as changed_votes,
        bool_or(counted_a and why_b not in ('superseded', 'retracted', 'filtered')) as excluded_votes,
        bool_or(counted_b and why_a not in ('superseded', 'retracted', 'filtered')) as readmitted_votes,
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
