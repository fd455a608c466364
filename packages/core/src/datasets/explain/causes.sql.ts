import { type RawBuilder, sql } from 'kysely';
import type { ChangedField, DiffCause } from '@pairwright/contract/version-diff';
import { saidDrops, type UnitChange } from '@pairwright/domain/versions/recipe-changes';
import type { Compared, FrozenVersion } from './compared.ts';

type Fragment = RawBuilder<unknown>;

/** A version stores decisions where its recipe asks for them. */
function keepsDecisions({ recipe }: FrozenVersion): boolean {
  return recipe.adjudicated === 'prefer' || recipe.filters.adjudicatedOnly;
}

function joined(
  table: 'dataset_drops' | 'dataset_decisions' | 'dataset_joined_prompts',
  as: string,
  on: Fragment,
) {
  return sql`left join ${sql.raw(`${table} ${as}`)} on ${on}`;
}

/**
 * Expression `explained` over `differing` and `revoted`: each differing unit with `causes`, `reason` and why it is no row in one of the
 * versions. A cause is told where what is stored of both versions differs, and can have done this to the row.
 */
export function explainedExpression(compared: Compared): Fragment {
  const { from, to } = compared;
  const decides = keepsDecisions(from) && keepsDecisions(to);
  const ofUnit = (as: string, { versionId }: FrozenVersion) =>
    sql`${sql.raw(as)}.version_id = ${versionId}::uuid and ${sql.raw(`${as}.comparison_id = d.comparison_id and ${as}.id_suffix ${sameUnit(compared)}`)}`;
  const ofComparison = (as: string, { versionId }: FrozenVersion) =>
    sql`${sql.raw(as)}.version_id = ${versionId}::uuid and ${sql.raw(`${as}.comparison_id = d.comparison_id`)}`;
  const ofPrompt = (as: string, { versionId }: FrozenVersion) =>
    sql`${sql.raw(as)}.version_id = ${versionId}::uuid and ${sql.raw(`${as}.prompt_id = d.prompt_id`)}`;
  return sql`
    seen as materialized (
      select d.*, da.reason as dropped_before, db.reason as dropped_after, coalesce(da.reason, db.reason) as dropped,
        case d.kind when 'added' then ${from.keepsDrops} when 'removed' then ${to.keepsDrops} else true end as is_stored,
        coalesce(v.new_votes, false) as new_votes, coalesce(v.changed_votes, false) as changed_votes,
        coalesce(v.excluded_votes, false) as excluded_votes, coalesce(v.readmitted_votes, false) as readmitted_votes, coalesce(v.refiltered, false) as refiltered,
        ${decides ? sql`xa.decision_id is distinct from xb.decision_id` : sql`false`} as redecided,
        ga.joined_to is distinct from gb.joined_to as rejoined,
        case when d.kind <> 'changed' and da.reason is null and db.reason is null then ${isThere(compared)} end as is_there
      from differing d
      left join revoted v on v.comparison_id = d.comparison_id
      ${joined('dataset_drops', 'da', sql`d.kind = 'added' and ${ofUnit('da', from)}`)}
      ${joined('dataset_drops', 'db', sql`d.kind = 'removed' and ${ofUnit('db', to)}`)}
      ${decides ? sql`${joined('dataset_decisions', 'xa', ofComparison('xa', from))} ${joined('dataset_decisions', 'xb', ofComparison('xb', to))}` : sql``}
      ${joined('dataset_joined_prompts', 'ga', ofPrompt('ga', from))}
      ${joined('dataset_joined_prompts', 'gb', ofPrompt('gb', to))}
    ),
    caused as (
      select s.*, case when is_stored then ${causes(compared)} else '{}'::text[] end as causes
      from (select *, ${goesByWhatWasSaid(compared)} as by_said from seen) s
    ),
    explained as (
      select *, case when not is_stored then 'not_stored' when cardinality(causes) = 0 then 'unknown' when cardinality(causes) = 1 then causes[1] else 'several' end as reason
      from caused
    )`;
}

/** A tie that one version halves is one unit in the other one, where it is left out as a whole. */
function sameUnit({ from, to }: Compared): string {
  const isHalved = [from, to].some(({ recipe }) => recipe.ties === 'half_weight');
  return isHalved ? "in (d.suffix, regexp_replace(d.suffix, '-(first|second)$', ''))" : '= d.suffix';
}

/** Whether the comparison has any unit in the version that lacks this one. */
function isThere({ from, to }: Compared): Fragment {
  const lacking = sql`case d.kind when 'added' then ${from.versionId}::uuid else ${to.versionId}::uuid end`;
  return sql`(exists (select from dataset_drops k where k.version_id = ${lacking} and k.comparison_id = d.comparison_id)
    or exists (select from dataset_rows k where k.version_id = ${lacking} and k.comparison_id = d.comparison_id))`;
}

/** Whether other judgments could have done it. Units that one of the versions does not know may be of single judgments. */
function goesByWhatWasSaid({ from, to }: Compared): Fragment {
  const byDate = from.recipe.split?.by === 'date' || to.recipe.split?.by === 'date';
  return sql`(case when kind = 'changed' then label or margin or weight ${byDate ? sql`or split` : sql``}
    when dropped is null then is_there else dropped = any(${[...saidDrops]}::text[]) end)`;
}

/** Units that a recipe may have or not have. */
const ofKind: Readonly<Record<UnitChange, string>> = {
  single: "source = 'single'",
  tie: 'is_tie',
  vote: 'true',
};

function causes({ from, to, reach }: Compared): Fragment {
  const weighted = from.recipe.aggregation === 'weighted' && to.recipe.aggregation === 'weighted';
  const fields = (['label', 'margin', 'weight', 'split', 'texts'] satisfies ChangedField[]).filter((field) =>
    reach.fields.includes(field),
  );
  const byRecipe: Fragment[] = [
    sql`dropped = any(${[...reach.drops]}::text[])`,
    ...fields.map((field) => sql`kind = 'changed' and ${sql.raw(field)}`),
    ...reach.units.map((kind) => sql`is_there and ${sql.raw(ofKind[kind])}`),
    ...(reach.judgments ? [sql`refiltered and by_said`] : []),
  ];
  const told: Readonly<Record<DiffCause, Fragment>> = {
    imported: sql`not is_there`,
    new_votes: sql`new_votes and by_said`,
    changed_votes: sql`changed_votes and by_said`,
    excluded_votes: sql`excluded_votes and by_said`,
    readmitted_votes: sql`readmitted_votes and by_said`,
    decision: sql`redecided and (by_said or dropped = 'not_adjudicated')`,
    weights: weighted && from.modelId !== to.modelId ? sql`by_said` : sql`false`,
    recipe: sql`(${sql.join(
      byRecipe.map((one) => sql`(${one})`),
      sql` or `,
    )})`,
    flags: reach.drops.includes('flagged') ? sql`false` : sql`dropped = 'flagged'`,
    withdrawn: sql`dropped = 'withdrawn'`,
    duplicates: reach.drops.includes('duplicate')
      ? sql`false`
      : sql`dropped in ('duplicate', 'near_duplicate')`,
    near_prompts: reach.fields.includes('split') ? sql`false` : sql`kind = 'changed' and split and rejoined`,
    regrouped: sql`${reach.drops.includes('other_round') ? sql`false` : sql`coalesce(dropped = 'other_round', false)`}
      or ${reach.judgments ? sql`false` : sql`refiltered and by_said`}`,
  };
  return sql`array_remove(array[${sql.join(
    Object.entries(told).map(([cause, holds]) => sql`case when ${holds} then ${sql.lit(cause)} end`),
  )}]::text[], null)`;
}
